"""State secrets stay out: who submits and approves declares it, words and stamps are looked for, a find stops."""

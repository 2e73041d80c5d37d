"""How long a step may take: computed limits, reminders before their end, word to others after it."""

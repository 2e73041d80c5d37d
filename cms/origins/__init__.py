"""Where a text comes from that another site published first: the snapshot that a copy was made of."""

"""Working time: which days are worked, at which hours, and how long something takes in it."""

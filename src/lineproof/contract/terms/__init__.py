"""What kinds of term are there? Each has one documented meaning; contracts hold no code."""

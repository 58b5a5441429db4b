"""Charts: a description of what is to be seen, and the picture that follows from it."""

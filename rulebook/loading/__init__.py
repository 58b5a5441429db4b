"""What loading a pack takes: the shape of each file, putting them together, what refers to what."""

"""The service: the command line, and the use cases that join rules and scores."""

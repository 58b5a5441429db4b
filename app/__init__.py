"""The service and the command line: rules, scores and store meet here."""

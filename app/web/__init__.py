"""Pages for people: signing in, and what every page has in common."""

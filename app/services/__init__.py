"""Use cases: the only place where rules, scores and schemes meet."""

"""Makes any number of made-up schemes in the standard template; the same seed, the same schemes."""

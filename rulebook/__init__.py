"""Packs become rules, and the facts of a scheme become findings that explain themselves."""

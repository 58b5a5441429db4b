"""How large a rulebook may be, so that every engine can run it (docs/decisions/0007)."""

MOST_RULES_IN_A_PHASE = 64
MOST_FACTS = 200
LARGEST_NUMBER = 2**62
"""Numbers are less than this, on either side of zero."""

"""How thoroughly tests look that can look without end.

A normal run takes a few minutes. By hand, in an evening, ten times as many examples and faults:

    TEST_DEPTH=10 .venv/bin/pytest -n 2 tests/rulebook tests/app/faults
"""

import os
from typing import Final

DEPTH: Final = int(os.environ.get("TEST_DEPTH", "1"))


def times(count: int) -> int:
    """How often to try what a normal run tries so many times."""
    return count * DEPTH

"""Runs every benchmark in turn; `script/bench` sets up what they need."""

import platform
from importlib.metadata import version

from tests.bench import classify, importing, listing, live, nearest, pages, rank, serving, whole

PACKAGES = ("durable_rules", "numpy", "zen-engine", "scikit-criteria", "pymcdm")


def main() -> None:
    print(f"Python {platform.python_version()} on {platform.machine()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    for part in (classify, live, nearest, rank, whole, serving, importing, listing, pages):
        part.main()


if __name__ == "__main__":
    main()

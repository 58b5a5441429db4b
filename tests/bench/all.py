"""Runs the benchmarks of the core in turn; `script/bench` goes on with those of the service."""

import platform
from importlib.metadata import version

from tests.bench import classify, live, nearest, rank, whole

PACKAGES = ("durable_rules", "numpy", "zen-engine", "scikit-criteria", "pymcdm")


def main() -> None:
    print(f"Python {platform.python_version()} on {platform.machine()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    for part in (classify, live, nearest, rank, whole):
        part.main()


if __name__ == "__main__":
    main()

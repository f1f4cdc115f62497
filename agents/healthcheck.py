"""A container's health check: `python -m agents.healthcheck FILE`.

Exit code 0 while the worker that writes this health file is alive and a settled member of its group. What the
worker says of itself is printed, for `docker inspect` to show.
"""

import sys
from pathlib import Path

from agents.health import read


def main(file: Path) -> int:
    """Print how the worker of `file` is.

    Returns:
        The exit code.
    """
    health = read(file)
    said = f"{health}; said {health.age:.0f} s ago" if health else f"{file}: no worker has said how it is"
    sys.stdout.write(f"{said}\n")
    return 0 if health and health.joined else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

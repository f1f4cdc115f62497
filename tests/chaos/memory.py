"""How much memory a process has, and whether that is flat. Megabytes are 10^6 bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

FLAT = 0.05  # of the smallest window: how far the windows may differ
_WINDOWS = 5


@dataclass(frozen=True, slots=True)
class Memory:
    """One look at a process, in MB.

    Attributes:
        at_s: when.
        resident: all of its pages that lie in memory (RSS); what it shares with others counts in full.
        share: the same, but of what it shares only its part (PSS).
        own: what only it has and no file backs (anonymous): heap and stacks. What is left are files that are mapped,
            which the system takes back when it needs the room.
    """

    at_s: float
    resident: float
    share: float
    own: float


def look(pid: int | None, at_s: float) -> Memory | None:
    """The memory of process `pid`; None when there is none."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return None
    size = {name: int(rest.split()[0]) * 1024 / 1e6 for name, _, rest in (line.partition(":") for line in lines)}
    return Memory(at_s, size["Rss"], size["Pss"], size["Anonymous"])


@dataclass(frozen=True, slots=True)
class Trend:
    """Whether something stays the same, from samples (seconds, MB) in their order."""

    samples: Sequence[tuple[float, float]]

    @property
    def windows(self) -> list[float]:
        """The median of each fifth of the time."""
        first, last = self.samples[0][0], self.samples[-1][0]
        parts: list[list[float]] = [[] for _ in range(_WINDOWS)]
        for at, size in self.samples:
            parts[min(_WINDOWS - 1, int(_WINDOWS * (at - first) / max(last - first, 1e-9)))].append(size)
        return [median(part) for part in parts if part]

    @property
    def spread(self) -> float:
        """How far the windows differ, as a part of the smallest."""
        return max(self.windows) / min(self.windows) - 1

    @property
    def slope(self) -> float:
        """MB an hour, by least squares."""
        n = len(self.samples)
        mean_at, mean = sum(at for at, _ in self.samples) / n, sum(size for _, size in self.samples) / n
        along = sum((at - mean_at) * (size - mean) for at, size in self.samples)
        return 3600 * along / (sum((at - mean_at) ** 2 for at, _ in self.samples) or 1)

    @property
    def most(self) -> float:
        return max(size for _, size in self.samples)

    @property
    def flat(self) -> bool:
        return self.spread <= FLAT

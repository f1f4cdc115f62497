"""The index under test: where it lies, how it goes away and comes back, and what it holds in the end."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from search import Index, IndexSettings, open_index
from search.tantivy_index import TantivyIndex
from tests.chaos.disk import Disk, make_disk


class IndexUnderTest(Protocol):
    """What the chaos test has to know of an index.

    Attributes:
        outages: the kinds of outage that it can suffer.
        folder: where the workers keep their own files.
    """

    outages: Sequence[str]
    folder: Path

    @property
    def kind(self) -> str:
        """For the report: what it is, and how it is made to fail."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What tells the workers where it is."""

    def start(self) -> None:
        """Make it ready for the workers."""

    def suffer(self, outage: str, writer: int | None) -> None:
        """Have it suffer `outage`; `writer` is the process that writes to it. To be repeated while that lasts."""

    def recover(self, outage: str, writer: int | None) -> None:
        """End the outage; returns when the index can be used again."""

    def open(self) -> Index:
        """It, as it lies there, without whatever makes it fail."""

    def known(self) -> int:
        """How many articles it has heard of, withdrawn ones included."""

    def close(self) -> None:
        """Take it away."""


class EmbeddedIndex:
    """The embedded index, on a disk that can be full; the workers' own files lie there too, as with `rasd up`."""

    outages = ("disk full",)

    def __init__(self, folder: Path, make: Callable[[Path], Disk] = make_disk) -> None:
        self._place = folder
        self._make = make
        self._disk: Disk

    @property
    def folder(self) -> Path:
        return self._disk.folder

    @property
    def kind(self) -> str:
        return f"embedded; its disk: {self._disk.kind}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    def start(self) -> None:
        self._disk = self._make(self._place)

    def suffer(self, outage: str, writer: int | None) -> None:
        self._disk.fill(writer)

    def recover(self, outage: str, writer: int | None) -> None:
        self._disk.free(writer)

    def open(self) -> Index:
        return open_index(self._settings, create=False)

    def known(self) -> int:
        with TantivyIndex.open(self._settings, create=False) as index:
            return index.known()

    def close(self) -> None:
        self._disk.close()

    @property
    def _settings(self) -> IndexSettings:
        return IndexSettings(path=self._disk.folder / "index")

"""The index as the rest of Rasd sees it, whatever engine is behind it.

with open_index(IndexSettings(path=Path("index"))) as index:
    index.write([Change(article.id, article.version, article)])
    index.search(Query(text="وزير الخارجية"))
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from pipeline.contracts import BadConfiguration, EnrichedArticle, Unavailable
from search.query import Query, Results
from search.settings import IndexSettings
from search.versions import Change, Outcome


class IndexMissing(Unavailable):
    """There is no index yet."""


class IndexOutdated(BadConfiguration):
    """The index is broken, or of another format or other word lists than this process needs."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: rebuild it with `rasd reindex`, or point index.path at another folder")


class Index(Protocol):
    """Articles and their quotes, to be searched. Any number of readers may be there beside a writer."""

    def write(self, changes: Sequence[Change]) -> list[Outcome]:
        """Bring articles in or take them back, each with its quotes or not at all.

        The embedded index takes all changes or none, in one commit. OpenSearch may have taken some when
        it fails; the same changes written again, in the same order, come to the same.

        Returns:
            One outcome per change, in order: `indexed`, `withdrawn`, or `stale` when a newer version
            (or the withdrawal of this one) is already there.

        Raises:
            Unavailable: it may succeed later: the index is away or overloaded, the disk is full, or
                another process writes to the embedded index.
            BadMessage: one of them will never be taken.
        """

    def search(self, query: Query) -> Results:
        """The articles or quotes that answer `query`, best first; withdrawn and embargoed ones are left out.

        Raises:
            Unavailable: the index could not be read.
        """

    def get(self, article_id: str) -> EnrichedArticle | None:
        """The article as it was indexed, embargoed or not; None when there is none or it is withdrawn."""

    def count(self) -> int:
        """How many articles there are, embargoed ones included, withdrawn ones not."""

    def version_of(self, article_id: str) -> int | None:
        """The version held, be it of an article or of a withdrawal; None for an id never seen."""

    def newest(self, article_ids: Iterable[str]) -> dict[str, Change]:
        """The change that it holds of each of these articles, in one question; ids never seen are left out."""

    def close(self) -> None:
        """Let go of the writer's lock; the index can be opened again."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...


def open_index(settings: IndexSettings, *, create: bool = True) -> Index:
    """Open the index.

    Args:
        settings: where it is.
        create: make the folder and an empty index when there is none. Readers say False.

    Raises:
        IndexMissing: there is none and `create` is False.
        IndexOutdated: it has to be rebuilt first.
        Unavailable: it is being rebuilt at this moment.
        BadConfiguration: the folder cannot be used.
    """
    if settings.url:
        from search.opensearch import OpenSearchIndex  # a second of imports: only when it is used

        return OpenSearchIndex.open(settings, create=create)
    from search.tantivy_index import TantivyIndex  # loads a native library: only when it is used

    return TantivyIndex.open(settings, create=create)


class Rebuild(Protocol):
    """An index that is filled beside the one in use."""

    @property
    def index(self) -> Index:
        """The new one. It holds, from the beginning, every withdrawal that the one in use remembers."""

    def missing(self) -> int:
        """How many articles fewer than the one in use it knows, withdrawn ones included; 0 when that is unreadable."""

    def take_over(self) -> AbstractContextManager[None]:
        """Nobody writes to the one in use inside; at its end the new one is in use, and the old one is removed."""


def rebuild_index(settings: IndexSettings) -> AbstractContextManager[Rebuild]:
    """An empty index beside the one in use. What was not taken over at the end is thrown away.

    Raises:
        Unavailable: another rebuild is under way.
        BadConfiguration: the folder cannot be used.
    """
    if settings.url:
        raise BadConfiguration(f"index.url = {settings.url}: only the embedded index can be rebuilt yet")
    from search.tantivy_rebuild import rebuild

    return rebuild(settings)

"""The embedded index: a folder, written by one process and read by any number beside it."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from pipeline.contracts import BadConfiguration, EnrichedArticle, Unavailable, decode
from search.documents import Document, documents
from search.generations import Generations
from search.index import IndexMissing, IndexOutdated
from search.query import Query, Results
from search.settings import IndexSettings
from search.tantivy_schema import check_mark, schema, tantivy_document, write_mark
from search.tantivy_search import count, search
from search.versions import Change, Held, Outcome, settle

_LOCKED = "LockBusy"
_COMMITS = 1_000
"""After so many an index is opened again: an open one keeps 1.4 KB of each commit (tantivy 0.27)."""


class TantivyIndex:
    """See `search.index.Index`. Safe to share between threads."""

    def __init__(self, settings: IndexSettings, generation: Path | None = None, *, any_mark: bool = False) -> None:
        """Open the generation in use, and follow to the next one; or `generation` alone, `any_mark` it may have."""
        self._settings = settings
        self._generations = Generations(settings.path)
        self._fixed = generation
        self._writer: tantivy.IndexWriter | None = None
        self._commits = 0
        self._lock = threading.Lock()
        self._opened = _Opened(self._generation(), any_mark=any_mark)
        self._schema = self._opened.index.schema

    @classmethod
    def open(cls, settings: IndexSettings, *, create: bool) -> Self:
        """The index in `settings.path`; see `search.index.open_index`."""
        generations = Generations(settings.path)
        try:
            if create and generations.current is None:
                with generations.making():
                    if generations.current is None:
                        generations.use(start(generations))
            return cls(settings)
        except (IndexMissing, IndexOutdated) as unfit:
            if generations.being_made():
                raise Unavailable(f"the index in {settings.path} is being rebuilt; try again later") from unfit
            raise
        except OSError as error:
            raise BadConfiguration(f"index.path: {error}") from error

    def write(self, changes: Sequence[Change]) -> list[Outcome]:
        """See `search.index.Index.write`."""
        with self._lock, self._generations.writing() if self._fixed is None else nullcontext():
            settled = settle(changes, self._held)
            fresh = [(article_id, list(documents(change))) for article_id, change in settled.accepted.items()]
            if fresh:
                self._commit(fresh)
            return settled.outcomes

    def search(self, query: Query) -> Results:
        """See `search.index.Index.search`."""
        return search(self._searcher(), self._schema, query)

    def get(self, article_id: str) -> EnrichedArticle | None:
        """See `search.index.Index.get`."""
        searcher = self._searcher()
        found = searcher.search(self._term(article_id, "article"), 1)
        for _, address in found.hits:
            return decode(bytes(searcher.doc(address)["stored"][0]), EnrichedArticle)
        return None

    def count(self) -> int:
        """See `search.index.Index.count`."""
        return count(self._searcher().search(self._role("article"), 1))

    def version_of(self, article_id: str) -> int | None:
        """See `search.index.Index.version_of`."""
        held = self._held(article_id)
        return held.version if held else None

    def newest(self, article_ids: Iterable[str]) -> dict[str, Change]:
        """See `search.index.Index.newest`."""
        versions = {article_id: self.version_of(article_id) for article_id in article_ids}
        return {
            article_id: Change(article_id, version, self.get(article_id))
            for article_id, version in versions.items()
            if version is not None
        }

    def known(self) -> int:
        """How many articles it has heard of, withdrawn ones included."""
        return self.count() + count(self._searcher().search(self._role("stub"), 1))

    def withdrawn(self) -> Iterator[Change]:
        """Every withdrawal that the index remembers."""
        searcher = self._searcher()
        query = self._role("stub")
        found = [address for _, address in searcher.search(query, count(searcher.search(query, 1)) or 1).hits]
        versions = searcher.fast_field_values("version", found) if found else []
        for address, version in zip(found, versions, strict=True):
            yield Change(str(searcher.doc(address)["key"][0]), int(version or 0))

    def close(self) -> None:
        """See `search.index.Index.close`."""
        with self._lock:
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _held(self, article_id: str) -> Held | None:
        """What the newest commit holds of an article."""
        searcher = self._searcher()
        for withdrawn, role in ((False, "article"), (True, "stub")):
            found = [address for _, address in searcher.search(self._term(article_id, role), 1, count=False).hits]
            if found:
                return Held(int(searcher.fast_field_values("version", found)[0] or 0), withdrawn)
        return None

    def _term(self, article_id: str, role: str) -> tantivy.Query:
        """The one document of an article in this role."""
        one = tantivy.Query.term_query(self._schema, "article", article_id, "basic")
        return one.and_must_match(self._role(role))

    def _role(self, role: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "role", role, "basic")

    def _searcher(self) -> tantivy.Searcher:
        """A view of the newest commit, whichever process made it, of the generation in use."""
        generation = self._generation()
        try:
            opened = self._opened
            if opened.generation != generation:
                opened = self._opened = _Opened(generation)
                self._writer = None
            return opened.searcher()
        except (OSError, ValueError, IndexOutdated) as error:
            if self._generation() != generation:  # replaced and removed at this moment
                return self._searcher()
            if isinstance(error, IndexOutdated):
                raise
            raise Unavailable(f"the index in {generation} cannot be read: {error}") from error

    def _generation(self) -> Path:
        generation = self._fixed or self._generations.current
        if generation is None:
            raise IndexMissing(
                f"there is no index in {self._settings.path} yet: start `rasd up` or `rasd worker index`"
            )
        return generation

    def _commit(self, fresh: Iterable[tuple[str, list[Document]]]) -> None:
        """Replace the documents of each article by `fresh`, all or none."""
        if self._commits == _COMMITS:
            self._reopen()
        writer = self._writer = self._writer or self._open_writer()
        try:
            for article_id, fields in fresh:
                writer.delete_documents_by_term("article", article_id)
                for document in fields:
                    writer.add_document(tantivy_document(document))
            writer.commit()
            self._commits += 1
        except BaseException as error:
            # Whatever stopped it (a full disk, an alarm), the next commit must not carry half of this one;
            # letting go of the writer drops what it had taken in and frees its lock.
            self._writer = None
            del writer
            if isinstance(error, (ValueError, RuntimeError, OSError)):
                raise Unavailable(f"the index in {self._settings.path} could not be written: {error}") from error
            raise

    def _reopen(self) -> None:
        self._writer = None
        self._opened = _Opened(self._opened.generation)
        self._commits = 0

    def _open_writer(self) -> tantivy.IndexWriter:
        try:
            return self._opened.index.writer(self._settings.writer_heap_mb * 1_000_000, num_threads=1)
        except ValueError as error:
            what = "another process writes to it; stop that one" if _LOCKED in str(error) else str(error)
            raise Unavailable(f"the index in {self._settings.path} cannot be written: {what}") from error


class _Opened:
    """One generation, open."""

    def __init__(self, generation: Path, *, any_mark: bool = False) -> None:
        """Open it.

        Raises:
            IndexOutdated: it is of another format, or broken.
        """
        if not any_mark:
            check_mark(generation)
        try:
            self.index = tantivy.Index.open(str(generation))
            self.index.config_reader("manual")  # `searcher` looks for commits itself, without a thread that polls
        except ValueError as error:
            raise IndexOutdated(f"{generation} cannot be opened ({error})") from error
        self.generation = generation
        self._meta = str(generation / "meta.json")
        self._seen: tuple[int, int, int] | None = None

    def searcher(self) -> tantivy.Searcher:
        """A view of the newest commit."""
        stat = os.stat(self._meta)  # noqa: PTH116 - a Path costs more than the look-up
        seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if seen != self._seen:
            self.index.reload()
            self._seen = seen  # taken before the reload: a commit in between shows at the next call
        return self.index.searcher()


def start(generations: Generations) -> Path:
    """An empty index as the next generation, not yet in use."""
    generation = generations.next()
    write_mark(generation)
    tantivy.Index(schema(), path=str(generation))
    return generation

"""The deployed index: an OpenSearch cluster, behind the same interface as the embedded one."""

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from pipeline.contracts import BadConfiguration, BadMessage, EnrichedArticle, Unavailable, decode
from search.opensearch_client import Client, LoggedOut, Refused, later, reason_of
from search.opensearch_mapping import bulk_lines, document_id, held, index_body, mark
from search.query import Query, Results
from search.settings import IndexSettings
from search.versions import Change, Outcome

_FIRST = "000001"
_STALE = 409
_TOO_LARGE = 413
_UNKNOWN = 500
_NEEDED = "errors,items.*.status,items.*.error.type,items.*.error.reason"


class OpenSearchIndex:
    """See `search.index.Index`. Safe to share between threads, and any number of them may write.

    OpenSearch itself compares the versions, document by document (`external_version`), so writers need
    not know of each other. It has no commit over several documents: an article with its quotes comes
    whole or not at all, but a batch may come in part. Written again it comes to the same.
    """

    def __init__(self, settings: IndexSettings, client: Client) -> None:
        self._alias = settings.alias
        # OpenSearch gives up waiting for a shard before we give up waiting for it: what we repeat is not
        # still standing in its queue.
        self._patience = f"{int(settings.timeout_seconds * 500)}ms"
        self._bulk_bytes = int(settings.bulk_mb * 1_000_000)
        self._client = client

    @classmethod
    def open(cls, settings: IndexSettings, *, create: bool) -> Self:
        """The index `settings.alias` of the cluster `settings.url`; see `search.index.open_index`."""
        index = cls(settings, Client(settings))
        try:
            index._check(create)
        except LoggedOut as error:
            raise BadConfiguration(str(error)) from error
        except Refused as error:
            raise BadConfiguration(f"index.url: OpenSearch says {error.status}: {error.reason}") from error
        return index

    def write(self, changes: Sequence[Change]) -> list[Outcome]:
        """See `search.index.Index.write`.

        Raises:
            Unavailable: part of it may be written; write all of it again, in the same order.
            BadMessage: OpenSearch will never take one of these articles; the others may be written.
        """
        outcomes: list[Outcome] = []
        culprit: BadMessage | None = None
        for chunk, body in _chunks(changes, self._bulk_bytes):
            for change, item in zip(chunk, self._bulk(chunk, body), strict=True):
                try:
                    outcomes.append(self._outcome(change, item))
                except BadMessage as error:
                    culprit = culprit or error
        if culprit:
            raise culprit
        return outcomes

    def search(self, query: Query) -> Results:  # noqa: ARG002 - the interface's
        """Not there yet.

        Raises:
            BadConfiguration: always.
        """
        raise BadConfiguration("index.url: Rasd writes to OpenSearch but cannot search there yet; leave index.url out")

    def get(self, article_id: str) -> EnrichedArticle | None:
        """See `search.index.Index.get`."""
        change = self.newest([article_id]).get(article_id)
        return change.article if change else None

    def count(self) -> int:
        """See `search.index.Index.count`. Waits until all that is written can be found."""
        self._ask("POST", f"/{self._alias}/_refresh")
        query = {"query": {"term": {"role": "article"}}}
        return int(self._ask("POST", f"/{self._alias}/_count", query)["count"])

    def version_of(self, article_id: str) -> int | None:
        """See `search.index.Index.version_of`."""
        (found,) = self._documents([article_id], "version")
        return held(found["_version"]).version if found["found"] else None

    def newest(self, article_ids: Iterable[str]) -> dict[str, Change]:
        """See `search.index.Index.newest`. As it was last acknowledged, searchable or not yet."""
        asked = list(dict.fromkeys(article_ids))
        return {
            article_id: _change(article_id, found)
            for article_id, found in zip(asked, self._documents(asked, "stored"), strict=True)
            if found["found"]
        }

    def close(self) -> None:
        """See `search.index.Index.close`."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, create: bool) -> None:
        """Make sure that the alias leads to an index of this format; make a first one when there is none."""
        found = self._mappings()
        if found is None:
            if not create:
                raise Unavailable(f"there is no index {self._alias} at {self._client.url} yet: start the index worker")
            self._create()
            found = self._mappings()
        for name, index in (found or {}).items():
            if name == self._alias:
                raise BadConfiguration(f"{name} at {self._client.url} is an index, not an alias: set index.alias")
            meta = index["mappings"].get("_meta", {}).get("rasd")
            if meta != mark():
                raise BadConfiguration(
                    f"{name} at {self._client.url} holds {_described(meta)}, this Rasd needs {_described(mark())}: "
                    "rebuild it with `rasd reindex`, or set another index.alias"
                )

    def _mappings(self) -> dict[str, Any] | None:
        try:
            return self._client.ask("GET", f"/{self._alias}/_mapping", ignore_unavailable="true") or None
        except Unavailable as error:
            if "index_not_found" in str(error):
                return None
            raise

    def _create(self) -> None:
        try:
            self._client.ask("PUT", f"/{self._alias}-{_FIRST}", index_body(self._alias))
        except Refused as error:
            if "resource_already_exists" not in error.reason:  # another worker was quicker
                raise

    def _bulk(self, chunk: Sequence[Change], body: bytes) -> list[dict[str, Any]]:
        """What became of each change. A request that is refused as a whole is halved, down to the culprit."""
        # A withdrawn text is found no more once this returns; of all else that is so within a second.
        refresh = "true" if any(change.withdraws for change in chunk) else "false"
        try:
            answer = self._client.ask(
                "POST", "/_bulk", body, index=self._alias, require_alias="true", refresh=refresh,
                timeout=self._patience, filter_path=_NEEDED,
            )  # fmt: skip
        except Refused as error:
            if len(chunk) == 1:
                return [{"status": error.status, "error": {"type": "refused", "reason": error.reason}}]
            half = len(chunk) // 2
            return [item for part in (chunk[:half], chunk[half:]) for item in self._bulk(part, _body(part))]
        items = [next(iter(item.values())) for item in answer.get("items", ())]
        if len(items) != len(chunk):
            raise Unavailable(f"OpenSearch at {self._client.url} answered for {len(items)} of {len(chunk)} articles")
        return items

    def _outcome(self, change: Change, item: dict[str, Any]) -> Outcome:
        status = int(item.get("status", _UNKNOWN))
        if status < 300:
            return "withdrawn" if change.withdraws else "indexed"
        if status == _STALE:
            return "stale"
        reason = reason_of(item.get("error"))
        if later(status, reason):
            raise Unavailable(f"OpenSearch at {self._client.url} says {status}: {reason}")
        what = "too_large" if status == _TOO_LARGE else "undeliverable"
        raise BadMessage(what, f"OpenSearch does not take it ({status}): {reason}", where=change.article_id)

    def _documents(self, article_ids: Sequence[str], *fields: str) -> list[dict[str, Any]]:
        """What it says of each article's document, in their order."""
        if not article_ids:
            return []
        # By the body: an id in the address would need care with every character an id may have.
        wanted = {"docs": [{"_id": document_id(article_id), "_source": list(fields)} for article_id in article_ids]}
        documents: list[dict[str, Any]] = self._ask("POST", f"/{self._alias}/_mget", wanted)["docs"]
        for found in documents:
            if "error" in found:
                raise Unavailable(f"OpenSearch at {self._client.url} says: {reason_of(found['error'])}")
        return documents

    def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        try:
            return self._client.ask(method, path, body)
        except Refused as error:
            raise Unavailable(f"OpenSearch at {self._client.url} says {error.status}: {error.reason}") from error


def _chunks(changes: Iterable[Change], most: int) -> Iterator[tuple[list[Change], bytes]]:
    """The changes in order, as requests of `most` bytes; a larger one alone. One request is in memory at a time."""
    chunk: list[Change] = []
    parts: list[bytes] = []
    size = 0
    for change in changes:
        lines = bulk_lines(change)
        if chunk and size + len(lines) > most:
            yield chunk, b"".join(parts)
            chunk, parts, size = [], [], 0
        chunk.append(change)
        parts.append(lines)
        size += len(lines)
    if chunk:
        yield chunk, b"".join(parts)


def _change(article_id: str, found: dict[str, Any]) -> Change:
    stored = found["_source"].get("stored")
    return Change(
        article_id, held(found["_version"]).version, decode(stored.encode(), EnrichedArticle) if stored else None
    )


def _body(chunk: Iterable[Change]) -> bytes:
    return b"".join(map(bulk_lines, chunk))


def _described(meta: Any) -> str:
    if not isinstance(meta, dict):
        return "no index of Rasd's"
    return f"index format {meta.get('format')} (analysis {meta.get('analysis')})"

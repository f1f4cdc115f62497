"""The embedded index rebuilt: the next generation beside the one in use, then the swap."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from pipeline.contracts import BadConfiguration, RasdError
from search.generations import Generations
from search.index import Rebuild
from search.settings import IndexSettings
from search.tantivy_index import TantivyIndex, start

_AT_ONCE = 5000


@contextmanager
def rebuild(settings: IndexSettings) -> Iterator[Rebuild]:
    """See `search.index.rebuild_index`."""
    generations = Generations(settings.path)
    try:
        with generations.making():
            try:
                yield _TantivyRebuild(settings, generations)
            finally:
                generations.sweep()
    except OSError as error:
        raise BadConfiguration(f"index.path: {error}") from error


class _TantivyRebuild:
    """See `search.index.Rebuild`."""

    def __init__(self, settings: IndexSettings, generations: Generations) -> None:
        self._generations = generations
        self._generation = start(generations)
        self.index = TantivyIndex(settings, self._generation)
        self._old = _readable(settings, generations)
        if self._old:
            withdrawn = self._old.withdrawn()
            while some := list(islice(withdrawn, _AT_ONCE)):
                self.index.write(some)

    def missing(self) -> int:
        """See `search.index.Rebuild.missing`."""
        return max(0, self._old.known() - self.index.known()) if self._old else 0

    @contextmanager
    def take_over(self) -> Iterator[None]:
        """See `search.index.Rebuild.take_over`."""
        with self._generations.alone():
            yield
            self.index.close()
            self._generations.use(self._generation)


def _readable(settings: IndexSettings, generations: Generations) -> TantivyIndex | None:
    """The index in use, though it may be of another format or other word lists; None when there is nothing to read."""
    try:
        if generations.current is None:
            return None
        index = TantivyIndex(settings, generations.current, any_mark=True)
        index.known()
        return index
    except (RasdError, ValueError, OSError):
        return None

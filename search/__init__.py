"""Arabic analysis for search, and the index."""

from search.index import Index, IndexMissing, IndexOutdated, open_index, rebuild_index
from search.query import Hit, Query, Results
from search.settings import IndexSettings
from search.versions import Change, Outcome

__all__ = [
    "Change",
    "Hit",
    "Index",
    "IndexMissing",
    "IndexOutdated",
    "IndexSettings",
    "Outcome",
    "Query",
    "Results",
    "open_index",
    "rebuild_index",
]

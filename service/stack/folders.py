"""Where Rasd keeps what it downloads and what it stores, by the XDG base directory specification, and for whom."""

import os
from pathlib import Path

PRIVATE = 0o077
"""The umask of whatever stores articles: embargoed ones are nobody else's on this machine."""


def cache_folder() -> Path:
    """What can be fetched again: `$XDG_CACHE_HOME/rasd`, else `~/.cache/rasd`."""
    return _folder("XDG_CACHE_HOME", ".cache")


def data_folder() -> Path:
    """What cannot: the local broker's log, the index, log files. `$XDG_DATA_HOME/rasd`, else `~/.local/share/rasd`."""
    return _folder("XDG_DATA_HOME", ".local/share")


def _folder(variable: str, below_home: str) -> Path:
    given = os.environ.get(variable, "")
    # The specification wants relative paths ignored.
    base = Path(given) if given.startswith("/") else Path.home() / below_home
    return base / "rasd"

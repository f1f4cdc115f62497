"""Defaults and language data that a newsroom edits; they travel in the wheel."""

import tomllib
from importlib.resources import files
from typing import Any

from pipeline.contracts.errors import BadConfiguration


def read_toml(name: str) -> dict[str, Any]:
    """The TOML file `name` under configs/, e.g. `"cues.toml"`.

    Raises:
        BadConfiguration: naming the file and the line that cannot be read.
    """
    try:
        return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"configs/{name}: {error}") from error


def read_lines(name: str) -> list[str]:
    """The lines of a word list under configs/, without blank lines and `#` comments."""
    try:
        text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"configs/{name}: {error}") from error
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]

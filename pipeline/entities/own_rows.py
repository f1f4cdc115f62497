"""Reading a newsroom's own lists: the *.tsv files of a folder to rows, and what is wrong with them, kept together.

What the rows mean is own_lists.py's business.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.contracts.errors import BadConfiguration

COLUMNS = ("name", "type", "aliases", "id", "note")
_NEEDED = ("name", "type")
_MOST_ROWS = 100_000
_SHOWN = 5  # problems told in full


class BadRow(Exception):
    """One row cannot be used; says why and what to do, without the place."""


@dataclass(slots=True)
class Problems:
    """What is wrong with the lists: the first few in words, and how many there are."""

    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, why: object) -> None:
        """One more."""
        self.count += 1
        if len(self.told) < _SHOWN:
            self.told.append(f"{where}: {why}")

    def check(self) -> None:
        """One line with all of it.

        Raises:
            BadConfiguration: there are any.
        """
        if self.count:
            more = [f"and {self.count - len(self.told)} more"] if self.count > len(self.told) else []
            raise BadConfiguration(" | ".join([*self.told, *more]))


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of a list.

    Attributes:
        where: its file and line, from 1.
        cells: by column; empty where there is nothing.
    """

    where: str
    cells: dict[str, str]


def read_rows(folder: Path, problems: Problems) -> Iterator[OwnRow]:
    """The rows of all files, in order of their names, without comments and blank lines.

    Raises:
        BadConfiguration: there is no such folder or no list in it, or there are too many rows.
    """
    count = 0
    for path in _files(folder):
        for row in _rows_of(path, problems):
            count += 1
            if count > _MOST_ROWS:
                raise BadConfiguration(f"{row.where}: more than {_MOST_ROWS:,} rows in {folder}: take some out")
            yield row


def _files(folder: Path) -> list[Path]:
    """The lists; not what begins with a dot or ~, which editors leave beside an open file."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".tsv" and path.name[0] not in ".~")
    except OSError as error:
        raise BadConfiguration(
            f"entities.lists: {folder}: {error.strerror}; name a folder that holds *.tsv files"
        ) from error
    if not files:
        raise BadConfiguration(f"entities.lists: no *.tsv in {folder}; put a list there, or unset the setting")
    return files


def _rows_of(path: Path, problems: Problems) -> Iterator[OwnRow]:
    columns: Sequence[str] = ()
    try:
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                where = f"{path}:{number}"
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if not line.strip() or line.startswith("#"):
                    continue
                cells = [cell.strip() for cell in line.split("\t")]
                try:
                    if columns:
                        yield OwnRow(where, _by_column(columns, cells))
                    else:
                        columns = _header(cells)
                except BadRow as bad:
                    problems.add(where, bad)
                    if not columns:
                        return
    except UnicodeDecodeError:
        problems.add(where, "not UTF-8; save the file as text in UTF-8")
    except OSError as error:
        problems.add(str(path), f"{error.strerror}; make it readable, or take it out of the folder")


def _header(cells: Sequence[str]) -> Sequence[str]:
    names = [cell.casefold() for cell in cells if cell]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not set(_NEEDED) <= set(names) or len(set(names)) < len(names) or len(names) < len(cells):
        raise BadRow(
            f"the first row must name the columns, with tabs between: {', '.join(COLUMNS)}; only two are needed"
        )
    return names


def _by_column(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if any(cells[len(columns) :]):
        raise BadRow(
            f"{len(cells)} columns, and the first row names {len(columns)}; separate aliases by ; and not by tabs"
        )
    return dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))

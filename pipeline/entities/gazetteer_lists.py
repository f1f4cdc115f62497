"""Reading configs/names/*.tsv: lines to checked rows. What the rows mean is gazetteer.py's business."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

from pipeline.contracts.errors import BadConfiguration

MAYBE = "?"
"""After a form: also an ordinary word, so believed only where the text supports it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list.

    Attributes:
        file: its path under configs/.
        line: its number, from 1.
        cells: its columns, as many as asked for; missing ones at the end are empty.
    """

    file: str
    line: int
    cells: tuple[str, ...]

    def reject(self, why: str) -> BadConfiguration:
        """The error that names this line."""
        return BadConfiguration(f"configs/{self.file}:{self.line}: {why}")

    def one_of(self, column: int, allowed: Collection[str], what: str) -> str:
        """The cell, which must be one of `allowed`."""
        if self.cells[column] not in allowed:
            raise self.reject(f"{what} is {self.cells[column]!r}, must be one of {', '.join(sorted(allowed))}")
        return self.cells[column]

    def country(self, column: int) -> str:
        """The cell as an ISO 3166 alpha-2 code; empty for `-`."""
        code = self.cells[column]
        if code == "-":
            return ""
        if not (len(code) == 2 and code.isascii() and code.isupper()):
            raise self.reject(f"{code!r} is not an ISO 3166 alpha-2 code such as EG, nor -")
        return code


def read_rows(name: str, columns: int) -> Iterator[Row]:
    """The lines of configs/names/`name`, without comments and blank lines.

    Raises:
        BadConfiguration: the file cannot be read, a first cell is empty, or there are too many columns.
    """
    path = f"names/{name}"
    try:
        text = files("configs").joinpath(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"configs/{path}: {error}") from error
    return rows_of(path, text, columns)


def rows_of(path: str, text: str, columns: int) -> Iterator[Row]:
    """The rows in the text of a list."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        row = Row(path, number, cells + ("",) * (columns - len(cells)))
        if len(cells) > columns:
            raise row.reject(f"{len(cells)} columns, at most {columns} are needed; separate aliases by ;")
        if not cells[0].rstrip(MAYBE):
            raise row.reject("the first column is empty")
        yield row


def forms_of(cell: str) -> Iterator[tuple[str, bool]]:
    """`(form, certain)` for each form in a cell: `قطر?;دولة قطر` -> (قطر, False), (دولة قطر, True)."""
    for part in cell.split(";"):
        form = part.strip()
        if form.rstrip(MAYBE).strip():
            yield form.rstrip(MAYBE).strip(), not form.endswith(MAYBE)

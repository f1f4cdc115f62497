"""The word forms of Arabic news, with how often each is read and a vector of what stands around it."""

import lzma
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

DIGITS = str.maketrans("123456789", "000000000")
KNOWN = 4
"""The frequency class of a form that news knows well: read eight times or more."""

_LEAST_STEM = 3  # letters


class Forms:
    """Folded word forms in rows, rarest first; digits are all 0.

    Args:
        classes: the forms of each frequency class: class n holds those read 2**(n-1) times or more, and less than
            2**n, in 10 million words of news.
    """

    def __init__(self, classes: list[list[str]]) -> None:
        self._rows = {form: row for row, form in enumerate(form for forms in classes for form in forms)}
        self._ends = np.cumsum([len(forms) for forms in classes]).tolist()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def row(self, form: str) -> int:
        """The row of a folded form, -1 for one that news does not know."""
        return self._rows.get(form.translate(DIGITS), -1)

    def frequency(self, form: str) -> int:
        """The frequency class of a folded form, 0 for one that news does not know."""
        row = self.row(form)
        return bisect_right(self._ends, row) + 1 if row >= 0 else 0


@cache
def forms() -> Forms:
    """The table in models/forms.txt.xz: one line a frequency class, forms apart by blanks."""
    packed = files("pipeline.entities").joinpath("models/forms.txt.xz").read_bytes()
    return Forms([line.split() for line in lzma.decompress(packed).decode("utf-8").split("\n")])


def is_imperfect(word: str) -> bool:
    """Whether a folded word is an imperfect that news knows of both genders: يزور, for it knows تزور too."""
    known, stem = forms().frequency, word[1:]
    return len(stem) >= _LEAST_STEM and word[0] in "يت" and min(known(f"ي{stem}"), known(f"ت{stem}")) >= KNOWN


def is_perfect(word: str) -> bool:
    """Whether a folded word in ت is a perfect that news knows of both genders: أصدرت, for it knows أصدر too."""
    known = forms().frequency
    return word.endswith("ت") and len(word) > _LEAST_STEM and min(known(word), known(word[:-1])) >= KNOWN


@cache
def vectors() -> NDArray[np.int8]:
    """int8 (forms, dimensions), in the order of the rows of `forms()`; one unit is UNIT."""
    with as_file(files("pipeline.entities").joinpath("models/vectors.npy")) as path:
        loaded: NDArray[np.int8] = np.load(path)
    return loaded


UNIT = 1 / 32
"""What one step of a stored vector is worth to the network."""

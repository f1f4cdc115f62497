"""A writer in a process of its own: `index_writer.py FOLDER loop|once|hold|small-files`.

Writes batch after batch of three articles and a withdrawal, and prints the number of each batch once it
is in the index.
"""

import resource
import sys
from pathlib import Path

from pipeline.contracts import Unavailable
from search import Index
from tests.search.index_articles import article, change, index_in, withdrawal


def main(folder: Path, manner: str) -> None:
    index = index_in(folder)
    first = (index.version_of("counter") or 0) + 1
    if manner == "small-files":
        return write_into_small_files(index)
    for number in range(first, first + (1 if manner != "loop" else 100_000)):
        index.write([
            change(article("counter", number, text=f"الدفعة رقم {number}")),
            change(article(f"a{number}", text=f"خبر من الدفعة {number}")),
            withdrawal(f"a{number - 1}", 2),
        ])  # fmt: skip
        tell(number)
    if manner == "hold":
        sys.stdin.read()


def tell(*what: object) -> None:
    sys.stdout.write(" ".join(map(str, what)) + "\n")
    sys.stdout.flush()


def write_into_small_files(index: Index) -> None:
    """The same batch with a limit on the size of files, then without."""
    batch = [change(article("big", text=" ".join(f"كلمة{number}" for number in range(5000))))]
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        index.write(batch)
    except Unavailable as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        tell(f"Unavailable: {error}")
        tell(index.get("big"), *index.write(batch))


main(Path(sys.argv[1]), sys.argv[2])

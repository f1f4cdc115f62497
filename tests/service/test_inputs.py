"""Articles from files: every kind of file, and every way it can be wrong, in one line with its place."""

import gzip
import io
import json
import lzma
import random
import sys
import tracemalloc
import zlib
from functools import partial
from pathlib import Path

import pytest

from pipeline.contracts.raw import Limits
from service.inputs import Input, Refused, articles

TEXT = "قال الوزير إن الاتفاق قريب."


def read(*paths, limits=None):
    return list(articles([str(path) for path in paths], limits or Limits()))


def write(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def line(**fields):
    return json.dumps({"text": TEXT} | fields, ensure_ascii=False)


def test_a_text_file_is_one_article(tmp_path):
    (found,) = read(write(tmp_path / "a.txt", TEXT))
    assert isinstance(found, Input)
    assert found.article.text == TEXT
    assert found.content_type == "text/plain"


def test_text_that_looks_like_json_is_still_text(tmp_path):
    (found,) = read(write(tmp_path / "a.txt", '{"text": 1}'))
    assert found.article.text == '{"text": 1}'


def test_a_json_file_is_one_article_and_its_bytes_stay_untouched(tmp_path):
    content = line(id="a-1", mood="جيد")
    (found,) = read(write(tmp_path / "a.json", content))
    assert (found.article.id, found.article.extra) == ("a-1", {"mood": "جيد"})
    assert found.value == content.encode()


def test_the_record_time_is_the_version_of_an_article_without_one(tmp_path):
    (found,) = read(write(tmp_path / "a.txt", TEXT))
    assert found.article.version == found.time_ms
    (given,) = read(write(tmp_path / "a.json", line(version=3)))
    assert given.article.version == 3


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_lines_of_json_are_articles_one_each(tmp_path, suffix, pack):
    content = f"{line(id='1')}\n\n{line(id='2')}\r\n{line(id='3')}".encode()
    found = read(write(tmp_path / f"a.jsonl{suffix}", pack(content)))
    assert [entry.article.id for entry in found] == ["1", "2", "3"]


def test_a_bad_line_is_told_with_its_number_and_its_neighbours_go_on(tmp_path):
    path = write(tmp_path / "a.jsonl", f"{line(id='1')}\n{{broken\n{line(id='3')}\n")
    first, bad, third = read(path)
    assert (first.article.id, third.article.id) == ("1", "3")
    assert str(bad).startswith(f"{path}:2: not valid JSON")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "", "the value is empty"),
        ("a.txt", " \n\t", "the value is empty"),
        ("a.txt", TEXT.encode("utf-16"), "not valid UTF-8"),
        ("a.txt", TEXT.encode("cp1256"), "not valid UTF-8 (byte 0)"),
        ("a.txt", "نص\x00آخر", "a NUL character"),
        ("a.json", "[1, 2]", "a JSON list where an object is needed"),
        ("a.json", '{"id": "x"}', "the article has no text"),
        ("a.json", '{"text": " "}', "the article's text is empty"),
        ("a.json", '{"text": 5}', "text is a int"),
        ("a.json", '{"text": "a", "text": "b"}', "a field is given twice (text)"),
        ("a.json", '{"text": "\\ud800"}', "a lone surrogate escape"),
        ("a.json", '{"text": "a", "version": "two"}', "(version)"),
        ("a.json", '{"text": "a"', "not valid JSON"),
        ("a.json", '{"text": ' + "[" * 50 + "]" * 50 + "}", "nested more than 20 levels"),
        ("a.jsonl.gz", b"not gzip", "Not a gzipped file"),
        ("a.jsonl.gz", gzip.compress(b"x" * 5000)[:-9], "broken archive"),
        ("a.jsonl.gz", gzip.compress(b"")[:10] + b"\xff" * 20, "broken archive"),
        ("a.jsonl.xz", b"not xz", "broken archive"),
        (
            "a.jsonl.xz",
            lzma.compress(random.Random(1).randbytes(5000).hex().encode())[:-300],
            "broken archive: it ends in the middle",
        ),
        ("a.jsonl.xz", b"", "broken archive: it ends in the middle"),
        ("a.docx", "x", "unknown kind of file; known are .txt"),
        ("a.toml", "[[article]", "not a manifest of articles"),
        ("a.toml", "title = 'x'", "not a manifest of articles: it has no [[article]]"),
        ("a.toml", "file = 'gone.txt'\n[[article]]\nid = 'x'", "cannot read"),
        ("a.toml", "article = [1]", "not a manifest of articles: it has no [[article]]"),
        ("a.toml", "file = 'a.toml'\n[[article]]\nid = 'x'\nstart = 'y'", "start and end of x are not numbers"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path, name, content, told):
    path = write(tmp_path / name, content)
    (refused,) = read(path)
    assert isinstance(refused, Refused)
    assert told in str(refused)
    assert str(path) in str(refused)
    assert "\n" not in str(refused)


def test_what_exceeds_a_limit_is_refused_with_the_limit(tmp_path):
    path = write(tmp_path / "a.txt", TEXT * 10)
    (long,) = read(path, limits=Limits(max_chars=20))
    assert "270 code points, the limit is 20" in str(long)
    (large,) = read(path, limits=Limits(max_bytes=100))
    assert "more than 100 bytes, the limit for one article" in str(large)


@pytest.fixture
def little_memory():
    """What is done meanwhile takes less than 10 MB."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl"])
def test_a_file_of_5_gb_is_refused_before_it_fills_the_memory(tmp_path, little_memory, name):
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(5_000_000_000)
    refused = read(path)
    assert all(isinstance(entry, Refused) for entry in refused)
    assert "more than 1,000,000 bytes, the limit for one article" in str(refused[0])


def test_an_endless_standard_input_is_refused(monkeypatch, little_memory):
    with Path("/dev/zero").open() as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        refused = read("-")
    assert "standard input:1: more than 1,000,000 bytes" in str(refused[0])
    assert "no article in" in str(refused[1])


def test_a_long_line_does_not_cost_its_neighbours(tmp_path):
    path = write(tmp_path / "a.jsonl", f"{line(id='1')}\n{'x' * 5000}\r\n\n{line(id='4')}")
    first, long, fourth = read(path, limits=Limits(max_bytes=200))
    assert str(long).startswith(f"{path}:2: more than 200 bytes, the limit for one article; ")
    assert (first.article.id, fourth.article.id, fourth.place) == ("1", "4", f"{path}:4")


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_line_of_just_the_limit_is_taken(tmp_path, end):
    content = line(id="1")
    path = write(tmp_path / "a.jsonl", content + end)
    (found,) = read(path, limits=Limits(max_bytes=len(content.encode())))
    assert found.article.id == "1"
    (refused,) = read(path, limits=Limits(max_bytes=len(content.encode()) - 1))
    assert isinstance(refused, Refused)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", partial(lzma.compress, preset=1))])
@pytest.mark.parametrize("filling", [b"\0", b"\n"])
def test_a_decompression_bomb_is_given_up(tmp_path, suffix, pack, filling):
    path = write(tmp_path / f"a.jsonl{suffix}", pack(line(id="1").encode() + b"\n" + filling * 30_000_000))
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    first, *refused = read(path, limits=Limits(max_bytes=10_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first.article.id == "1"
    assert "no article in 1,0" in str(refused[-1])  # of 30 MB one was unpacked
    assert "the rest of the file is not read" in str(refused[-1])
    assert most < 5_000_000


def test_an_archive_that_wants_4_gb_of_memory_is_refused(tmp_path):
    packed = bytearray(lzma.compress(line(id="1").encode()))
    size = (packed[12] + 1) * 4  # of the first block's header, behind the stream's
    assert packed[14:16] == b"\x21\x01"  # LZMA2, whose one property is the size of the dictionary
    packed[16] = 40
    packed[12 + size - 4 : 12 + size] = zlib.crc32(packed[12 : 12 + size - 4]).to_bytes(4, "little")
    (refused,) = read(write(tmp_path / "a.jsonl.xz", bytes(packed)))
    assert "broken archive: Memory usage limit exceeded" in str(refused)


def test_archives_that_were_put_together_are_read_to_the_end(tmp_path):
    one, two = (lzma.compress(f"{line(id=number)}\n".encode()) for number in "12")
    path = write(tmp_path / "a.jsonl.xz", one + b"\0" * 8 + two + b"\0" * 4)
    assert [entry.article.id for entry in read(path)] == ["1", "2"]


@pytest.mark.parametrize("depth", [100, 5_000, 200_000])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_that_is_nested_deeply_is_refused(tmp_path, monkeypatch, depth, name):
    content = '{"text": ' + "[" * depth + "]" * depth + "}"
    (refused,) = read(write(tmp_path / name, content))
    assert "nested more than 20 levels" in str(refused)
    stdin(monkeypatch, content)
    (refused,) = read("-")
    assert isinstance(refused, Refused)


def test_a_missing_file_and_an_unreadable_one_are_told(tmp_path):
    missing, nowhere, good = read(tmp_path / "gone.txt", tmp_path / "gone", write(tmp_path / "a.txt", TEXT))
    assert str(missing) == f"{tmp_path}/gone.txt: No such file or directory"
    assert str(nowhere) == f"{tmp_path}/gone: No such file or directory"
    assert isinstance(good, Input)


def test_a_folder_gives_its_files_in_order_and_leaves_out_what_is_not_an_article(tmp_path):
    (tmp_path / "day").mkdir()
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "a.json", line(id="a"))
    write(tmp_path / "day" / "c.jsonl", line(id="c"))
    write(tmp_path / "picture.jpg", b"\xff\xd8")
    write(tmp_path / "manifest.toml", "[[article]]")
    assert [entry.place.removeprefix(f"{tmp_path}/") for entry in read(tmp_path)] == [
        "a.json",
        "b.txt",
        "day/c.jsonl:1",
    ]


def test_a_folder_without_articles_is_told(tmp_path):
    (refused,) = read(tmp_path)
    assert "no articles in this folder" in str(refused)


def stdin(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (f"{line(id='1')}\n{line(id='2')}\n", 2),  # JSON lines
        (json.dumps({"id": "1", "text": TEXT}, indent=2), 1),  # one object over several lines
        (f"\n{TEXT}\n\n{TEXT}", 1),  # plain text
    ],
)
def test_standard_input_is_json_lines_or_one_article(monkeypatch, content, count):
    stdin(monkeypatch, content)
    found = read("-")
    assert len(found) == count
    assert all(TEXT in entry.article.text for entry in found)


def test_empty_standard_input_is_refused(monkeypatch):
    stdin(monkeypatch, "")
    (refused,) = read("-")
    assert str(refused) == "standard input: the value is empty; send text, or a null value to withdraw the article"


MANIFEST = """
file = "document.txt"
[[article]]
id = "one"
source = "مصدر"
start = 0
end = {end}
sha256 = "{sha256}"
"""


def test_a_manifest_cuts_articles_from_its_document_by_code_points(tmp_path):
    import hashlib

    write(tmp_path / "document.txt", f"{TEXT}\r\n\r\nمقال آخر")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (found,) = read(write(tmp_path / "manifest.toml", MANIFEST.format(end=len(TEXT), sha256=digest)))
    assert (found.article.id, found.article.source, found.article.text) == ("one", "مصدر", TEXT)
    assert found.article.extra == {}


def test_a_manifest_of_another_document_is_refused(tmp_path):
    write(tmp_path / "document.txt", TEXT)
    (refused,) = read(write(tmp_path / "manifest.toml", MANIFEST.format(end=9, sha256="0" * 64)))
    assert "is not the document of this manifest" in str(refused)


def test_the_seeds_are_two_articles_and_nothing_is_refused():
    found = read("seeds/manifest.toml")
    assert [entry.article.id for entry in found] == ["alhurra-2024-06-19-putin", "alhurra-2024-07-21-biden"]

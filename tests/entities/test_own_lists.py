"""A newsroom's own lists: how they are read, and what an editor is told of a row that cannot be used."""

import time

import pytest

from pipeline.contracts.errors import BadConfiguration
from pipeline.entities import own_rows
from pipeline.entities.gazetteer import Entry
from pipeline.entities.own_lists import OWN, OwnLists, own_lists

HEAD = "name\ttype\taliases\tid\tnote"


@pytest.fixture
def read(tmp_path):
    def reading(*rows: str, head: str = HEAD) -> OwnLists:
        (tmp_path / "names.tsv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        own_lists.cache_clear()
        return own_lists(tmp_path)

    return reading


@pytest.fixture
def complaint(read):
    def told(*rows: str, head: str = HEAD) -> str:
        with pytest.raises(BadConfiguration) as caught:
            read(*rows, head=head)
        assert caught.value.exit_code == 78
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return told


def entry(name: str, type_: str, **links: str) -> Entry:
    return Entry(name, type_, OWN, links=tuple(links.items()))


def test_a_row_is_a_name_with_its_aliases_and_identifiers(read) -> None:
    own = read("قناة البيلسان\tORG\tالبيلسان؛ BTV ;\twikidata:Q1;https://b.example/4;\tasked for by the desk")
    station = entry("قناة البيلسان", "ORG", wikidata="Q1", own="https://b.example/4")
    assert own.forms == dict.fromkeys(("قناه البيلسان", "البيلسان", "btv"), station)


def test_columns_stand_in_any_order_and_only_two_are_needed(read) -> None:
    assert read("PER\tزمهر القندول", head="# ours\n\nType\tName").forms == {
        "زمهر القندول": entry("زمهر القندول", "PER")
    }


def test_files_of_a_spreadsheet_are_read(tmp_path) -> None:
    (tmp_path / "a.tsv").write_bytes(f"\ufeff{HEAD}\r\nنورلاب\torg\t\t\t\r\n\r\n".encode())
    (tmp_path / "b.tsv").write_text(f"{HEAD}\nالبيلسان\tORG\n", encoding="utf-8")
    (tmp_path / "~$a.tsv").write_bytes(b"\xff")  # what an editor leaves beside an open file
    (tmp_path / ".a.tsv").write_bytes(b"\xff")
    (tmp_path / "notes.txt").write_bytes(b"\xff")
    assert {one.name for one in own_lists(tmp_path).forms.values()} == {"نورلاب", "البيلسان"}


def test_a_name_that_comes_twice_with_one_type_is_one(read) -> None:
    own = read("حزب البيلسان\tORG\tالبيلسان\tdesk:1", "حزب البيلسان\tORG\tالبيلسانيون\tparl:9")
    assert set(own.forms.values()) == {entry("حزب البيلسان", "ORG", desk="1", parl="9")}


def test_a_list_with_nothing_but_its_head_is_no_mistake(read) -> None:
    assert read().forms == {}


def test_an_own_name_takes_the_place_of_the_shipped_one_with_its_identifiers(read) -> None:
    own = read("أمريكا\tLOC\t\tdesk:7")
    assert own.instead == {("الولايات المتحدة", "LOC"): entry("أمريكا", "LOC", iso3166="US", desk="7")}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("زمهر القندول\tPERSON", "the type is 'PERSON'; it must be one of PER, LOC, ORG, MISC, never"),
        ("زمهر القندول", "the type is ''; it must be one of"),
        ("\tPER\tالقندول", "there is no name; fill in the column name, or delete the row"),
        ("?\tPER", "there is no name"),
        ("زمهر;القندول\tPER", "several names; only one stands in the column name"),
        ("2024\tMISC", "'2024' has no letter; write a name"),
        ("نورلاب\tORG\t—", "'—' has no letter"),
        ("«نورلاب»\tORG", "has a quotation mark; leave it out"),
        ("كلمة " * 13 + "\tMISC", "has more than 12 words; shorten it"),
        ("نورلاب\tORG\tأ\t1\tnote\tأكثر", "6 columns, and the first row names 5; separate aliases by ;"),
        ("نورلاب\tORG\t\tdesk:1;desk:2", "'نورلاب' has the desk 1 already; one of them is wrong"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_file_and_line(complaint, tmp_path, row, told) -> None:
    said = complaint("بيروت\tLOC", row)
    assert said.startswith(f"{tmp_path}/names.tsv:3: ")
    assert told in said


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("الأمل\tORG", "الامل\tPER", "'الامل' is PER here and ORG in {}:2; delete one of the two rows"),
        ("الأمل\tORG", "الأمل\tnever", "'الأمل' is never here and ORG in {}:2"),
        ("سامر\tPER\tأبو ليلى", "زمهر\tPER\tابو ليلي", "belongs to 'سامر' in {}:2 too; leave it to one of the two"),
        ("سامر\tPER\tأبو ليلى", "أبوليلى\tPER", "'أبوليلى' belongs to 'سامر' in {}:2 too"),
        ("سامر\tPER", "زمهر\tPER\tسامر", "'سامر' belongs to 'سامر' in {}:2 too"),
    ],
)
def test_two_rows_that_contradict_each_other_are_told_with_both_lines(complaint, tmp_path, first, second, told) -> None:
    said = complaint(first, second)
    assert said.startswith(f"{tmp_path}/names.tsv:3: ")
    assert told.format(tmp_path / "names.tsv") in said


def test_all_bad_rows_are_told_up_to_a_few(complaint) -> None:
    said = complaint(*["نورلاب\tشركة"] * 3)
    assert [f"names.tsv:{line}:" in said for line in (2, 3, 4)] == [True] * 3
    many = complaint(*["نورلاب\tشركة"] * 9)
    assert "names.tsv:6:" in many and "names.tsv:7:" not in many and many.endswith("| and 4 more")


@pytest.mark.parametrize("head", ["name,type", "نورلاب\tORG", "name\taliases", "name\ttype\tname", "name\ttype\talias"])
def test_a_list_without_its_head_is_told_once(complaint, tmp_path, head) -> None:
    said = complaint("نورلاب\tORG", head=head)
    assert said.startswith(f"{tmp_path}/names.tsv:1: the first row must name the columns")
    assert "|" not in said


@pytest.mark.parametrize("coding", ["cp1256", "utf-16"])
def test_another_coding_is_told_with_its_line(tmp_path, coding) -> None:
    (tmp_path / "names.tsv").write_bytes(f"{HEAD}\nنورلاب\tORG\n".encode(coding))
    with pytest.raises(BadConfiguration, match=r"names\.tsv:[12]: not UTF-8; save the file as text in UTF-8"):
        own_lists(tmp_path)


def test_a_folder_that_is_missing_or_holds_no_list_is_told(tmp_path) -> None:
    with pytest.raises(BadConfiguration, match=r"entities\.lists: .*gone: No such file .*; name a folder"):
        own_lists(tmp_path / "gone")
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfiguration, match="Not a directory; name a folder"):
        own_lists(tmp_path / "file")
    with pytest.raises(BadConfiguration, match=r"no \*\.tsv in .*; put a list there, or unset the setting"):
        own_lists(tmp_path)


def test_too_many_rows_are_told(complaint, monkeypatch) -> None:
    monkeypatch.setattr(own_rows, "_MOST_ROWS", 2)
    assert "names.tsv:4: more than 2 rows in" in complaint("أمل\tPER", "نورلاب\tORG", "بيروت\tLOC")


def seconds(read, rows: int) -> float:
    letters = "بتجدرسعفقكلمنهي"
    words = [a + b + c + d for a in letters for b in letters for c in letters for d in letters]
    began = time.process_time()
    assert len(read(*(f"{word} {word[::-1]}و\tPER" for word in words[:rows])).forms) == rows
    return time.process_time() - began


def test_many_rows_are_read_fast_and_in_linear_time(read) -> None:
    read("نورلاب\tORG")  # loads the shipped lists
    few, many = seconds(read, 10_000), seconds(read, 50_000)
    assert many < 3  # about 0.7 s of an idle core; the bound is for a crowded one
    assert many < 12 * few

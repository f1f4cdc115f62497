"""What a reader wrote down of an article's names becomes places in its text, and labels of its tokens."""

import json
import re
from pathlib import Path

from pipeline.text import tokenise
from training.annotated_news import PLACES, Marked
from training.mark_names import mark, read_list
from training.standoff import GOLD, with_text, without_text

TEXT = "زار سامي الوردي جامعة الورد، وللجامعة وبالورد صلة. وقال الوردي للسامي: الصحف الوردية تقرأ."


def _marked(forms: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    names, unknown = mark(tokenise(TEXT), forms)
    return [(TEXT[start:end], kind) for start, end, kind in names], unknown


def test_the_longest_form_wins_and_proclitics_stay_outside() -> None:
    names, unknown = _marked([("LOC", "الورد"), ("ORG", "جامعة الورد"), ("PER", "الوردي"), ("PER", "سامي الوردي")])
    assert names == [("سامي الوردي", "PER"), ("جامعة الورد", "ORG"), ("الورد", "LOC"), ("الوردي", "PER")]
    assert unknown == []


def test_the_article_hidden_in_two_lams_is_part_of_the_name() -> None:
    assert _marked([("PER", "السامي")]) == ([("للسامي", "PER")], [])


def test_a_form_that_is_no_name_hides_another_in_it() -> None:
    assert _marked([("LOC", "الوردية"), ("-", "الصحف الوردية")]) == ([], [])


def test_a_form_that_stands_nowhere_is_told() -> None:
    assert _marked([("PER", "ورد")]) == ([], ["ورد"])


def test_a_list_is_read(tmp_path: Path) -> None:
    written = tmp_path / "names.txt"
    written.write_text("@a-1\t20\nPER\tسامي الوردي\n-\tالصحف الوردية\n@a-2\n", encoding="utf-8")
    assert list(read_list(written)) == [
        ("a-1", 20, [("PER", "سامي الوردي"), ("-", "الصحف الوردية")]),
        ("a-2", None, []),
    ]


def test_the_places_that_ship_are_in_order_and_apart() -> None:
    lines = PLACES.read_text(encoding="utf-8").splitlines()
    assert len({line.partition("\t")[0] for line in lines}) == len(lines) > 1_000
    for line in lines:
        marked = Marked.of_line(line)
        assert marked.line() == line
        ends = [0, *(end for _, end, _ in marked.names)]
        assert all(before <= start < end <= marked.end
                   for before, (start, end, _) in zip(ends, marked.names, strict=False)), line  # fmt: skip
        assert {kind for *_, kind in marked.names} <= {"PER", "LOC", "ORG", "MISC"}


def test_annotated_news_comes_back_from_its_places() -> None:
    gold = {
        "id": "a-1",
        "text": TEXT,
        "canonical": {"سامي الوردي": {"variants": ["سامى الوردي", "السيد سامي الوردي"], "type": "PER"}},
        "entities": [{"start": 4, "end": 15, "text": "سامي الوردي", "start_alts": [], "optional": False}],
    }
    kept = without_text({**gold, "headline": "الورد"})
    assert "سامي" not in json.dumps(kept, ensure_ascii=False)
    assert with_text(json.loads(json.dumps(kept)), TEXT) == gold


def test_annotated_news_that_ships_has_no_run_of_letters() -> None:
    for path in sorted(GOLD.glob("*.jsonl")):
        assert not re.search(r"[ء-ي]{2}", path.read_text(encoding="utf-8"))

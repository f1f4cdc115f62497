"""A name that the recogniser doubts is no name, unless something else speaks for it."""

from pipeline.entities.doubt import believed
from pipeline.entities.gazetteer import gazetteer
from pipeline.entities.recogniser import Name

TEXT = "مر ريفي ثم زيد الزورقي ثم الزورقي في كندا"


def kept(*names: tuple[str, float]) -> list[str]:
    marked, last = [], 0
    for word, confidence in names:
        start = TEXT.index(word, last)
        last = start + len(word)
        marked.append(Name(start, last, "PER", confidence))
    return [TEXT[name.start : name.end] for name in believed(TEXT, marked, gazetteer())]


def test_a_doubted_word_is_dropped() -> None:
    assert kept(("ريفي", 0.5)) == []


def test_a_sure_word_stays() -> None:
    assert kept(("ريفي", 0.9)) == ["ريفي"]


def test_a_part_of_a_sure_longer_name_and_a_listed_word_stay() -> None:
    assert kept(("زيد الزورقي", 0.8), ("الزورقي", 0.3), ("كندا", 0.2)) == ["زيد الزورقي", "الزورقي", "كندا"]


def test_doubted_words_do_not_speak_for_each_other() -> None:
    assert kept(("زيد الزورقي", 0.6), ("الزورقي", 0.3)) == []

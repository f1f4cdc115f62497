"""What an editor of configs/cues.toml or configs/quotes.toml is told when something is wrong with it."""

import copy
from typing import Any

import pytest

from configs import read_toml
from pipeline.contracts import BadConfiguration
from pipeline.quotes.lexicon import build_lexicon
from pipeline.quotes.vocabulary import build_vocabulary


@pytest.fixture
def cues() -> dict[str, Any]:
    return copy.deepcopy(read_toml("cues.toml"))


@pytest.fixture
def words() -> dict[str, Any]:
    return dict(read_toml("quotes.toml"))


def test_a_verb_that_is_added_is_known_in_all_its_forms(cues: dict[str, Any], words: dict[str, Any]) -> None:
    cues["cue"].append(
        {"lemma": "أعاد", "root": "عود", "pattern": "IV hollow", "class": "speech", "takes": [""], "marks": "free"}
    )
    built = build_lexicon(cues, build_vocabulary(words))
    assert {"اعادت", "يعيد", "معيدا"} <= set(built.forms)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"class": "shouting"}, "the class 'shouting'"),
        ({"marks": "some"}, "marks = 'some'"),
        ({"pattern": "XI"}, "the pattern 'XI'"),
        ({"root": ""}, "no root"),
        ({"takes": "ب"}, "what it takes"),
        ({"colour": "red"}, "unknown key: colour"),
    ],
)
def test_a_wrong_entry_is_named(
    cues: dict[str, Any], words: dict[str, Any], change: dict[str, Any], complaint: str
) -> None:
    cues["cue"][0].update(change)
    with pytest.raises(BadConfiguration) as caught:
        build_lexicon(cues, build_vocabulary(words))
    assert "configs/cues.toml: cue قال" in str(caught.value)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("table", ["cue", "patterns", "according", "complementizers", "bearers"])
def test_a_missing_table_is_named(cues: dict[str, Any], words: dict[str, Any], table: str) -> None:
    del cues[table]
    with pytest.raises(BadConfiguration, match=rf"cues\.toml: .*\[{table}\]|cues\.toml: .*\[\[{table}\]\]"):
        build_lexicon(cues, build_vocabulary(words))


def test_a_missing_or_wrong_word_list_is_named(words: dict[str, Any]) -> None:
    del words["relative"]
    with pytest.raises(BadConfiguration, match=r"quotes\.toml: relative"):
        build_vocabulary(words)
    words["relative"] = "الذي"
    with pytest.raises(BadConfiguration, match=r"quotes\.toml: relative"):
        build_vocabulary(words)


def test_an_unknown_word_list_is_named(words: dict[str, Any]) -> None:
    with pytest.raises(BadConfiguration, match=r"unknown list: colours"):
        build_vocabulary({**words, "colours": ["أحمر"]})

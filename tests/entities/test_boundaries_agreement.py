"""A name means one thing in one article."""

from pipeline.entities.agreement import agree
from pipeline.entities.boundaries import Labelled, names_of
from pipeline.text import tokenise


def agreed(text: str, labels: dict[str, str], unsure: set[str] = frozenset()) -> list[tuple[str, str]]:
    """Names of `text` in which the words of `labels` have their label, and those of `unsure` are O by a hair."""
    tokens = tokenise(text)
    marks = [labels.get(token.text, "O") for token in tokens]
    outside = [
        0.6 if token.text in unsure else 0.999 if mark == "O" else 0.05
        for token, mark in zip(tokens, marks, strict=True)
    ]
    labelled = Labelled(tokens, marks, [0.95] * len(tokens), outside)
    names = list(names_of(labelled, {token.norm for token in tokens}))
    return [(text[name.start : name.end], name.type) for name in agree(text, [labelled], names)]


FULL = {"جو": "B-PER", "بايدن": "I-PER"}


def test_a_last_name_that_the_network_hesitated_over_is_its_bearer() -> None:
    found = agreed("قال جو بايدن ذلك. وغادر لبايدن", FULL, {"لبايدن"})
    assert found == [("جو بايدن", "PER"), ("بايدن", "PER")]


def test_a_word_that_the_network_is_sure_of_stays_no_name() -> None:
    assert agreed("قال جو بايدن ذلك. وغادر لبايدن", FULL) == [("جو بايدن", "PER")]


def test_a_name_has_the_type_of_its_full_form() -> None:
    found = agreed("قال جو بايدن ذلك. وغادر وبايدن", FULL | {"وبايدن": "B-LOC"})
    assert found == [("جو بايدن", "PER"), ("بايدن", "PER")]


def test_a_title_at_the_end_of_a_name_names_nobody_else() -> None:
    tokens = tokenise("أبو الوزير هنا ثم حضر الوزير")
    labels = ["B-PER", "I-PER", "O", "O", "O", "O"]
    labelled = Labelled(tokens, labels, [0.95] * 6, [0.05, 0.05, 0.999, 0.999, 0.999, 0.6])
    names = list(names_of(labelled, set()))
    assert len(agree("أبو الوزير هنا ثم حضر الوزير", [labelled], names)) == 1


def test_a_place_said_in_full_is_not_read_into_its_first_word() -> None:
    labels = {"كوريا": "B-LOC", "الشمالية": "I-LOC"}
    found = agreed("كوريا الشمالية وكوريا", labels, {"وكوريا"})
    assert found == [("كوريا الشمالية", "LOC")]

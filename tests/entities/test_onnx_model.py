"""entities.backend = "onnx": the real loading code, on a tiny model in the layout of the large ones."""

import json
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import BadConfiguration, SegmentedArticle, Sentence, Span
from pipeline.entities import EntitiesSettings, entities_stage
from pipeline.entities.recogniser import load
from tests.entities.tiny_onnx import LABELS, PIECES, SURE, make


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def names(folder):
    recogniser = load(EntitiesSettings(backend="onnx", model=folder))

    def found(text):
        return [(text[n.start : n.end], n.type) for n in recogniser.recognise(text, [Span(start=0, end=len(text))])]

    return found


def refused(folder):
    with pytest.raises(BadConfiguration) as caught:
        load(EntitiesSettings(backend="onnx", model=folder))
    return str(caught.value)


def test_a_person_and_a_place_with_proclitics_and_marks_outside(names):
    text = "وصل جو بايدن إلى «القاهرة» وروسيا."
    assert names(text) == [("جو بايدن", "PER"), ("القاهرة", "LOC"), ("روسيا", "LOC")]


def test_a_word_has_the_label_of_its_first_piece(names):
    assert names("زار نيويورك.") == [("نيويورك", "LOC")]


def test_an_inside_label_with_nothing_before_it_opens_a_name(names):
    assert names("قالت هاريس.") == [("هاريس", "PER")]


def test_a_label_of_no_type_of_ours_is_no_name(names):
    assert names("وصل أمس.") == []


def test_harakat_tatweel_and_ligatures_are_read_as_the_plain_word(names):
    assert names("قالت الحُكومـــةُ.") == [("الحُكومـــةُ", "ORG")]


def test_a_word_without_pieces_moves_no_label(names):
    assert names("وصل ـــــ \ufffd جو بايدن") == [("جو بايدن", "PER")]


def test_confidence_is_the_probability_of_the_label(folder):
    (name,) = load(EntitiesSettings(backend="onnx", model=folder)).recognise("القاهرة", [Span(start=0, end=7)])
    assert name.confidence == round(exp(SURE) / (exp(SURE) + len(LABELS) - 1), 3)


def test_no_word_of_a_long_sentence_is_lost(tmp_path):
    # 16 positions, two of them for a family's own use and two for the ends: 12 pieces are read at a time.
    recogniser = load(EntitiesSettings(backend="onnx", model=make(tmp_path / "short", positions=16)))
    text = "قال إن القاهرة ثم نيويورك ثم " * 200
    found = [text[name.start : name.end] for name in recogniser.recognise(text, [Span(start=0, end=len(text))])]
    assert found == ["القاهرة", "نيويورك"] * 200


def test_a_word_longer_than_the_model_is_read_as_far_as_it_goes(tmp_path):
    recogniser = load(EntitiesSettings(backend="onnx", model=make(tmp_path / "shorter", positions=12)))
    text = "نيو" + "ب" * 90 + " في القاهرة"
    found = recogniser.recognise(text, [Span(start=0, end=len(text))])
    assert [text[name.start : name.end] for name in found] == ["نيو" + "ب" * 90, "القاهرة"]


def test_sentences_read_together_are_read_as_each_alone(names, folder):
    sentences = ["وصل جو بايدن.", "زار نيويورك ثم القاهرة ثم عاد إلى الحكومة في المساء.", "قالت هاريس."] * 9
    text = " ".join(sentences)
    spans, place = [], 0
    for sentence in sentences:
        spans.append(Span(start=place, end=place + len(sentence)))
        place += len(sentence) + 1
    together = load(EntitiesSettings(backend="onnx", model=folder)).recognise(text, spans)
    assert [(text[n.start : n.end], n.type) for n in together] == [one for each in sentences for one in names(each)]


def test_the_stages_that_follow_are_the_same(folder):
    text = "قال الرئيس جو بايدن إن الحكومة في القاهرة وروسيا. وأضاف بايدن أنه متفائل."
    article = SegmentedArticle(
        id="a", version=1, text=text, language="ar", sentences=[Sentence(start=0, end=len(text), block=0)]
    )
    made = entities_stage(EntitiesSettings(backend="onnx", model=folder))(article)
    people = [[mention.text for mention in one.mentions] for one in made.entities if one.type == "PER"]
    assert people == [["جو بايدن", "بايدن"]]
    assert [one.links for one in made.entities if one.name == "روسيا"] == [{"iso3166": "RU"}]  # from the lists
    assert made.provenance[-1].model == "onnx:tiny"


@given(st.text(st.one_of(st.characters(), st.sampled_from("ابتوفلك نمي\u064e\u0640«».،")), max_size=200))
def test_any_text_gives_ordered_names(folder, text):
    last = 0
    for name in load(EntitiesSettings(backend="onnx", model=folder)).recognise(text, [Span(start=0, end=len(text))]):
        assert last <= name.start < name.end <= len(text)
        assert 0 <= name.confidence <= 1
        last = name.end


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (["O", "B-PER", "I-PER"], "PER"),
        (["O", "B-PERS", "I-PERS"], "PER"),
        (["I-LOC", "O"], "LOC"),
        (["O", "S-GPE", "E-GPE"], "LOC"),
        (["O", "ORGANIZATION"], "ORG"),
        (["O", "b-misc", "i-misc"], "MISC"),
    ],
)
def test_other_names_for_labels_are_understood(tmp_path, theirs, ours):
    label = next(label for label in theirs if label != "O")
    made = make(tmp_path / "model", pieces={"القاهرة": label}, labels=theirs)
    (name,) = load(EntitiesSettings(backend="onnx", model=made)).recognise("القاهرة", [Span(start=0, end=7)])
    assert name.type == ours


def test_a_model_of_other_labels_is_refused_with_their_names(tmp_path):
    told = refused(make(tmp_path / "model", pieces={"أمس": "B-DATE"}, labels=["O", "B-DATE", "LABEL_7"]))
    assert "config.json: no label of this model is known: O, B-DATE, LABEL_7" in told
    assert "PERS" in told


def test_without_labels_it_is_no_model_of_names(tmp_path):
    made = make(tmp_path / "model")
    (made / "config.json").write_text("{}", encoding="utf-8")
    assert "no id2label" in refused(made)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_or_broken_file_is_named(tmp_path, name):
    made = make(tmp_path / "model")
    (made / name).write_text("{", encoding="utf-8")
    assert f"{made / name} " in refused(made)
    (made / name).unlink()
    assert f"has no {name}" in refused(made)


def test_labels_and_scores_of_different_number_are_refused(tmp_path):
    made = make(tmp_path / "model")
    about = json.loads((made / "config.json").read_text(encoding="utf-8"))
    about["id2label"] = {"0": "O", "1": "B-PER"}
    (made / "config.json").write_text(json.dumps(about), encoding="utf-8")
    assert "names 2 labels" in refused(made)


def test_the_model_is_quantised_without_torch(tmp_path):
    """The second half of `rasd models convert`."""
    from service.conversion import quantise

    made = make(tmp_path / "model")
    (made / "model.onnx").rename(made / "whole.onnx")
    quantise(made / "whole.onnx", made / "model.onnx")
    recogniser = load(EntitiesSettings(backend="onnx", model=made))
    for piece in ("جو", "القاهرة", "الحكومة"):
        (name,) = recogniser.recognise(piece, [Span(start=0, end=len(piece))])
        assert name.type == PIECES[piece][2:5]

"""entities.backend = "camelbert": camel-tools' own class on a tiny BERT in the layout it expects."""

import json
import socket
from importlib.util import find_spec

import pytest

from pipeline.contracts import BadConfiguration, Span
from pipeline.entities import EntitiesSettings
from pipeline.entities.camelbert import Camelbert
from pipeline.entities.recogniser import load
from pipeline.entities.transformer import spelled
from pipeline.text import tokenise
from tests.entities.tiny_bert import make

pytestmark = [
    pytest.mark.skipif(
        find_spec("torch") is None or find_spec("transformers") is None,
        reason="needs torch and transformers, gigabytes that CI does without; run by hand, see docs/models/backends.md",
    ),
    pytest.mark.filterwarnings("default"),  # theirs are not ours to mend
]

TEXT = "قال الرئيس جو بايدن في واشنطن إن الاتفاق قريب، وأضاف أنه ـــــ متفائل. " * 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("camel") / "arabert")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a recogniser asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def runs(text):
    tokens = tokenise(text)
    return [tokens[first : first + 9] for first in range(0, len(tokens), 9)]


def test_the_labels_are_those_that_camel_tools_predicts(folder):
    labeller = Camelbert(folder)
    from camel_tools.ner import NERecognizer

    labelled = labeller.label(runs(TEXT))
    words = [[spelled(token.text) for token in run] for run in runs(TEXT)]
    theirs = NERecognizer(str(folder), use_gpu=False).predict([[word for word in run if word] for run in words])
    ours = [
        [label for label, word in zip(one.labels, run, strict=True) if word]
        for one, run in zip(labelled, words, strict=True)
    ]
    assert ours == [[label.replace("PERS", "PER") for label in run] for run in theirs]
    assert len({label for run in ours for label in run}) > 3
    rules = [
        label for one in labelled for label, token in zip(one.labels, one.tokens, strict=True) if "ـ" in token.text
    ]
    assert rules == ["O"] * 5


def test_names_are_found_in_a_text(folder):
    recogniser = load(EntitiesSettings(backend="camelbert", model=folder))
    found = recogniser.recognise(TEXT, [Span(start=0, end=len(TEXT))])
    assert found
    assert all(0 < name.confidence <= 1 and TEXT[name.start : name.end].strip() for name in found)
    assert recogniser.name == "camelbert:arabert"


@pytest.mark.parametrize("text", ["", "漢字" * 400 + " ب", "ب" * 5000, "\u0640\u0640 ب \ufffd"])
def test_odd_texts_are_read(folder, text):
    load(EntitiesSettings(backend="camelbert", model=folder)).recognise(text, [Span(start=0, end=len(text))])


def test_camel_tools_own_model_is_found_where_camel_data_puts_it(tmp_path, monkeypatch):
    make(tmp_path / "data/ner/arabert")
    known = {"default": "arabert", "datasets": {"arabert": {"path": "ner/arabert"}}}
    catalogue = {"version": "1.6.0", "packages": {}, "components": {"NamedEntityRecognition": known}}
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    recogniser = load(EntitiesSettings(backend="camelbert"))
    assert recogniser.name == "camelbert"
    assert recogniser.recognise(TEXT, [Span(start=0, end=len(TEXT))])


def test_without_its_data_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(BadConfiguration, match=f"camel_data -i ner-arabert.*541 MB.*{tmp_path}"):
        Camelbert(None)


def test_a_folder_that_is_no_bert_is_refused(tmp_path):
    def refused():
        with pytest.raises(BadConfiguration) as caught:
            load(EntitiesSettings(backend="camelbert", model=tmp_path))
        return str(caught.value)

    assert "has no config.json" in refused()
    (tmp_path / "config.json").write_text('{"model_type": "xlm-roberta"}', encoding="utf-8")
    assert "reads BERT alone" in refused()
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    assert "cannot be read by camel-tools" in refused()

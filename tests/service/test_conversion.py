"""`rasd models convert`, and that what it writes reads as the model it was made from.

Its second half, the rounding of weights, is tested without torch in tests/entities/test_onnx_model.py.
"""

from importlib.util import find_spec

import pytest

from pipeline.contracts import Span
from pipeline.entities import EntitiesSettings
from pipeline.entities.recogniser import load
from service.cli import main
from tests.entities.tiny_bert import make

pytestmark = [
    pytest.mark.skipif(
        any(find_spec(name) is None for name in ("torch", "transformers", "onnxscript")),
        reason="needs torch, gigabytes that CI does without; run by hand, see docs/models/backends.md",
    ),
    pytest.mark.filterwarnings("default"),  # theirs are not ours to mend
]

TEXT = "قال الرئيس جو بايدن في واشنطن إن الاتفاق قريب، وأضاف أنه متفائل. " * 8
HALF = len(TEXT) // 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("models") / "bert")


def names(backend, model):
    settings = EntitiesSettings(backend=backend, model=model)
    spans = [Span(start=0, end=HALF), Span(start=HALF, end=len(TEXT))]
    return [(name.start, name.end, name.type) for name in load(settings).recognise(TEXT, spans)]


def test_the_converted_model_reads_as_camel_tools_reads_the_original(folder, tmp_path):
    assert main(["models", "convert", "--float32", str(folder), str(tmp_path / "out")]) == 0
    assert names("onnx", tmp_path / "out") == names("camelbert", folder) != []


def test_the_rounded_model_is_smaller_and_reads_much_the_same(folder, tmp_path):
    assert main(["models", "convert", str(folder), str(tmp_path / "out")]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"model.onnx", "tokenizer.json", "config.json"}
    whole, rounded = set(names("camelbert", folder)), set(names("onnx", tmp_path / "out"))
    assert len(whole & rounded) > 0.7 * len(whole)


def test_nothing_is_left_of_a_conversion_that_fails(tmp_path, capsys):
    other = make(tmp_path / "dates", labels=["O", "B-DATE"])
    assert main(["models", "convert", str(other), str(tmp_path / "made/out")]) == 78
    assert "no label of this model is known: O, B-DATE" in capsys.readouterr().err
    assert list((tmp_path / "made/out").iterdir()) == []
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["out"]


def test_a_folder_with_something_in_it_is_left_alone(folder, tmp_path, capsys):
    (tmp_path / "mine").write_text("", encoding="utf-8")
    assert main(["models", "convert", str(folder), str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err


def test_a_folder_without_a_model_is_refused(tmp_path, capsys):
    assert main(["models", "convert", str(tmp_path), str(tmp_path / "out")]) == 78
    assert "has no config.json" in capsys.readouterr().err

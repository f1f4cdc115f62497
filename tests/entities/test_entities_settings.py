"""The settings of the entities stage, as a user gives them."""

import json

import pytest

from pipeline.contracts import BadConfiguration
from pipeline.entities import EntitiesSettings, optional
from pipeline.entities.camelbert import Camelbert
from pipeline.entities.model_network import Network
from pipeline.entities.recogniser import load
from service.cli import main
from service.settings import load as load_settings
from tests.entities.tiny_onnx import make


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setenv("RASD_LOCAL__FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("RASD_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:1")
    path = tmp_path / "my.toml"

    def written(backend, model):
        path.write_text(f'[entities]\nbackend = "{backend}"\nmodel = "{model}"\n', encoding="utf-8")
        return str(path)

    return written


def test_rasds_own_recogniser_is_the_default():
    settings = load_settings(environment={}).settings.entities
    assert settings == EntitiesSettings()
    assert load(settings).name == settings.recogniser == Network().name


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"RASD_ENTITIES__BACKEND": "nonesuch"}, "RASD_ENTITIES__BACKEND: entities.backend: Input should be 'rasd'"),
        ({"RASD_ENTITIES__BACKEND": "onnx"}, "backend onnx needs entities.model"),
        ({"RASD_ENTITIES__MODEL": "/models/arabert"}, "set entities.backend as well"),
    ],
)
def test_what_cannot_be_meant_is_refused(environment, told):
    with pytest.raises(BadConfiguration) as caught:
        load_settings(environment=environment)
    assert told in str(caught.value)


def test_articles_are_enriched_with_the_recogniser_that_is_set(tmp_path, config, capsys):
    article = tmp_path / "a.txt"
    article.write_text("وصل جو بايدن.", encoding="utf-8")
    settings = config("onnx", make(tmp_path / "tiny"))
    assert main(["--config", settings, "enrich", str(article)]) == 0
    made = json.loads(capsys.readouterr().out)
    assert {one["stage"]: one["model"] for one in made["provenance"]}["entities"] == "onnx:tiny"


def test_a_model_that_is_not_there_is_one_line_and_78(tmp_path, config, capsys):
    article = tmp_path / "a.txt"
    article.write_text("وصل جو بايدن.", encoding="utf-8")
    assert main(["--config", config("onnx", tmp_path / "gone"), "enrich", str(article)]) == 78
    assert capsys.readouterr().err == (
        f"rasd: {tmp_path / 'gone'} has no model.onnx; `rasd models convert FOLDER OUT` makes such a folder\n"
    )


@pytest.mark.parametrize(("there", "state"), [(True, "works"), (False, "wrong")])
def test_doctor_tells_whether_it_can_be_loaded(tmp_path, config, capsys, there, state):
    model = tmp_path / "tiny"
    if there:
        make(model)
    main(["--config", config("onnx", model), "doctor", "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["state"] for row in rows if row.get("name") == "recogniser"] == [state]


def test_without_torch_camelbert_says_what_to_install(monkeypatch):
    monkeypatch.setattr(optional, "find_spec", lambda name: None)
    with pytest.raises(BadConfiguration, match=r"needs torch, transformers.*pip install 'rasd\[camelbert\]'"):
        Camelbert(None)


def test_without_torch_a_conversion_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(optional, "find_spec", lambda name: None)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    assert main(["models", "convert", str(tmp_path), str(tmp_path / "out")]) == 78
    assert "pip install 'rasd[convert]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()

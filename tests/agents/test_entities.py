"""The entity agent reads names with the recogniser that is set."""

import pytest

from agents.entities import agent
from agents.settings import AgentSettings, KafkaSettings, WorkerSettings
from pipeline.contracts import BadConfiguration
from pipeline.entities import EntitiesSettings
from tests.entities.tiny_onnx import make


def settings(tmp_path, entities):
    return AgentSettings(kafka=KafkaSettings(), worker=WorkerSettings(data_dir=tmp_path), entities=entities)


def test_a_model_of_ones_own(tmp_path):
    entities = EntitiesSettings(backend="onnx", model=make(tmp_path / "mine"))
    made = agent(settings(tmp_path, entities))
    made.load()
    assert made.stage.model == "onnx:mine"


def test_a_model_that_is_not_there_ends_the_worker_before_it_takes_an_article(tmp_path):
    entities = EntitiesSettings(backend="onnx", model=tmp_path / "gone")
    with pytest.raises(BadConfiguration, match=r"gone has no model\.onnx"):
        agent(settings(tmp_path, entities)).load()

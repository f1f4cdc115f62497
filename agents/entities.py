"""The entity agent: who and what is named."""

from agents.agent import Sink, StageAgent
from agents.settings import AgentSettings
from pipeline.entities import ENTITIES


def agent(settings: AgentSettings) -> StageAgent:  # noqa: ARG001 - every agent is made from the settings
    """`articles.segmented` -> `articles.entities`."""
    return StageAgent(ENTITIES, source="articles.segmented", sinks=[Sink("articles.entities")])

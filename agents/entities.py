"""The entity agent: who and what is named."""

from agents.agent import Sink, StageAgent
from agents.settings import AgentSettings
from pipeline.entities import entities_stage


def agent(settings: AgentSettings) -> StageAgent:
    """`articles.segmented` -> `articles.entities`."""
    return StageAgent(entities_stage(settings.entities), source="articles.segmented", sinks=[Sink("articles.entities")])

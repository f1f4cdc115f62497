"""The reading-time agent."""

from agents.agent import Sink, StageAgent
from agents.settings import AgentSettings
from pipeline.readtime import READTIME


def agent(settings: AgentSettings) -> StageAgent:
    """`articles.enriched` -> `articles.timed`."""
    return StageAgent(READTIME, source="articles.enriched", sinks=[Sink("articles.timed")])

"""The quote agent: who said what. It finishes the article, and publishes its quotes and names beside it."""

from agents.agent import StageAgent
from agents.finished import SINKS, SOURCE
from agents.settings import AgentSettings
from pipeline.quotes import QUOTES


def agent(settings: AgentSettings) -> StageAgent:  # noqa: ARG001 - every agent is made from the settings
    """`articles.entities` -> `articles.enriched`, `quotes`, `mentions`."""
    return StageAgent(QUOTES, source=SOURCE, sinks=SINKS, again=True)

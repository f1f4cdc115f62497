"""The segmenter: articles as they were published become text, blocks and sentences."""

from functools import partial

from agents.agent import Sink, StageAgent
from agents.raw import read_raw
from agents.settings import AgentSettings
from pipeline.segment import SEGMENT


def agent(settings: AgentSettings) -> StageAgent:
    """`articles.raw` -> `articles.segmented`."""
    return StageAgent(
        SEGMENT,
        source="articles.raw",
        sinks=[Sink("articles.segmented")],
        read=partial(read_raw, limits=settings.limits),
    )

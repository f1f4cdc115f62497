"""A stage that does what the text tells it to: the bad articles of the delivery tests."""

import asyncio
import hashlib
import os
import signal
import time
from functools import partial
from pathlib import Path

from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.fetcher import Fetcher

from agents.agent import Sink, StageAgent
from agents.raw import read_raw
from pipeline.contracts import RawArticle, SegmentedArticle
from pipeline.contracts.stage import Stage


def obey(article):
    word, _, argument = article.text.partition(" ")
    if word == "raise":
        raise RuntimeError("secret words of the article")
    if word == "exit":
        raise SystemExit(1)
    if word == "loop":
        while True:
            pass
    if word == "swallow":
        swallow()
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "take":
        time.sleep(float(argument))
    if word == "compute":
        hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)  # in C, which lets other threads go on: ten minutes
    if word == "stall":
        stall()
    if word == "uncommit":
        uncommit(Path(argument))
    text = "و" * int(argument) if word == "grow" else article.text
    return SegmentedArticle(id=article.id, version=article.version, status=article.status, text=text)


def swallow():
    """Goes on after the first alarm."""
    try:
        while True:
            pass
    except:  # noqa: E722
        while True:
            pass


def stall():
    """From now on the consumer's client gets no answer to a fetch, and says nothing of it."""

    async def wait(*_):
        await asyncio.Event().wait()

    Fetcher._proc_fetch_request = wait


def uncommit(once):
    """From now on the consumer's client commits nothing, and says nothing of it; not in the next process."""

    async def nothing(*_):
        pass

    if not once.exists():
        once.touch()
        AIOKafkaConsumer.commit = nothing


def agent(settings):
    stage = Stage(name="segment", reads=RawArticle, makes=SegmentedArticle, run=obey)
    return StageAgent(
        stage,
        source="articles.raw",
        sinks=[Sink("articles.segmented")],
        read=partial(read_raw, limits=settings.limits),
    )

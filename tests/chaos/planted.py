"""`python -m tests.chaos.planted STAGE …` is `rasd worker STAGE …`, with a stage and a producer that obey.

No text makes the real stages loop, fail or die, as far as we know: so the articles that stand for such
a text say in a field of their own what is to happen. And no broker fails on demand as a producer may
see it fail: so the producer looks into a file that says how. Everything else is the real worker.
"""

import asyncio
import dataclasses
import importlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import aiokafka.errors as kafka_errors  # type: ignore[import-untyped]  # aiokafka ships no types

from agents import app
from agents.agent import StageAgent
from agents.record import Outgoing
from pipeline.contracts.stage import Stage
from service.cli import main

REFUSALS_FOLDER = "CHAOS_REFUSALS_FOLDER"
REFUSALS = {"time-out": 0.2, "unknown topic": 0.2, "lost acknowledgement": 0.2, "broken producer": 1.0}
"""How deliveries may fail, and what share of them does."""

_ERRORS = {
    "time-out": kafka_errors.KafkaTimeoutError, "unknown topic": kafka_errors.UnknownTopicOrPartitionError,
    "lost acknowledgement": kafka_errors.RequestTimedOutError, "broken producer": kafka_errors.ProducerFenced,
}  # fmt: skip


def plant(stage: Stage[Any, Any]) -> Stage[Any, Any]:
    """`stage`, but an article with `"obey": "loop"` (or raise, die) `"at"` this stage has its way."""
    run = stage.run

    def obey(message: Any) -> Any:
        if message.extra.get("at") == stage.name:
            _MISDEEDS[message.extra["obey"]]()
        return run(message)

    return dataclasses.replace(stage, run=obey)


def _planted(agent: StageAgent) -> StageAgent:
    return dataclasses.replace(agent, stage=plant(agent.stage))


def _loop() -> None:
    while True:
        pass


def _raise() -> None:
    raise RuntimeError("planted")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_MISDEEDS: dict[str, Callable[[], None]] = {"loop": _loop, "raise": _raise, "die": _die}


class RefusingSender(app._Sender):
    """The worker's own sender, which fails as the stage's file says while there is one."""

    stage: str
    folder: Path
    random = Random()

    async def __call__(self, outgoing: Outgoing) -> Awaitable[object]:
        """As the real one, or the error now, or an error later."""
        refusal = self._refusal()
        if refusal is None or self.random.random() >= REFUSALS[refusal]:
            return await super().__call__(outgoing)
        if refusal == "unknown topic":  # found out before anything is sent
            raise _ERRORS[refusal](outgoing.topic)
        if refusal == "lost acknowledgement":
            await (await super().__call__(outgoing))
            with (self.folder / f"{self.stage}.sent").open("ab") as sent:
                sent.write(b".")
        failed = asyncio.get_running_loop().create_future()
        failed.set_exception(_ERRORS[refusal]())
        return failed

    def _refusal(self) -> str | None:
        try:
            return (self.folder / self.stage).read_text(encoding="utf-8") or None
        except FileNotFoundError:
            return None


def _run(stage: str, *options: str) -> int:
    if stage != "index":
        module: Any = importlib.import_module(f"agents.{stage}")
        real = module.agent
        module.agent = lambda settings: _planted(real(settings))
    RefusingSender.stage, RefusingSender.folder = stage, Path(os.environ[REFUSALS_FOLDER])
    app._Sender = RefusingSender  # type: ignore[misc]
    return main(["worker", stage, *options])


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))

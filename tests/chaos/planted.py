"""`python -m tests.chaos.planted STAGE …` is `rasd worker STAGE …`, with a stage that obeys planted articles.

No text makes the real stages loop, fail or die, as far as we know: so the articles that stand for such
a text say in a field of their own what is to happen. Everything else is the real worker.
"""

import dataclasses
import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from pipeline.contracts.stage import Stage
from service.cli import main


def plant(stage: Stage[Any, Any]) -> Stage[Any, Any]:
    """`stage`, but an article with `"obey": "loop"` (or raise, die) `"at"` this stage has its way."""
    run = stage.run

    def obey(message: Any) -> Any:
        if message.extra.get("at") == stage.name:
            _MISDEEDS[message.extra["obey"]]()
        return run(message)

    return dataclasses.replace(stage, run=obey)


def _loop() -> None:
    while True:
        pass


def _raise() -> None:
    raise RuntimeError("planted")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_MISDEEDS: dict[str, Callable[[], None]] = {"loop": _loop, "raise": _raise, "die": _die}


def _run(stage: str, *options: str) -> int:
    if stage != "index":
        module = importlib.import_module(f"agents.{stage}")
        setattr(module, stage.upper(), plant(getattr(module, stage.upper())))
    return main(["worker", stage, *options])


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))

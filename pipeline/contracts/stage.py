"""A stage: one message in, the same message with more in it out."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pipeline.contracts.article import ArticleHeader, SegmentedArticle
from pipeline.contracts.spans import Provenance
from pipeline.contracts.version import VERSION

In = TypeVar("In", bound=ArticleHeader)
Out = TypeVar("Out", bound=SegmentedArticle)


@dataclass(frozen=True, slots=True)
class Stage(Generic[In, Out]):
    """A pure step of the pipeline. Calling it runs `run` and signs the result in `provenance`.

    Attributes:
        name: one word; names the agent, the consumer group `rasd-<name>` and the provenance entry.
        reads: the model of the message it takes.
        makes: the model of the message it gives.
        run: the work. Never raises on any text, and is linear in its length.
        model: the trained model it uses, if any.
    """

    name: str
    reads: type[In]
    makes: type[Out]
    run: Callable[[In], Out]
    model: str | None = None

    def __call__(self, message: In) -> Out:
        """The message with this stage's part added."""
        began = time.perf_counter()
        made = self.run(message)
        signature = Provenance(
            stage=self.name,
            version=VERSION,
            model=self.model,
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            took_ms=round((time.perf_counter() - began) * 1000, 2),
        )
        return made.model_copy(update={"provenance": [*made.provenance, signature]})

"""What a worker writes to its log: JSON lines, without false alarms, floods and articles' texts."""

import logging
import sys
import time
from collections.abc import Callable

import structlog

# Faust compares two clocks that have nothing to do with each other, and says this of every idle partition.
_FALSE_ALARM = "has not sent fetch request"
_DIFFERENT = 1000  # lines that are remembered; some libraries write offsets into theirs
_AT_MOST_EVERY = 5.0  # seconds, for one and the same line: an outage of the broker makes thousands


class Calm(logging.Filter):
    """Drops a known false alarm, and repetitions within a few seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        # structlog hands on a dict; its `event` is what others have as the template.
        template = str(record.msg["event"] if isinstance(record.msg, dict) else record.msg)
        if _FALSE_ALARM in template:
            return False
        ours = record.name.startswith("agents") and not template.startswith("waiting")
        if ours or record.levelno < logging.WARNING:
            return True
        now = time.monotonic()
        key = (record.name, template[:80])
        if now - self._last.get(key, -_AT_MOST_EVERY) < _AT_MOST_EVERY:
            return False
        if len(self._last) >= _DIFFERENT:
            self._last.clear()
        self._last[key] = now
        return True


def configure(
    stage: str, explain: Callable[[BaseException], object] = lambda _error: None, level: str = "INFO"
) -> None:
    """Send structlog's and everyone else's lines to stderr, one JSON object each, marked with the stage.

    Args:
        stage: the worker's.
        explain: what an error that a library logs means, if that is known: stands in the line as `meaning`.
        level: of what is written.
    """
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")

    def name_stage(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event["stage"] = stage
        return event

    def add_meaning(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        errors = [given for given in event.pop("positional_args") or () if isinstance(given, Exception)]
        meaning = explain(errors[0]) if errors else None
        if meaning:
            event["meaning"] = str(meaning)
        return event

    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, stamp, name_stage,
    ]  # fmt: skip
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Calm())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, add_meaning],
            pass_foreign_args=True,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)

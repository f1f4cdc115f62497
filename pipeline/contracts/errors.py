"""Every error that Rasd raises on purpose.

    RasdError                 says what, where and what to do; carries the exit code of a command
      BadMessage              this input can never be processed: dead letter, or back to the caller
        TimeBudgetExceeded    a stage was interrupted on this article
      BadConfiguration        a setting or a data file under configs/ is wrong (exit 78)
      Unavailable             something outside is away and may come back: wait, do not dead-letter

Anything else that escapes is a defect of Rasd's own.
"""

from typing import ClassVar


class RasdError(Exception):
    """Base of all errors meant for a person: one line that says what, where and what to do."""

    exit_code: ClassVar[int] = 1


class BadMessage(RasdError):
    """An input that will fail however often it is tried.

    Args:
        reason: one short snake_case word, stable, for filters and counters (see docs/topics.md).
        what: the sentence a person reads; never holds the article's text.
        where: the field or position concerned, if known.
        remedy: what the sender can do about it.
    """

    def __init__(self, reason: str, what: str, *, where: str = "", remedy: str = "") -> None:
        self.reason = reason
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(reason, what, where, remedy)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f"; {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}{advice}"


class TimeBudgetExceeded(BadMessage):
    """A stage took longer on one article than its budget allows."""

    def __init__(self, stage: str, seconds: float) -> None:
        super().__init__(
            "timeout",
            f"the {stage} stage was interrupted after {seconds:g} s",
            remedy="raise the stage's time budget, or report the article",
        )


class BadConfiguration(RasdError):
    """A setting or data file that cannot be used as it stands."""

    exit_code = 78


class Unavailable(RasdError):
    """A broker, an index or a port that is not to be had now."""

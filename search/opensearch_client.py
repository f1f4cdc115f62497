"""Asking OpenSearch, and what its refusals mean: come again later, or never with this."""

import logging
import ssl
from typing import Any
from urllib.parse import urlencode

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException, TransportError

from pipeline.contracts import BadConfiguration, Unavailable
from search.settings import IndexSettings

_TOLD = 300  # characters of a reason that are handed on
_OUTSIDE = (401, 403, 407)
_BLOCKED = "cluster_block_exception"
_WAITS = (_BLOCKED, "index_closed_exception", "process_cluster_event_timeout_exception", "circuit_breaking_exception")
# It logs each failure with a trace, and at lower levels whole articles; all of it is raised here anyway.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Refused(Exception):
    """OpenSearch said no, and will say so again.

    Args:
        status: of HTTP.
        reason: what it said.
    """

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(status, reason)


class LoggedOut(Unavailable):
    """The user, the password or the rights are wrong."""


class Client:
    """One cluster. Safe to share between threads; tries nothing twice."""

    def __init__(self, settings: IndexSettings) -> None:
        self.url = settings.url or ""
        password = settings.password.get_secret_value() if settings.password else None
        self._client = OpenSearch(
            self.url,
            http_auth=(settings.user, password) if settings.user else None,
            timeout=settings.timeout_seconds,
            max_retries=0,
            maxsize=4,
            **_security(settings),
        )

    def ask(self, method: str, path: str, body: Any = None, **parameters: str) -> dict[str, Any]:
        """The answer, decoded.

        Raises:
            Unavailable: it is away, overloaded, out of disk, or lets us in no more.
            Refused: with any other status than 2xx.
        """
        # In the address, as the library would take some of them (`timeout`) for its own.
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        try:
            answer = self._client.transport.perform_request(method, address, body=body)
        except TransportError as error:
            raise self._meaning(error) from error
        except OpenSearchException as error:
            raise Unavailable(f"OpenSearch at {self.url} gave no answer that can be read: {_short(error)}") from error
        if not isinstance(answer, dict):
            raise Unavailable(f"what answers at {self.url} is no OpenSearch")
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _meaning(self, error: TransportError) -> Exception:
        status = error.status_code
        if not isinstance(status, int):  # "N/A", "TIMEOUT": no answer at all
            return Unavailable(f"OpenSearch at {self.url} does not answer: {_short(error.error)}")
        reason = _reason(error)
        if later(status, reason):
            if status in _OUTSIDE and not reason.startswith(_BLOCKED):
                return LoggedOut(
                    f"OpenSearch at {self.url} refuses the user ({status}): check index.user, index.password and rights"
                )
            return Unavailable(f"OpenSearch at {self.url} says {status}: {reason}")
        if not isinstance(error.info, dict) and status != 413:  # a proxy's word for: too large
            return Unavailable(f"what answers at {self.url} is no OpenSearch: {status}")
        return Refused(status, reason)


def later(status: int, reason: str) -> bool:
    """Whether what was refused so may succeed at another time.

    Overload (429) and faults (5xx); blocks, as when the disk is full; an index that is not there (404)
    or closed; rights, which are no article's fault. The sentence is not looked at: it may quote an article.
    """
    return status in (404, 408, 429, *_OUTSIDE) or status >= 500 or reason.partition(":")[0] in _WAITS


def _reason(error: TransportError) -> str:
    """Its type and sentence, e.g. `cluster_block_exception: index [rasd-000001] blocked by …`."""
    told = error.info.get("error") if isinstance(error.info, dict) else None
    return reason_of(told) if told else _short(error.error)


def reason_of(error: Any) -> str:
    """The type and the sentence of an `error` object in an answer."""
    if not isinstance(error, dict):
        return _short(error)
    return _short(f"{error.get('type')}: {error.get('reason')}")


def _short(reason: object) -> str:
    # What follows is the value of a field: an article's text has no place in a log.
    told = str(reason).partition("Preview of field's value")[0].strip()
    return told if len(told) <= _TOLD else told[:_TOLD] + "…"


def _security(settings: IndexSettings) -> dict[str, Any]:
    if not (settings.url or "").startswith("https:"):
        return {}
    place = settings.ca_location
    try:
        return {"ssl_context": ssl.create_default_context(cafile=place)}
    except ssl.SSLError as error:
        raise BadConfiguration(f"index.ca_location: there is no certificate in PEM form in {place}") from error
    except OSError as error:
        raise BadConfiguration(f"index.ca_location: cannot read {place}: {error.strerror}") from error

"""Messages to bytes and back: JSON by orjson, UTF-8."""

from typing import TypeVar

import orjson
from pydantic import ValidationError

from pipeline.contracts.errors import BadMessage
from pipeline.contracts.spans import Model

M = TypeVar("M", bound=Model)
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def encode(message: Model) -> bytes:
    """One message as JSON bytes, without line breaks.

    Raises:
        BadMessage: `invalid_field`, when a field holds what JSON cannot (a lone surrogate, an integer beyond
            64 bits, nesting without end). Nothing that `decode` or `raw.read` gave does.
    """
    try:
        return orjson.dumps(message.model_dump(), option=_OPTIONS)
    except (TypeError, ValueError) as error:
        raise BadMessage("invalid_field", f"cannot be written as JSON: {error}") from None


def decode(value: bytes, model: type[M]) -> M:
    """The message in `value`.

    Raises:
        BadMessage: `bad_json` or `invalid_field`, naming the first offending field.
    """
    try:
        return model.model_validate(orjson.loads(value))
    except orjson.JSONDecodeError as error:
        raise BadMessage("bad_json", f"not valid JSON: {error}") from None
    except ValidationError as error:
        raise invalid_field(error) from None


def invalid_field(error: ValidationError) -> BadMessage:
    """Pydantic's first complaint as one line; never quotes the value, which may be the text."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return BadMessage("invalid_field", f"invalid field: {first['msg'].removeprefix('Value error, ')}", where=where)

"""CloudEvents 1.0 in Kafka's binary mode: the headers of every message Rasd writes."""

from datetime import UTC, datetime

Headers = dict[str, bytes]

HANDED_ON = ("traceparent", "tracestate")


def event_headers(
    stage: str, article_id: str, version: int, *, at: datetime | None = None, received: Headers | None = None
) -> Headers:
    """The headers of what `stage` made of one article version.

    `ce_id` is the same at every attempt, so that a subscriber can drop what came twice. The trace
    context of the record it was made from (`received`) is handed on.
    """
    time = (at or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    headers = {
        "ce_specversion": b"1.0",
        "ce_id": f"{article_id}:{version}:{stage}".encode(),
        "ce_type": f"rasd.{stage}".encode(),
        "ce_source": f"/rasd/{stage}".encode(),
        "ce_time": time.encode(),
        "content-type": b"application/json; charset=utf-8",
    }
    return headers | {name: received[name] for name in HANDED_ON if received and name in received}

"""The AsyncAPI 3 document: every topic, its messages and who sends and receives them, for other people's tools."""

from collections.abc import Iterator
from typing import Any

from agents import dead
from agents.record import RESTORED_HEADER, TIME_HEADER
from agents.topics import Topic, topics
from pipeline.contracts import raw
from pipeline.contracts.schemas import OFFSETS, component_schemas
from pipeline.contracts.version import VERSION

Node = dict[str, Any]

_BINDING = {"bindingVersion": "0.5.0"}
_WITHDRAWAL = "A record without a value withdraws the article that is its key."
_OUTSIDE = frozenset({"publishers", "subscribers", "people", "any agent"})  # not agents of Rasd's own


def document() -> Node:
    """The whole document, as Rasd's side of it: `receive` is what its agents read, `send` what they write."""
    table = topics()
    models = [topic.model for topic in table.values() if topic.model]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rasd",
            "version": VERSION,
            "description": f"Who is named and who said what in Arabic news. {_WITHDRAWAL} {OFFSETS}",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "localhost:9092",
                "protocol": "kafka",
                "description": "The cluster of the setting `kafka.bootstrap_servers`.",
            }
        },
        "channels": {topic.name: _channel(topic) for topic in table.values()},
        "operations": dict(_operations(list(table.values()))),
        "components": {
            "messages": {_message_name(topic): _message(topic) for topic in table.values()},
            "messageTraits": {"event": _event_trait()},
            "schemas": component_schemas(models, "#/components/schemas/{model}"),
        },
    }


def stages() -> list[str]:
    """The agents, in the order an article passes them."""
    writers = (topic.writer for topic in topics().values())
    return list(dict.fromkeys(writer for writer in writers if writer not in _OUTSIDE))


def _channel(topic: Topic) -> Node:
    return {
        "address": topic.name,
        "title": topic.name,
        "description": topic.about,
        "messages": {_message_name(topic): {"$ref": f"#/components/messages/{_message_name(topic)}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "replicas": topic.replication_factor,
                "topicConfiguration": _policy(topic),
                **_BINDING,
            }
        },
    }


def _policy(topic: Topic) -> Node:
    """Kafka's settings of the topic in the binding's types: lists and numbers, not strings."""
    return {
        name: value.split(",") if name == "cleanup.policy" else int(value) if value.isdigit() else value
        for name, value in topic.config.items()
    }


def _message_name(topic: Topic) -> str:
    return topic.model or "DeadLetter"


def _message(topic: Topic) -> Node:
    key = {"type": "string", "description": "the article's id"}
    message: Node = {
        "name": _message_name(topic),
        "title": topic.name,
        "summary": topic.about,
        "contentType": "application/json",
    }
    if topic.model:
        message["payload"] = {"$ref": f"#/components/schemas/{topic.model}"}
    else:
        message |= {"contentType": "application/octet-stream", "headers": _dead_headers()}
        key = {"description": "the original key, untouched"}
    if topic.model and topic.writer not in _OUTSIDE:
        message["traits"] = [{"$ref": "#/components/messageTraits/event"}]
    return message | {"bindings": {"kafka": {"key": key, **_BINDING}}}


def _event_trait() -> Node:
    """CloudEvents 1.0 in binary mode, as written by `pipeline.contracts.events`."""
    text = {"type": "string"}
    return {
        "headers": {
            "type": "object",
            "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type"],
            "properties": {
                "ce_specversion": {"const": "1.0"},
                "ce_id": {**text, "description": "<article id>:<version>:<stage>, the same at every attempt"},
                "ce_type": {**text, "pattern": r"^rasd\."},
                "ce_source": {**text, "format": "uri-reference"},
                "ce_time": {**text, "format": "date-time"},
                "content-type": {"const": "application/json; charset=utf-8"},
                "traceparent": {**text, "description": "W3C trace context, handed on from the record it was made of"},
                "tracestate": text,
                TIME_HEADER: {**text, "description": "when the article was published to articles.raw, ms since 1970"},
                RESTORED_HEADER: {
                    "const": "1",
                    "description": "only on the newest version, published again after an older one came late",
                },
            },
        }
    }


def _dead_headers() -> Node:
    """As written by `agents.dead`, beside the original headers."""
    always = ("topic", "partition", "offset", "stage", "reason", "class", "message", "attempts", "time", "version")
    properties: Node = {dead.PREFIX + name: {"type": "string"} for name in (*always, "published", "value")}
    properties[f"{dead.PREFIX}reason"] = {"enum": [*raw.REASONS, *dead.REASONS]}
    properties[f"{dead.PREFIX}time"]["format"] = "date-time"
    return {
        "type": "object",
        "description": "The original headers, untouched, and headers (UTF-8 text) that say what went wrong.",
        "required": [dead.PREFIX + name for name in always],
        "properties": properties,
    }


def _operations(table: list[Topic]) -> Iterator[tuple[str, Node]]:
    for stage in stages():
        for topic in table:
            if stage in topic.readers:
                yield f"{stage}.receive.{topic.name}", _operation("receive", stage, topic)
            if topic.writer in (stage, "any agent"):
                yield f"{stage}.send.{topic.name}", _operation("send", stage, topic)


def _operation(action: str, stage: str, topic: Topic) -> Node:
    channel = f"#/channels/{topic.name}"
    operation: Node = {
        "action": action,
        "channel": {"$ref": channel},
        "summary": f"The {stage} agent {'reads' if action == 'receive' else 'writes'} {topic.name}.",
        "messages": [{"$ref": f"{channel}/messages/{_message_name(topic)}"}],
    }
    if action == "receive":
        group = {"type": "string", "enum": [f"rasd-{stage}"]}
        operation["bindings"] = {"kafka": {"groupId": group, **_BINDING}}
    return operation

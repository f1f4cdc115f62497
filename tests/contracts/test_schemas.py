"""The committed JSON Schemas and AsyncAPI document: as generated now, valid, and true."""

import json
import re
from pathlib import Path

import jsonschema
import orjson
import pytest
from hypothesis import given

from agents.asyncapi import document, stages
from agents.dead import Failure, dead_letter
from agents.record import Record
from agents.topics import topics
from pipeline.contracts import (
    BadConfiguration,
    BadMessage,
    EnrichedArticle,
    MentionSet,
    QuoteSet,
    RasdError,
    Receipt,
    encode,
)
from pipeline.contracts.events import event_headers
from pipeline.contracts.raw import Limits, read
from pipeline.contracts.schemas import topic_schema
from service.cli.schema import files, schema
from tests.contracts.test_codec import OBJECTS, a_finished_article

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "the models have changed: run `rasd schema --write docs` and commit what it writes"
WITH_MODEL = {name: topic.model for name, topic in topics().items() if topic.model}


def validator(topic: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((DOCS / "schemas" / f"{topic}.json").read_bytes()))


@pytest.mark.parametrize("name", files())
def test_what_is_committed_is_what_the_models_say(name):
    assert (DOCS / name).read_bytes() == files()[name], AGAIN


def test_no_schema_of_a_topic_that_is_gone_lies_about():
    assert {path.stem for path in (DOCS / "schemas").iterdir()} == set(WITH_MODEL), AGAIN


@pytest.mark.parametrize("topic", WITH_MODEL)
def test_a_schema_is_valid_named_and_says_what_offsets_count(topic):
    found = json.loads((DOCS / "schemas" / f"{topic}.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == f"urn:rasd:schema:{topic}" and found["title"].startswith(topic)
    if '"start"' in json.dumps(found):
        assert "code points" in found["description"]


def test_real_messages_fit_their_schemas():
    article = EnrichedArticle.model_validate(a_finished_article())
    for topic, message in {
        "articles.segmented": article, "articles.entities": article, "articles.enriched": article,
        "quotes": QuoteSet.of(article), "mentions": MentionSet.of(article),
        "articles.indexed": Receipt(id="a", version=1, outcome="indexed", at="2024-07-05T10:00:00Z"),
    }.items():  # fmt: skip
        validator(topic).validate(orjson.loads(encode(message)))


def test_a_consumer_may_count_on_every_field_that_rasd_writes():
    article = orjson.loads(encode(EnrichedArticle.model_validate(a_finished_article())))
    for name in ("quotes", "language", "embargo_until", "extra"):
        with pytest.raises(jsonschema.ValidationError, match="required"):
            validator("articles.enriched").validate({k: v for k, v in article.items() if k != name})


@pytest.mark.parametrize("sent", [
    {"text": "قال"}, {"body": "قال"}, {"id": "a", "status": "canceled"}, {"text": "قال", "desk": "x", "version": 2},
    {"text": "قال", "url": None, "published_at": "2024-07-05T10:00:00Z"},
])  # fmt: skip
def test_what_a_publisher_may_send(sent):
    validator("articles.raw").validate(sent)
    assert read(orjson.dumps(sent)).id


@pytest.mark.parametrize("sent", [
    {}, {"id": "a"}, {"text": ""}, {"text": " \n"}, {"text": None}, {"text": 5}, {"status": "canceled"}, [], "قال",
    {"text": "قال", "version": "1"}, {"text": "قال", "status": "gone"}, {"text": "قال", "authors": "x"},
])  # fmt: skip
def test_what_a_publisher_may_not_send(sent):
    with pytest.raises(jsonschema.ValidationError):
        validator("articles.raw").validate(sent)


@given(OBJECTS.map(lambda fields: {"text": "قال", **fields}))
def test_what_fits_the_schema_of_raw_articles_is_accepted(fields):
    sendable = json.loads(json.dumps(fields)) if "\x00" not in str(fields.get("text")) else {}
    times = {"published_at", "received_at", "embargo_until"}  # `format` is a note, not a check
    ninjs = {"uri", "bodies"}
    whole = not any(isinstance(sendable.get("version"), kind) for kind in (float, bool))  # JSON Schema takes 1.0 for 1
    if not sendable.keys() & (times | ninjs) and whole and validator("articles.raw").is_valid(sendable):
        try:
            value = orjson.dumps(sendable)
        except TypeError:  # beyond 64 bits
            return
        assert read(value, limits=Limits()).id


def test_a_topic_whose_message_does_not_exist_is_a_bad_configuration():
    with pytest.raises(BadConfiguration, match="EnrichedArticle"):
        topic_schema("articles.raw", "RawArticel")


def references(node) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    whole = document()
    for reference in references(whole):
        node = whole
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node


def test_the_asyncapi_document_has_every_topic_with_its_policy():
    whole = document()
    assert whole["asyncapi"].startswith("3.") and set(whole["channels"]) == set(topics())
    for name, topic in topics().items():
        kafka = whole["channels"][name]["bindings"]["kafka"]
        assert (kafka["topic"], kafka["partitions"], kafka["replicas"]) == (
            name,
            topic.partitions,
            topic.replication_factor,
        )
        policy = kafka["topicConfiguration"]
        assert policy["cleanup.policy"] == (["compact"] if topic.compact else ["delete"])
        assert policy.get("retention.ms") == (None if topic.compact else topic.retention_days * 86_400_000)
    for name, found in whole["components"]["schemas"].items():
        jsonschema.Draft7Validator.check_schema(found)
        assert re.fullmatch(r"[\w.-]+", name)


def test_every_agent_receives_its_source_and_sends_its_sinks_and_dead_letters():
    operations = document()["operations"].values()
    done = {(o["action"], o["channel"]["$ref"].rpartition("/")[2], o["summary"].split()[1]) for o in operations}
    for name, topic in topics().items():
        for stage in stages():
            assert (("receive", name, stage) in done) == (stage in topic.readers)
            assert (("send", name, stage) in done) == (topic.writer in (stage, "any agent"))
    assert stages() == ["segment", "entities", "quotes", "index"]
    groups = {o["bindings"]["kafka"]["groupId"]["enum"][0] for o in operations if o["action"] == "receive"}
    assert groups == {f"rasd-{stage}" for stage in stages()}


def test_the_messages_of_agents_promise_the_cloudevents_headers_they_carry():
    whole = document()
    promised = whole["components"]["messageTraits"]["event"]["headers"]
    headers = {name: value.decode() for name, value in event_headers("quotes", "a", 1).items()}
    jsonschema.Draft7Validator(promised).validate(headers)
    assert set(promised["required"]) == set(headers)
    assert "traits" in whole["components"]["messages"]["EnrichedArticle"]
    assert "traits" not in whole["components"]["messages"]["RawArticle"]


def test_a_dead_letter_has_the_headers_that_the_document_promises():
    record = Record("articles.raw", 2, 17, b"a", b"{", timestamp_ms=1_720_173_600_000)
    letter = dead_letter(record, Failure.of(BadMessage("bad_json", "not valid JSON")), stage="segment")
    headers = {name: value.decode() for name, value in letter.headers}
    promised = document()["components"]["messages"]["DeadLetter"]["headers"]
    jsonschema.Draft7Validator(promised).validate(headers)
    assert set(promised["required"]) <= set(headers) <= set(promised["properties"])


def test_the_command_prints_one_schema_all_or_the_document(capsys):
    schema("quotes")
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:rasd:schema:quotes"
    schema()
    assert set(json.loads(capsys.readouterr().out)) == set(WITH_MODEL)
    schema(asyncapi=True)
    assert json.loads(capsys.readouterr().out) == json.loads((DOCS / "asyncapi.json").read_bytes())


def test_the_command_names_the_topics_there_are():
    with pytest.raises(RasdError, match=r"articles\.enriched"):
        schema("articles.dead")


def test_the_command_writes_what_is_committed_and_says_when_it_cannot(tmp_path):
    schema(write=tmp_path)
    assert (tmp_path / "asyncapi.json").read_bytes() == (DOCS / "asyncapi.json").read_bytes()
    (tmp_path / "file").write_text("")
    with pytest.raises(RasdError, match="--write"):
        schema(write=tmp_path / "file")

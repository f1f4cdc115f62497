"""JSON Schemas (2020-12) of the messages, generated from their models."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from pipeline.contracts.article import (
    EnrichedArticle,
    EntitiesArticle,
    MentionSet,
    QuoteSet,
    RawArticle,
    Receipt,
    SegmentedArticle,
)
from pipeline.contracts.errors import BadConfiguration

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OFFSETS = (
    "Every start and end counts Unicode code points of the article's text (not bytes, not UTF-16 units) from 0; "
    "the end is exclusive."
)
_MODELS: dict[str, type[BaseModel]] = {
    model.__name__: model
    for model in (RawArticle, SegmentedArticle, EntitiesArticle, EnrichedArticle, QuoteSet, MentionSet, Receipt)
}


class _Generator(GenerateJsonSchema):
    """As pydantic's, but without a title for every field, and honest about what is always written."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (the signature is pydantic's)
        """No: the title would only repeat the field's name."""
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """What Rasd writes has all its fields, also those with a default."""
        return self.mode == "serialization" or super().field_is_required(field, total)


def topic_schema(topic: str, model_name: str) -> Schema:
    """The JSON Schema of the values in `topic`.

    Args:
        topic: the topic's name without prefix, e.g. `articles.enriched`.
        model_name: the model's class name, as in configs/topics.toml.

    Raises:
        BadConfiguration: no message has that name.
    """
    model = _model(model_name)
    schema = model.model_json_schema(mode=_mode(model), schema_generator=_Generator)
    about = schema.pop("description")
    return {
        "$schema": DIALECT,
        "$id": f"urn:rasd:schema:{topic}",
        "title": f"{topic}: {schema.pop('title')}",
        "description": f"{about}\n\n{OFFSETS}" if "$defs" in schema else about,
        **schema,
        **_requirements(model),
    }


def component_schemas(model_names: Iterable[str], ref_template: str) -> dict[str, Schema]:
    """The schemas of several messages and their parts, each once, referring to each other by `ref_template`.

    Args:
        model_names: class names, as in configs/topics.toml.
        ref_template: where a schema will be found, e.g. `#/components/schemas/{model}`.
    """
    models = [_model(name) for name in model_names]
    _, definitions = models_json_schema(
        [(model, _mode(model)) for model in models], schema_generator=_Generator, ref_template=ref_template
    )
    schemas: dict[str, Schema] = definitions["$defs"]
    for model in models:
        schemas[model.__name__] |= _requirements(model)
    return schemas


def _model(name: str) -> type[BaseModel]:
    try:
        return _MODELS[name]
    except KeyError:
        raise BadConfiguration(f"no message is called {name}; there are {', '.join(_MODELS)}") from None


def _mode(model: type[BaseModel]) -> JsonSchemaMode:
    """What publishers send is described as it is read; what Rasd writes, as it is written."""
    return "validation" if model is RawArticle else "serialization"


def _requirements(model: type[BaseModel]) -> Schema:
    """What `pipeline.contracts.raw.read` asks for, beyond the fields' types."""
    if model is not RawArticle:
        return {}
    words = {"type": "string", "pattern": r"\S"}
    withdrawal = {"status": {"const": "canceled"}, "id": {"minLength": 1}}
    return {
        "anyOf": [
            {"title": "an article", "required": ["text"], "properties": {"text": words}},
            {"title": "an article under its other name", "required": ["body"], "properties": {"body": words}},
            {"title": "a withdrawal", "required": ["id", "status"], "properties": withdrawal},
        ]
    }

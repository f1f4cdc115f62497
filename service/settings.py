"""All settings: the models of the rooms put together, and where each value came from.

    defaults  <  configs/rasd.toml  <  the file given by --config  <  environment RASD_*  <  flags

A setting is named `section.key`: a table and a key in a file, `RASD_SECTION__KEY` in the environment.
For a secret, `RASD_SECTION__KEY_FILE` may name a file that holds it. A name nobody knows is an error
in every place, so that a slip of the pen is not taken for a default.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from agents.settings import KafkaSettings, WorkerSettings
from configs import read_toml
from pipeline.contracts.errors import BadConfiguration
from pipeline.contracts.raw import Limits
from pipeline.entities.settings import EntitiesSettings
from search.settings import IndexSettings
from service.stack.folders import data_folder

_PREFIX = "RASD_"
_FILE = "_FILE"
_LONGEST_SECRET = 65_536
_ACCOUNT = re.compile(r"(://[^/@:]*):[^/@]*@")
_LIMITS = {
    "max_bytes": "bytes of one record on articles.raw",
    "max_chars": "code points of one article's text",
    "max_depth": "levels of nesting in one article's JSON",
}


class LocalSettings(BaseModel):
    """What `rasd up` runs on this machine."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = Field(default_factory=data_folder, description="data of the local broker, logs, state of `rasd up`")
    kafka_port: int | None = Field(
        default=None, ge=1, le=65535, description="port of the local Kafka; when empty 9092 if free, else any"
    )
    kafka_max_memory: str = Field(
        default="512m", pattern=r"^\d+[kmgKMG]$", description="memory of the local Kafka, as in Java's -Xmx"
    )
    grace_seconds: float = Field(
        default=14, gt=0, le=660, description="a stop kills what still runs after this; more than worker.grace_seconds"
    )


class Settings(BaseModel):
    """Every setting of Rasd."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kafka: KafkaSettings
    worker: WorkerSettings
    index: IndexSettings
    limits: Limits
    entities: EntitiesSettings
    local: LocalSettings


class Row(NamedTuple):
    """What is known of a setting: its type, its default (None when there is none) and what it is for."""

    annotation: Any
    default: Any
    about: str

    @classmethod
    def of(cls, field: FieldInfo) -> "Row":
        """The row of a model's field."""
        default = None if field.is_required() or field.default_factory is not None else field.default
        return cls(field.annotation, default, field.description or _choices(field.annotation))

    def has(self, kind: type) -> bool:
        """Whether a value may be a `kind`."""
        return any(part is kind or get_origin(part) is kind for part in (self.annotation, *get_args(self.annotation)))


def _choices(annotation: Any) -> str:
    """What a setting under Kafka's own name may be, where the model only names the choices."""
    parts = (annotation, *get_args(annotation))
    choices = next((get_args(part) for part in parts if get_origin(part) is Literal), ())
    return f"one of {', '.join(map(str, choices))}" if choices else "as Kafka's clients know it"


class Name(NamedTuple):
    """A setting's name."""

    section: str
    key: str

    def __str__(self) -> str:
        return f"{self.section}.{self.key}"

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"{_PREFIX}{self.section}__{self.key}".upper()


@dataclass(frozen=True, slots=True)
class Given:
    """A value as somebody gave it, and where: `rasd.toml`, `RASD_KAFKA__…`, `command line`."""

    value: Any = field(repr=False)  # it may be a secret
    origin: str
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """Valid settings, and where each value comes from that is not a default of the code."""

    settings: Settings
    origins: Mapping[str, str]

    @property
    def cluster(self) -> str | None:
        """The bootstrap servers, when somebody has configured them."""
        return self.settings.kafka.bootstrap_servers if "kafka.bootstrap_servers" in self.origins else None


@cache
def table() -> Mapping[Name, Row]:
    """Every setting there is: the one table behind the model, `rasd doctor` and docs/configuration.md."""
    return {
        Name(section, key): row
        for section, part in Settings.model_fields.items()
        for key, row in _rows(part.annotation).items()
    }


def _rows(model: Any) -> dict[str, Row]:
    if is_dataclass(model):
        hints = get_type_hints(model)
        return {part.name: Row(hints[part.name], part.default, _LIMITS[part.name]) for part in fields(model)}
    return {key: Row.of(field) for key, field in model.model_fields.items()}


def load(
    config: Path | None = None, *, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
) -> Loaded:
    """The settings in force.

    Args:
        config: the file given by --config.
        environment: `os.environ` by default.
        flags: values from the command line by setting, e.g. `{"local.kafka_port": 9095}`; None is not given.

    Raises:
        BadConfiguration: naming the file, variable or flag, the setting, and what is wrong with it.
    """
    environment = os.environ if environment is None else environment
    given: dict[Name, Given] = {}
    given.update(_from_file(read_toml("rasd.toml"), "configs/rasd.toml"))
    if config is not None:
        given.update(_from_file(_read(config), str(config)))
    given.update(_from_environment(environment))
    for name, value in (flags or {}).items():
        if value is not None:
            given[_known(name, "a flag")] = Given(value, "command line")
    return Loaded(_validated(given), {str(name): entry.origin for name, entry in given.items()})


def shown(value: Any) -> str:
    """A setting's value for people: a secret as stars, also when it is inside an address."""
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    text = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return _ACCOUNT.sub(r"\1:********@", text)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfiguration(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"{path}: {error}") from error


def _from_file(content: Mapping[str, Any], origin: str) -> Iterator[tuple[Name, Given]]:
    for section, keys in content.items():
        if not isinstance(keys, dict):
            raise BadConfiguration(f"{origin}: unknown key {section}; settings stand in sections: {_sections()}")
        for key, value in keys.items():
            yield _known(f"{section}.{key}", origin), Given(value, origin)


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[Name, Given]]:
    variables = {name.variable: name for name in table()}
    for variable, value in environment.items():
        if not (variable.startswith(_PREFIX) and value):  # compose files hand on unset variables as empty ones
            continue
        if variable in variables:
            yield variables[variable], Given(value, variable, as_text=True)
        elif (plain := variable.removesuffix(_FILE)) in variables and plain != variable:
            if environment.get(plain):
                raise BadConfiguration(f"{plain} and {variable} are both set; unset one of them")
            yield variables[plain], Given(_secret(variable, value), variable, as_text=True)
        else:
            raise BadConfiguration(f"{variable}: no such setting; `rasd doctor` lists them all")


def _secret(variable: str, path: str) -> str:
    try:
        with Path(path).expanduser().open("rb") as stream:
            content = stream.read(_LONGEST_SECRET + 1)
        text = content.decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        # Without the cause: it would hold what was read.
        raise BadConfiguration(f"{variable}: cannot read {path}: {reason}") from None
    if not text or len(content) > _LONGEST_SECRET:
        reason = f"more than {_LONGEST_SECRET:,} bytes" if text else "empty"
        raise BadConfiguration(f"{variable}: {path} holds no value: it is {reason}")
    return text


def _known(name: str, origin: str) -> Name:
    section, _, key = name.partition(".")
    if Name(section, key) in table():
        return Name(section, key)
    keys = [known.key for known in table() if known.section == section]
    choice = f"{section} has: {', '.join(keys)}" if keys else f"the sections are: {_sections()}"
    raise BadConfiguration(f"{origin}: unknown key {name}; {choice}")


def _sections() -> str:
    return ", ".join(Settings.model_fields)


def _validated(given: Mapping[Name, Given]) -> Settings:
    values: dict[str, dict[str, Any]] = {section: {} for section in Settings.model_fields}
    for name, entry in given.items():
        values[name.section][name.key] = _parsed(entry, table()[name])
    # The folders lie together, wherever the data folder is.
    folder = Path(values["local"].setdefault("folder", data_folder()))
    values["index"].setdefault("path", folder / "index")
    values["worker"].setdefault("data_dir", folder / "workers")
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise BadConfiguration(_complaint(error, given)) from None


def _complaint(error: ValidationError, given: Mapping[Name, Given]) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = [str(part) for part in first["loc"]]
    name = Name(*place[:2]) if len(place) > 1 else None
    origin = f"{given[name].origin}: " if name is not None and name in given else ""
    return f"{origin}{'.'.join(place)}: {first['msg'].removeprefix('Value error, ')}"


def _parsed(entry: Given, row: Row) -> Any:
    """A value as the model wants it: `~` in a path; text from the environment read as what it stands for."""
    value = entry.value
    if isinstance(value, str) and row.has(Path):
        return Path(value).expanduser()
    return _json(entry) if entry.as_text and row.has(dict) else value


def _json(entry: Given) -> Any:
    try:
        return json.loads(entry.value)
    except ValueError as error:
        raise BadConfiguration(f'{entry.origin}: not a JSON object, such as {{"quotes": 10}}: {error}') from None

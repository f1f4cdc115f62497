"""The settings of the agents: how to reach Kafka, and how a worker behaves."""

import re
import ssl
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import faust
from faust.types.auth import CredentialsT
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator

from agents.certificates import tls_context
from pipeline.contracts.raw import Limits
from pipeline.entities.settings import EntitiesSettings
from search.settings import IndexSettings

_ADDRESS = re.compile(r"(?:\[[\w:.%]+\]|[^\s:/@\[\],]+):(?P<port>\d{1,5})", re.ASCII)


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class KafkaSettings(BaseModel):
    """How to reach the cluster, under Kafka's own names. Passwords are never shown."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    bootstrap_servers: str = Field(default="127.0.0.1:9092", description="host:port, several with commas")
    security_protocol: Annotated[SecurityProtocol, BeforeValidator(_upper)] = "PLAINTEXT"
    sasl_mechanism: Annotated[SaslMechanism | None, BeforeValidator(_upper)] = None
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    ssl_ca_location: Path | None = Field(default=None, description="PEM of the authorities to trust; else the system's")
    ssl_certificate_location: Path | None = Field(
        default=None, description="PEM of the client's certificate and its chain"
    )
    ssl_key_location: Path | None = Field(default=None, description="PEM of its key; else in the certificate's file")
    ssl_key_password: SecretStr | None = None
    topic_prefix: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]*$",
        description="put before every topic and group: one cluster for several",
    )

    @field_validator("bootstrap_servers")
    @classmethod
    def _addresses(cls, servers: str) -> str:
        given = [_ADDRESS.fullmatch(server.strip()) for server in servers.split(",") if server.strip()]
        if not given or not all(found and 0 < int(found["port"]) < 65536 for found in given):
            raise ValueError("must be host:port, several with commas: broker-1:9092,broker-2:9092")
        return servers

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if "SASL" in self.security_protocol:
            needed = {"sasl_mechanism", "sasl_username", "sasl_password"}
            missing = sorted(name for name in needed if not getattr(self, name))
            if missing:
                raise ValueError(f"{self.security_protocol} needs {' and '.join(missing)}: not set, or empty")
        if self.ssl_key_location and not self.ssl_certificate_location:
            raise ValueError("ssl_key_location needs ssl_certificate_location: the certificate it is the key of")
        return self

    @property
    def servers(self) -> list[str]:
        """The bootstrap servers one by one."""
        return [server.strip() for server in self.bootstrap_servers.split(",") if server.strip()]

    def topic(self, name: str) -> str:
        """The name in Kafka of the topic that configs/topics.toml calls `name`."""
        return self.topic_prefix + name

    def group(self, stage: str) -> str:
        """The consumer group of a stage, which is also the id of its Faust app."""
        return f"{self.topic_prefix}rasd-{stage}"

    def confluent(self) -> dict[str, Any]:
        """These settings for any client of confluent-kafka. Holds the passwords in clear."""
        given = {
            "bootstrap.servers": ",".join(self.servers),
            "security.protocol": self.security_protocol.lower(),
            "sasl.mechanism": self.sasl_mechanism,
            "sasl.username": self.sasl_username,
            "sasl.password": _clear(self.sasl_password),
            "ssl.ca.location": _text(self.ssl_ca_location),
            "ssl.certificate.location": _text(self.ssl_certificate_location),
            # Without one librdkafka would go on without the certificate, and not say so.
            "ssl.key.location": _text(self.ssl_key_location or self.ssl_certificate_location),
            "ssl.key.password": _clear(self.ssl_key_password),
        }
        return {name: value for name, value in given.items() if value is not None}

    def producer(self) -> dict[str, Any]:
        """The same for a confluent-kafka producer that keeps what it was given, in order.

        The partitioner is the one of the agents (and of Java clients), so that all records of an
        article lie in one partition, whoever wrote them.
        """
        return self.confluent() | {"partitioner": "murmur2_random", "enable.idempotence": True, "acks": "all"}

    def credentials(self) -> CredentialsT | None:
        """The same for Faust; None without security.

        Raises:
            BadConfiguration: a file of ssl_… cannot be used.
        """
        context = self.tls()
        if "SASL" in self.security_protocol:
            return faust.SASLCredentials(
                username=self.sasl_username,
                password=_clear(self.sasl_password),
                ssl_context=context,
                mechanism=self.sasl_mechanism,
            )
        return faust.SSLCredentials(context) if context else None

    def tls(self) -> ssl.SSLContext | None:
        """What a connection needs for TLS; None without.

        Raises:
            BadConfiguration: a file of ssl_… cannot be used.
        """
        if not self.security_protocol.endswith("SSL"):
            return None
        return tls_context(
            self.ssl_ca_location, self.ssl_certificate_location, self.ssl_key_location, _clear(self.ssl_key_password)
        )


class WorkerSettings(BaseModel):
    """How a worker takes, bounds and ends its work. All times in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(description="folder for the marks that tell which message was in flight at a crash")
    health_file: Path | None = Field(default=None, description="in which the worker says how it is, twice a second")
    commit_interval: float = Field(default=0.5, gt=0, le=5, description="how much is done again after a kill -9")
    session_timeout: float = Field(default=10, ge=6, le=300, description="a dead worker's partitions move after this")
    rebalance_timeout: float = Field(default=60, ge=10, le=600, description="must exceed the longest batch")
    instance: str | None = Field(default=None, description="static membership: a name that outlives restarts")
    batch_seconds: float = Field(default=0.25, gt=0, le=5, description="how much work is taken at a time")
    batch_max: int = Field(default=256, ge=1, le=5000, description="and never more messages than this")
    budget_seconds: float = Field(default=20, gt=0, le=600, description="what one article may take in one stage")
    budgets: dict[str, float] = Field(default_factory=dict, description="by stage, where it differs")
    grace_seconds: float = Field(default=10, gt=0, le=600, description="SIGTERM: time to finish what is in flight")
    standstill_seconds: float = Field(
        default=120, gt=0, le=3600, description="records wait and nothing was finished for so long: the worker is ill"
    )

    def budget(self, stage: str) -> float:
        """What one article may take in `stage`, seconds."""
        return self.budgets.get(stage, self.budget_seconds)


class AgentSettings(BaseModel):
    """Everything an agent may need; `service.settings` composes its parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kafka: KafkaSettings
    worker: WorkerSettings
    limits: Limits = Limits()
    entities: EntitiesSettings = EntitiesSettings()
    index: IndexSettings | None = Field(default=None, description="only the index agent needs it")


def _text(path: Path | None) -> str | None:
    return str(path) if path else None


def _clear(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None

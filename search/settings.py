"""Where the index is and how much memory its writer may take."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator


class IndexSettings(BaseModel):
    """The settings of the index; `service.settings` composes them under `index`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    path: Path = Field(description="folder of the embedded index; made by the first writer")
    writer_heap_mb: int = Field(default=64, ge=15, le=4096, description="memory the writer fills before it flushes, MB")
    url: str | None = Field(default=None, description="an OpenSearch cluster instead of the folder: https://host:9200")
    user: str | None = Field(default=None, description="who to be for OpenSearch")
    password: SecretStr | None = None
    ca_location: Path | None = Field(default=None, description="PEM of the authorities to trust; else the system's")
    alias: str = Field(
        default="rasd",
        pattern=r"^[a-z0-9][a-z0-9._-]{0,200}$",
        description="name of the index in OpenSearch: one cluster for several",
    )
    timeout_seconds: float = Field(default=30, gt=0, le=600, description="how long one answer of OpenSearch may take")
    bulk_mb: float = Field(default=5, gt=0, le=90, description="what is sent to OpenSearch at a time, MB")

    @field_validator("url")
    @classmethod
    def _an_address(cls, url: str | None) -> str | None:
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be http://host:port or https://host:port")
        if parts.username is not None or parts.password is not None:
            raise ValueError("must not hold a password: set index.user and index.password")
        return url

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("index.user and index.password go together")
        return self

"""The settings of this room."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Backend = Literal["rasd", "camelbert", "onnx"]


class EntitiesSettings(BaseModel):
    """How names are found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    backend: Backend = Field(
        default="rasd",
        description="the recogniser: rasd (its own network), camelbert or onnx; see docs/models/backends.md",
    )
    model: Path | None = Field(
        default=None, description="folder of the model: needed by onnx; when empty camelbert takes camel-tools' own"
    )
    lists: Path | None = Field(default=None, description="folder of a newsroom's own name lists, read at start")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.backend == "onnx" and self.model is None:
            raise ValueError(
                "backend onnx needs entities.model, the folder of a model; `rasd models convert` makes one"
            )
        if self.backend == "rasd" and self.model is not None:
            raise ValueError("entities.model is for the backends onnx and camelbert; set entities.backend as well")
        return self

    @property
    def recogniser(self) -> str:
        """What provenance says of it, e.g. `names-2`, `onnx:arabert`."""
        if self.backend == "rasd":
            return "names-2"
        return f"{self.backend}:{self.model.resolve().name}" if self.model else self.backend

"""The settings of this room."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class EntitiesSettings(BaseModel):
    """How names are found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lists: Path | None = Field(default=None, description="folder of a newsroom's own name lists, read at start")

"""What every command shares: the settings in force, and the stack that runs on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from service.settings import Loaded, Settings
    from service.stack.state import Running


@dataclass(frozen=True, slots=True)
class Session:
    """The options that stand before the command."""

    config: Path | None = None
    verbose: bool = False

    def load(self, flags: Mapping[str, Any] | None = None) -> "Loaded":
        """The settings as given, whatever runs here."""
        from service.settings import load

        return load(self.config, flags=flags)

    def connect(self, flags: Mapping[str, Any] | None = None) -> "tuple[Settings, Running | None]":
        """The settings to work with, and the stack of `rasd up` when they lead to it.

        A configured cluster or index goes first; without one the stack that runs here is used.
        """
        from service.stack import state

        loaded = self.load(flags)
        settings = loaded.settings
        running = None if loaded.cluster else state.find(settings.local.folder)
        if running is None:
            return settings, None
        kafka = settings.kafka.model_copy(update={"bootstrap_servers": running.bootstrap_servers})
        index = settings.index
        if not {"index.path", "index.url"} & set(loaded.origins):
            index = index.model_copy(update={"path": Path(running.index)})
        return settings.model_copy(update={"kafka": kafka, "index": index}), running


def session(ctx: typer.Context) -> Session:
    """The session of a command."""
    found = ctx.find_object(Session)
    return found if found is not None else Session()

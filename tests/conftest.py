"""Shared by all tests: hypothesis settings, and no settings from the developer's own environment."""

import os

import pytest
from hypothesis import settings

# The examples of a run are the same each time, so that a red build can be repeated; no example is
# called slow because the machine was busy.
settings.register_profile("rasd", derandomize=True, deadline=None)
settings.load_profile("rasd")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch):
    for name in [name for name in os.environ if name.startswith("RASD_")]:
        monkeypatch.delenv(name)

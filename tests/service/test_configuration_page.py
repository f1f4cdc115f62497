"""docs/configuration.md says what is so."""

from pathlib import Path

from service.settings import table
from service.settings_page import PAGE, replaced


def test_the_page_is_current():
    page = PAGE.read_text(encoding="utf-8")
    assert page == replaced(page), "write it anew: python -m service.settings_page"


def test_every_setting_says_what_it_is():
    assert [str(name) for name, row in table().items() if not row.about] == []


def test_every_file_the_page_names_is_there():
    assert all(Path(name).is_file() for name in ("configs/rasd.toml", "configs/topics.toml"))

"""The table of settings in docs/configuration.md, from the same table as the model.

python -m service.settings_page      # writes it anew between its markers
"""

from pathlib import Path

from configs import read_toml
from service.settings import Name, Row, Settings, shown, table

PAGE = Path("docs/configuration.md")
BEGIN, END = "<!-- settings: begin -->", "<!-- settings: end -->"
_FOLDERS = {
    "local.folder": "`~/.local/share/rasd`",
    "index.path": "`index` in local.folder",
    "worker.data_dir": "`workers` in local.folder",
}


def settings_table() -> str:
    """A Markdown table for every section."""
    return "\n\n".join(_section(section) for section in Settings.model_fields)


def replaced(page: str) -> str:
    """`page` with the table of now between its markers."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{settings_table()}\n\n{END}{tail}"


def _section(section: str) -> str:
    rows = [_row(name, row) for name, row in table().items() if name.section == section]
    return "\n".join([f"### {section}", "", "| key | environment | default | what it is |", "|---|---|---|---|", *rows])


def _row(name: Name, row: Row) -> str:
    given = read_toml("rasd.toml").get(name.section, {})
    default = shown(given.get(name.key, row.default))
    text = _FOLDERS.get(str(name), f"`{default}`" if default else "")
    about = row.about.replace("|", "\\|")
    return f"| `{name.key}` | `{name.variable}` | {text} | {about} |"


if __name__ == "__main__":
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

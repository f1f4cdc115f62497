"""`rasd doctor`: what works on this machine, what is missing, and the settings in force."""

from typing import Annotated

import typer

from service.cli.output import emit, say, show_table
from service.cli.session import session


def doctor(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Tell what works on this machine, what is missing, and every setting with where it comes from.

    Secrets are not shown. Exit 1 when the broker or the topics are not as they should be, 78 when a setting is wrong.

    Example: `rasd doctor --json | jq 'select(.setting == "kafka.bootstrap_servers")'`
    """
    from dataclasses import asdict

    from service.checks import checks
    from service.settings import shown, table

    current = session(ctx)
    loaded = current.load()
    settings, running = current.connect()
    findings = list(checks(settings, running))
    rows = []
    for name in table():
        value = shown(getattr(getattr(settings, name.section), name.key))
        rows.append([str(name), value, loaded.origins.get(str(name), "default")])
    if json:
        for finding in findings:
            emit(asdict(finding))
        for setting, value, origin in rows:
            emit({"setting": setting, "value": value, "origin": origin})
    else:
        show_table("This machine", ["", "", ""], [[found.name, found.state, found.detail] for found in findings])
        show_table("Settings", ["setting", "value", "from"], rows)
    bad = [found for found in findings if found.needed and found.state in ("missing", "wrong")]
    for found in bad:
        say(f"rasd: {found.name}: {found.detail}")
    if bad:
        raise typer.Exit(78 if any(found.state == "wrong" for found in bad) else 1)

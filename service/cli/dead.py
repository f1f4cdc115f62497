"""`rasd dead`: what could not be processed, why, and once more."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.output import emit, say
from service.cli.session import session

if TYPE_CHECKING:
    from service.dead_letters import Wanted
    from service.dead_replay import Result

app = typer.Typer(help="The dead letters: what could not be processed, why, and once more.", no_args_is_help=True)

_ASK_ABOVE = 100

_Stage = Annotated[str | None, typer.Option(help="Only those that this stage gave up on, e.g. segment.")]
_Reason = Annotated[str | None, typer.Option(help="Only those with this reason, e.g. too_long.")]
_Since = Annotated[str | None, typer.Option(help="Died then or later: 2024-07-05, 2024-07-05T10:30 (UTC), 2h ago: 2h.")]
_Until = Annotated[str | None, typer.Option(help="Died then or earlier.")]
_Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    stage: _Stage = None,
    reason: _Reason = None,
    since: _Since = None,
    until: _Until = None,
    json: _Json = False,
) -> None:
    """List the dead letters, the oldest first: place, time, stage, article, why; at the end how many of which reason.

    Example: `rasd dead list --stage segment --since 2h`
    """
    from service.dead_letters import counted, read_letters
    from service.readable import clean

    wanted = _wanted([], stage, reason, since, until)
    settings, _ = session(ctx).connect()
    stored = read_letters(settings.kafka, wanted)
    for letter in stored.letters:
        at = stored.replayed.get(letter.position)
        if json:
            emit(letter.row() | ({} if at is None else {"replayed": at}))
        else:
            typer.echo(clean(str(letter)) + ("" if at is None else f"  [replayed {clean(at)}]"))
    for name, count in counted(stored.letters).items():
        say(f"{count:7}  {clean(name)}")
    again = sum(letter.position in stored.replayed for letter in stored.letters)
    say(f"{_letters(len(stored.letters))}{f', {again} of them replayed' if again else ''}.")


@app.command("show")
def show(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar="PARTITION:OFFSET|ID", help="A place of `list`, or an article's id.")],
    raw: Annotated[bool, typer.Option("--raw", help="Only the value, byte for byte.")] = False,
    json: _Json = False,
) -> None:
    """Show one dead letter: its error, its headers, and how its value begins. Of an article the newest one.

    Example: `rasd dead show 2:17 --raw > letter.json`
    """
    from service.dead_letters import find_letters, place_of
    from service.dead_shown import as_json, as_text

    settings, _ = session(ctx).connect()
    *older, record = find_letters(settings.kafka, which)
    if older:
        say(f"{_letters(len(older))} more of this article: {', '.join(map(place_of, older))}")
    if raw:
        sys.stdout.flush()
        sys.stdout.buffer.write(record.value() or b"")
        sys.stdout.buffer.flush()
        if record.value() is None:
            say("The value is null: a withdrawal.")
    elif json:
        emit(as_json(record))
    else:
        for line in as_text(record):
            typer.echo(line)


@app.command("replay")
def replay(
    ctx: typer.Context,
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[PARTITION:OFFSET…]", help="Only these, as `list` names them.")
    ] = None,
    stage: _Stage = None,
    reason: _Reason = None,
    since: _Since = None,
    until: _Until = None,
    everything: Annotated[bool, typer.Option("--all", help="All dead letters there are.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask when they are more than 100.")] = False,
    max_replays: Annotated[int, typer.Option(min=1, help="Leave out what came back so often.")] = 3,
    force: Annotated[
        bool, typer.Option("--force", help="Also what was replayed before, and what came back too often.")
    ] = False,
    json: _Json = False,
) -> None:
    """Publish dead letters again, to the topic they came from, as they were; waits for acknowledgements.

    Mend first what was wrong (a limit, a budget, a new release). What was replayed before is skipped, so
    that the same command can be given again. Exit 1 when a letter could not be replayed.

    Example: `rasd dead replay --stage quotes --reason timeout --dry-run`
    """
    from service.dead_letters import counted, read_letters
    from service.dead_replay import Rules, judge
    from service.dead_replay import replay as run

    wanted = _wanted(places or [], stage, reason, since, until)
    if wanted.everything != everything:
        raise typer.BadParameter("say which: places, --stage, --reason, --since, --until; or --all without these")
    settings, _ = session(ctx).connect()
    results = judge(read_letters(settings.kafka, wanted), Rules(max_replays, force), settings.kafka)
    report = _Report(json)
    if dry_run:
        for result in results:
            report.tell(result)
    else:
        chosen = [result.letter for result in results if result.outcome == "would_replay"]
        if len(chosen) > _ASK_ABOVE and not yes:
            reasons = ", ".join(f"{count} {name}" for name, count in counted(chosen).items())
            _ask(f"Replay {_letters(len(chosen))} ({reasons})?")
        run(settings.kafka, results, report.tell)
    missing = sorted(wanted.places - {result.letter.position for result in results})
    for place in missing:
        say(f"rasd: there is no such dead letter: {place}")
    say(f"{report}.")
    if missing or report.counts.get("refused") or report.counts.get("failed"):
        raise typer.Exit(1)


class _Report:
    """Tells what became of each letter, and counts."""

    def __init__(self, json: bool) -> None:
        self._json = json
        self.counts: dict[str, int] = {}

    def tell(self, result: "Result") -> None:
        from service.readable import clean

        letter = result.letter
        self.counts[result.outcome] = self.counts.get(result.outcome, 0) + 1
        row = {"position": letter.position, "key": letter.key, "reason": letter.reason,
               "topic": letter.error.get("topic"), "outcome": result.outcome, "why": result.why or None}  # fmt: skip
        if self._json:
            emit(row)
        else:
            what = {"would_replay": "would be replayed"}.get(result.outcome, result.outcome)
            why = f": {result.why}" if result.why else ""
            typer.echo(clean(f"{letter.position}  {letter.key or '-'}  {letter.reason}  {row['topic']}  {what}{why}"))

    def __str__(self) -> str:
        names = {"would_replay": "would be replayed", "skipped": "skipped (replayed before)"}
        said = [f"{count} {names.get(outcome, outcome)}" for outcome, count in sorted(self.counts.items())]
        return ", ".join(said) or "Nothing to replay"


def _wanted(places: list[str], stage: str | None, reason: str | None, since: str | None, until: str | None) -> "Wanted":
    from service.dead_letters import Wanted, is_place, moment

    for place in places:
        if not is_place(place):
            raise typer.BadParameter(f"{place} is no place; `rasd dead list` names them, e.g. 2:17")
    try:
        return Wanted(
            frozenset(places), stage, reason,
            moment(since) if since else None, moment(until, end=True) if until else None,
        )  # fmt: skip
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"{question} Nobody is there to ask: say --yes")
    typer.confirm(question, abort=True, err=True)


def _letters(count: int) -> str:
    return f"{count} dead letter{'' if count == 1 else 's'}"

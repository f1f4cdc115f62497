"""What `rasd up` does: broker, topics, workers, and the seed articles for a first look."""

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console

from agents.topics import create_topics
from pipeline.contracts import EnrichedArticle
from search.index import open_index
from service.cli.output import say
from service.cli.session import Session
from service.inputs import Input, Refused, articles
from service.processes import STAGES, forget_healths, healths, worker_processes
from service.publisher import Publisher
from service.publishing import Watchers, publish
from service.readable import picture
from service.receipts import Fate, Receipts
from service.settings import Loaded, Settings
from service.stack import state
from service.stack.broker import BrokerKind, Choice, choose
from service.supervisor import Draining, Supervisor, stop_signals, supervise

_READY_SECONDS = 60.0
_SEED_SECONDS = 120.0


def run(current: Session, loaded: Loaded, kind: BrokerKind, manifest: Path | None) -> int:
    """Run the stack until SIGTERM or Ctrl-C.

    Args:
        current: the options before the command, handed on to the workers.
        loaded: the settings.
        kind: which broker.
        manifest: of the seed articles, to be published and shown.

    Returns:
        The exit code of the drain.

    Raises:
        Unavailable: no broker can be had, or another stack runs with this data folder.
    """
    with stop_signals(), state.only_one(loaded.settings.local.folder):
        try:
            code = _run(current, loaded, kind, manifest)
        except Draining:  # before there was anything to drain
            code = 0
    say("Stopped." if code == 0 else "Stopped. What was in flight will be done again at the next start.")
    return code


def _run(current: Session, loaded: Loaded, kind: BrokerKind, manifest: Path | None) -> int:
    began = time.monotonic()
    choice = _choose(loaded, kind)
    say(choice.line)
    with choice.broker or nullcontext():
        settings = _with_broker(loaded.settings, choice)
        create_topics(settings.kafka)
        state.announce(settings.local.folder, _running(settings, choice))
        forget_healths(settings)  # of workers that were killed
        workers = worker_processes(current, settings, STAGES, _for_workers(settings, choice))
        supervisor = Supervisor(workers, broker=choice.broker, grace_seconds=settings.local.grace_seconds, say=say)

        def first() -> None:
            if manifest is not None:
                _show_seeds(settings, manifest, supervisor.tick)
            _wait_until_ready(settings, supervisor.tick)
            say(f"Ready after {time.monotonic() - began:.1f} s. Broker: {settings.kafka.bootstrap_servers}. {_next()}")

        return supervise(supervisor, first)


def _choose(loaded: Loaded, kind: BrokerKind) -> Choice:
    local = loaded.settings.local
    return choose(
        kind, cluster=loaded.cluster, folder=local.folder, port=local.kafka_port, max_memory=local.kafka_max_memory
    )


def _with_broker(settings: Settings, choice: Choice) -> Settings:
    if choice.broker is None:
        return settings
    kafka = settings.kafka.model_copy(update={"bootstrap_servers": choice.broker.address})
    return settings.model_copy(update={"kafka": kafka})


def _running(settings: Settings, choice: Choice) -> state.Running:
    return state.Running(
        bootstrap_servers=settings.kafka.bootstrap_servers,
        durable=choice.broker is None or choice.broker.durable,
        index=str(settings.index.path),
    )


def _for_workers(settings: Settings, choice: Choice) -> dict[str, str]:
    """The settings that only this process knows: which port the broker got, and that it is ours alone."""
    known = {"RASD_KAFKA__BOOTSTRAP_SERVERS": settings.kafka.bootstrap_servers}
    if choice.broker is not None and choice.broker.durable and settings.worker.instance is None:
        # There is one worker of a stage: when it dies, the next one goes on at once, not after 10 s.
        known["RASD_WORKER__INSTANCE"] = "up"
    return known


def _wait_until_ready(settings: Settings, tick: Callable[[], None]) -> None:
    """Until every worker has joined its group, as it says itself."""
    began = time.monotonic()
    while not all(health is not None and health.joined for health in healths(settings).values()):
        tick()
        if time.monotonic() - began > _READY_SECONDS:
            say(f"Not every worker is ready yet; see {settings.local.folder / 'logs'}.")
            return
        time.sleep(0.1)


def _show_seeds(settings: Settings, manifest: Path, tick: Callable[[], None]) -> None:
    """Publish the articles of `manifest`, wait until they are indexed, and show what was found in them."""
    found = list(articles([str(manifest)], settings.limits))
    watchers = Watchers(refused=_complain, ended=_complain_of_dead, progress=lambda _run: tick())
    with Receipts(settings.kafka) as receipts:
        publisher = Publisher(settings.kafka, settings.limits)
        came = publish(found, publisher, receipts, watchers, seconds=_SEED_SECONDS)
    if came.unknown:
        say(f"{came.unknown} seed articles are not indexed yet; see {settings.local.folder / 'logs'}.")
    console = Console()
    with open_index(settings.index, create=False) as index:
        for entry in found:
            article = index.get(entry.article.id) if isinstance(entry, Input) else None
            if article is not None:
                console.print(picture(_title(article), article.entities, article.quotes))


def _title(article: EnrichedArticle) -> str:
    """The article's id, and its headline or how its text begins; a picture's caption is neither."""
    begins = next((block for block in article.blocks if block.kind in ("headline", "paragraph")), None)
    words = article.headline or (article.text[begins.start : begins.end] if begins else "")
    return f"{article.id}: {words[:100]}"


def _complain(entry: Refused) -> None:
    say(f"rasd: {entry}")


def _complain_of_dead(fate: Fate) -> None:
    if fate.outcome == "dead":
        say(f"rasd: {fate.id} is a dead letter: {fate.reason}")


def _next() -> str:
    rasd = _program()
    return (
        "In another terminal:\n"
        f"  {rasd} publish --wait FILE        articles of your own: .txt, .json, .jsonl\n"
        f"  {rasd} search --quotes WORDS      who said what about it\n"
        f"  {rasd} tail quotes                statements as they come in\n"
        "Ctrl-C ends it."
    )


def _program() -> str:
    """The command as the user can type it: `rasd` when that is on the PATH, else as it was started."""
    started = sys.argv[0]
    on_path = shutil.which("rasd")
    if on_path is not None and Path(on_path).exists() and Path(on_path).samefile(started):
        return "rasd"
    return started if Path(started).name == "rasd" else f"{sys.executable} -m service"

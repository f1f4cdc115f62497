"""What works on this machine and what is missing, one finding each."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from agents.topics import check_topics
from pipeline.contracts.errors import BadConfiguration, RasdError, Unavailable
from pipeline.contracts.version import VERSION
from pipeline.entities.recogniser import load
from search.index import open_index
from service.processes import healths
from service.settings import Settings
from service.stack import kafka
from service.stack.jars import find_java
from service.stack.state import Running

_PARTS = ("faust-streaming", "aiokafka", "orjson", "camel-tools", "confluent-kafka", "tantivy", "pydantic")
_ROOM_MB = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what.
        state: `works`, `missing`, `differs`, or `wrong` for what a setting is to blame for.
        detail: which version, where, or what to do.
        needed: whether Rasd is of no use without it.
    """

    name: str
    state: str
    detail: str
    needed: bool = True


def checks(settings: Settings, running: Running | None) -> Iterator[Finding]:
    """Look at everything Rasd needs, cheapest first."""
    yield Finding("rasd", "works", f"{VERSION}, Python {sys.version.split()[0]}")
    yield from map(_package, _PARTS)
    yield from _recogniser(settings)
    yield _java()
    yield _local_kafka()
    yield _disk(settings)
    yield from _open_to_others(settings)
    yield _stack(running)
    yield from _workers(settings, running)
    yield _cluster(settings)
    yield _index(settings)


def _package(name: str) -> Finding:
    try:
        return Finding(name, "works", version(name))
    except PackageNotFoundError:
        return Finding(name, "missing", "install from requirements.lock: make run")


def _recogniser(settings: Settings) -> Iterator[Finding]:
    """Only another than Rasd's own: that one comes with it."""
    if settings.entities.backend != "rasd":
        try:
            yield Finding("recogniser", "works", load(settings.entities).name)
        except BadConfiguration as wrong:
            yield Finding("recogniser", "wrong", str(wrong))


def _java() -> Finding:
    try:
        return Finding("java", "works", find_java(), needed=False)
    except Unavailable as missing:
        return Finding("java", "missing", str(missing), needed=False)


def _local_kafka() -> Finding:
    try:
        kafka.check()
    except Unavailable as missing:
        return Finding("local Kafka", "missing", str(missing), needed=False)
    return Finding("local Kafka", "works", f"Apache Kafka {kafka.KAFKA_VERSION} can run here", needed=False)


def _disk(settings: Settings) -> Finding:
    folder = settings.local.folder
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    return Finding("disk", "works" if free >= _ROOM_MB else "missing", f"{free:,} MB free for {folder}")


def _open_to_others(settings: Settings) -> Iterator[Finding]:
    """Only when it is so. What was made by an earlier version, or by hand, is left as it is."""
    folder = settings.local.folder
    if folder.is_dir() and folder.stat().st_mode & 0o077:
        told = f"others on this machine can look into {folder}, where articles lie; close it with: chmod 700 {folder}"
        yield Finding("data folder", "differs", told, needed=False)


def _stack(running: Running | None) -> Finding:
    if running is None:
        return Finding("rasd up", "missing", "does not run on this machine with this data folder", needed=False)
    kind = "" if running.durable else ", in memory: its data ends with it"
    return Finding("rasd up", "works", f"runs, broker {running.bootstrap_servers}{kind}", needed=False)


def _workers(settings: Settings, running: Running | None) -> Iterator[Finding]:
    """Those on this machine. None need be here, unless `rasd up` runs them."""
    for stage, health in healths(settings).items():
        name = f"worker {stage}".strip()
        if health is not None and health.alive:
            well = health.joined and not health.reason
            yield Finding(name, "works" if well else "differs", str(health), needed=False)
        elif running is not None:
            said = f"no sign of life for {health.age:.0f} s; it said last: {health}" if health else "has not started"
            yield Finding(name, "missing", f"{said}; see {settings.local.folder / 'logs'}")


def _cluster(settings: Settings) -> Finding:
    try:
        differences = check_topics(settings.kafka)
    except RasdError as error:
        return _trouble("broker", error)
    if differences:
        told = ", ".join(f"{difference.topic} {difference.what}" for difference in differences)
        missing = any(difference.missing for difference in differences)
        return Finding("broker", "missing" if missing else "differs", f"{told}; see: rasd topics check")
    return Finding("broker", "works", f"{settings.kafka.bootstrap_servers}, all topics as configured")


def _index(settings: Settings) -> Finding:
    try:
        with open_index(settings.index, create=False) as index:
            return Finding("index", "works", f"{index.count()} articles in {settings.index.url or settings.index.path}")
    except Unavailable as missing:  # the first worker makes it
        return Finding("index", "missing", str(missing), needed=False)
    except RasdError as wrong:
        return _trouble("index", wrong)


def _trouble(name: str, error: RasdError) -> Finding:
    return Finding(name, "wrong" if isinstance(error, BadConfiguration) else "missing", str(error))

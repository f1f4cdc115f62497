"""The worked example of docs/adding-a-stage.md, added to a copy of Rasd as the document says, and run."""

import re
import shutil
import subprocess
import sys

import orjson
import pytest

from pipeline.contracts import EnrichedArticle, encode
from tests.e2e.cluster import ROOT, Cluster, by_key, errors

EXAMPLE = ROOT / "tests" / "examples" / "readtime"
BLOCK = re.compile(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def overlay(base, added, target):
    """`base` with the files of `added` put into it, as links where nothing was added."""
    target.mkdir()
    for child in base.iterdir():
        if (added / child.name).is_dir():
            overlay(child, added / child.name, target / child.name)
        else:
            (target / child.name).symlink_to(child)
    for child in added.iterdir():
        if not (base / child.name).exists():
            (shutil.copytree if child.is_dir() else shutil.copy)(child, target / child.name)


@pytest.fixture
def rasd(tmp_path):
    """Rasd with the example in it."""
    folder = tmp_path / "rasd"
    folder.mkdir()
    for room in ("search", "tests", "seeds"):
        (folder / room).symlink_to(ROOT / room)
    for room in ("pipeline", "agents", "configs"):
        overlay(ROOT / room, EXAMPLE / room, folder / room)
    table = folder / "configs" / "topics.toml"
    table.unlink()
    rows = (ROOT / "configs" / "topics.toml").read_text() + (EXAMPLE / "configs" / "topics.toml").read_text()
    table.write_text(rows)
    return folder


def test_the_document_shows_the_files_of_the_example():
    shown = dict(BLOCK.findall((ROOT / "docs" / "adding-a-stage.md").read_text()))
    files = {path.relative_to(EXAMPLE).as_posix(): path.read_text() for path in EXAMPLE.rglob("*.*") if path.is_file()}
    assert shown == {name: text for name, text in files.items() if "__pycache__" not in name}


def test_the_example_works(broker, prefix, tmp_path, rasd):
    cluster = Cluster(broker, prefix, tmp_path, root=rasd)
    create = "import sys, agents.settings as s, agents.topics as t; print(t.create_topics(s.KafkaSettings.model_validate_json(sys.argv[1])))"  # noqa: E501
    subprocess.run([sys.executable, "-c", create, cluster.kafka.model_dump_json()], cwd=rasd, check=True)
    article = EnrichedArticle(id="a", version=3, text="قال الوزير " * 90)
    cluster.publish([("a", encode(article)), ("b", None), ("c", b"{")], topic="articles.enriched")
    worker = cluster.start("readtime", "agents")
    found = by_key(cluster.wait_for("articles.timed", 2, alive=[worker]))
    assert cluster.stop(worker) == 0
    timed = orjson.loads(found["a"][0].value())
    assert timed["minutes"] == 1
    assert timed["provenance"][-1]["stage"] == "readtime"
    assert dict(found["a"][0].headers())["ce_id"] == b"a:3:timed"
    assert found["b"][0].value() is None
    (letter,) = cluster.read("articles.dead")
    assert (errors(letter)["stage"], errors(letter)["reason"]) == ("readtime", "bad_json")
    cluster.close()

"""The wheel: installed elsewhere, away from the checkout, it enriches an article."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import json, pipeline, configs
from pipeline import enrich
article = enrich('قال وزير الخارجية المصري سامح شكري إن "الاتفاق بات قريبا".')
print(json.dumps({
    "from": [pipeline.__file__, configs.__file__],
    "quotes": [quote.text for quote in article.quotes],
    "speakers": [speaker.name for quote in article.quotes for speaker in quote.speakers],
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the built wheel's contents and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    target = folder / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return target


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in an empty folder, with the wheel's contents before everything else."""
    empty = installed.parent / "empty"
    empty.mkdir(exist_ok=True)
    environment = {"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(empty)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=empty, env=environment, capture_output=True, text=True, check=False
    )


def test_an_article_is_enriched_by_the_wheel_alone(installed: Path) -> None:
    done = run(installed, "-c", SCRIPT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert all(str(installed) in place for place in found["from"])
    assert found["quotes"] == ["الاتفاق بات قريبا"]
    assert found["speakers"] == ["سامح شكري"]


def test_the_command_comes_with_it(installed: Path) -> None:
    done = run(installed, "-m", "service", "--version")
    assert done.returncode == 0, done.stderr
    assert "rasd" in done.stdout


def test_the_lists_of_jars_come_with_it(installed: Path) -> None:
    lists = list((installed / "service" / "stack").glob("*.sha256"))
    assert {path.name.partition("-")[0] for path in lists} == {"kafka", "opensearch"}


def test_nothing_but_the_rooms_is_in_it(installed: Path) -> None:
    rooms = {path.name for path in installed.iterdir() if path.is_dir() and not path.name.endswith(".dist-info")}
    assert rooms - {"bin", "__pycache__"} == {"pipeline", "agents", "search", "service", "configs"}

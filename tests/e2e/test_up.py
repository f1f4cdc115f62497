"""`rasd up` as a user has it: from the command to the statements on the screen, and nothing left at the end."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from confluent_kafka import Producer

from service.stack import kafka, state
from service.stack.process import wait_until

from .conftest import need
from .sockets import is_local, listening

RASD = [sys.executable, "-m", "service"]
ARTICLE = "قال وزير الزراعة التونسي عز الدين بن الشيخ إن موسم الزيتون جيد. وأضاف أن الأسعار ستنخفض."


class Up:
    """A running `rasd up`, with what it has written so far."""

    def __init__(self, folder, *options, environment):
        self.folder = folder
        self.environment = environment | {"RASD_LOCAL__FOLDER": str(folder), "RASD_LOCAL__GRACE_SECONDS": "14"}
        self.written = []
        self.process = subprocess.Popen(
            [*RASD, "up", *options], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.written.append(line)

    @property
    def output(self):
        return "".join(self.written)

    def wait_for(self, text, seconds=200):
        assert wait_until(lambda: text in self.output or self.process.poll() is not None, seconds=seconds), self.output
        assert text in self.output, self.output

    def rasd(self, *arguments, **options):
        return subprocess.run(
            [*RASD, *arguments], env=self.environment, capture_output=True, text=True, timeout=200, **options
        )

    def address(self):
        return state.find(self.folder).bootstrap_servers

    def stop(self, number=signal.SIGTERM):
        """The exit code and how long it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(30)
        return code, time.monotonic() - began

    def left_over(self):
        """The processes of this stack that still run, found by the folder in their environment."""
        mark = f"RASD_LOCAL__FOLDER={self.folder}".encode()
        return [int(pid.name) for pid in Path("/proc").glob("[0-9]*") if _has(pid, mark)]


def _has(pid, mark):
    try:
        return mark in (pid / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


@contextmanager
def up(folder, *options, environment=None):
    running = Up(folder, *options, environment=dict(os.environ if environment is None else environment))
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()
        assert wait_until(lambda: not running.left_over(), seconds=60), running.left_over()
        running.process.stdout.close()


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """One `rasd up --seeds` on a real Kafka for the tests that do not stop it."""
    need(kafka.check)
    with up(tmp_path_factory.mktemp("up"), "--broker", "kafka", "--seeds") as running:
        running.wait_for("Ready after")
        yield running


def publish(stack, name, content, *options):
    path = stack.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return stack.rasd("publish", *options, str(path))


def test_the_seeds_are_shown_with_who_is_named_and_who_said_what(stack):
    screen = stack.output
    assert "alhurra-2024-06-19-putin" in screen
    assert "alhurra-2024-07-21-biden" in screen
    assert re.search(r"people .*بوتين", screen)
    assert re.search(r"أسوشيتد برس.*indirect", screen)
    assert "rasd" in screen.partition("In another terminal:")[2] or "service" in screen


def test_an_article_of_ones_own_is_found_by_its_speaker_a_moment_later(stack):
    done = publish(stack, "own.txt", ARTICLE, "--wait")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "1 of 1 acknowledged, 1 indexed.")
    found = stack.rasd("search", "--quotes", "الزيتون", "--json")
    (hit,) = [json.loads(line) for line in found.stdout.splitlines()]
    assert "عز الدين بن الشيخ" in " ".join(hit["speakers"])


def test_publishing_the_same_again_changes_nothing_but_the_version(stack):
    before = json.loads(next(line for line in stack.rasd("doctor", "--json").stdout.splitlines() if '"index"' in line))
    assert stack.rasd("publish", "--wait", "seeds/manifest.toml").returncode == 0
    after = json.loads(next(line for line in stack.rasd("doctor", "--json").stdout.splitlines() if '"index"' in line))
    assert after["detail"] == before["detail"]


def test_bad_lines_are_told_and_the_good_ones_arrive(stack):
    content = '{"id": "good-1", "text": "نص"}\n{"id": "bad"}\n{"id": "good-2", "text": "نص"}\n'
    done = publish(stack, "mixed.jsonl", content, "--wait")
    assert done.returncode == 1
    assert "mixed.jsonl:2: the article has no text" in done.stderr
    assert "2 of 2 acknowledged, 2 indexed, 1 refused." in done.stderr


def test_a_bad_record_on_the_topic_becomes_a_dead_letter_with_its_reason(stack):
    producer = Producer({"bootstrap.servers": stack.address()})
    producer.produce("articles.raw", "نص".encode("utf-16"), key="from-elsewhere")
    assert producer.flush(20) == 0

    def letters():
        return [json.loads(line) for line in stack.rasd("dead", "list", "--json").stdout.splitlines()]

    assert wait_until(lambda: letters(), seconds=30, step_s=0.5)
    (letter,) = letters()
    assert (letter["key"], letter["reason"], letter["stage"]) == ("from-elsewhere", "not_utf8", "segment")
    assert "from-elsewhere  not_utf8" in stack.rasd("dead", "list").stdout.replace(" not", "  not")


def test_publish_tells_which_article_became_a_dead_letter(stack):
    # Larger than this stack's limit, but not than that of whoever publishes it.
    environment = stack.environment | {"RASD_LIMITS__MAX_CHARS": "300000"}
    path = stack.folder / "long.json"
    path.write_text(json.dumps({"id": "long-1", "text": "نص " * 80_000}, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        [*RASD, "publish", "--wait", "--json", str(path)], env=environment, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] == "dead"
    assert "long-1" in done.stderr and "too_long" in done.stderr


def test_tail_shows_statements_of_one_speaker(stack):
    publish(stack, "tail.txt", ARTICLE, "--wait")
    shown = stack.rasd("tail", "quotes", "--speaker", "بن الشيخ", "--from", "beginning", "--max", "1")
    assert shown.returncode == 0
    assert "الزيتون" in shown.stdout
    raw = stack.rasd("tail", "quotes", "--speaker", "بن الشيخ", "--from", "beginning", "--max", "1", "--json")
    assert json.loads(raw.stdout)["quotes"]


def test_topics_are_as_configured(stack):
    checked = stack.rasd("topics", "check", "--json")
    assert checked.returncode == 0, checked.stdout
    states = [json.loads(line)["state"] for line in checked.stdout.splitlines()]
    assert set(states) == {"as it should be"}


def test_it_listens_where_only_this_machine_can_reach_it(stack):
    listeners = [address for pid in stack.left_over() for address, _port in listening(pid)]
    assert len(listeners) >= 2  # Kafka's for clients, and its controller's
    assert all(map(is_local, listeners)), listeners


def test_what_it_stores_is_for_its_user_alone(stack):
    parts = [stack.folder / name for name in ("kafka", "index", "logs", "health", "workers", "up.json")]
    stored = [path for part in parts for path in (part, *part.rglob("*"))]
    assert any(path.suffix == ".log" and path.parent.name.startswith("articles.raw-") for path in stored)
    assert [path for path in stored if path.exists() and path.stat().st_mode & 0o077] == []


def test_a_second_up_is_refused_in_one_line(stack):
    second = stack.rasd("up")
    assert second.returncode == 1
    assert second.stderr.startswith("rasd: `rasd up` runs already with the data in")
    assert len(second.stderr.splitlines()) == 1
    assert stack.process.poll() is None


def test_a_worker_that_is_killed_is_started_again_and_nothing_is_lost(stack):
    victims = [pid for pid in stack.left_over() if b"quotes" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    done = publish(stack, "after.txt", f"{ARTICLE} وهذا بعد ذلك.", "--wait")
    assert victims and done.returncode == 0
    stack.wait_for("quotes ended by SIGKILL")


def test_a_broker_that_is_killed_is_started_again_and_nothing_is_lost(stack):
    address = stack.address()
    (java,) = [pid for pid in stack.left_over() if b"kafka.Kafka" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(java, signal.SIGKILL)
    stack.wait_for("kafka ended by SIGKILL")
    assert wait_until(lambda: kafka.answers(address), seconds=60)
    done = publish(stack, "broker.txt", f"{ARTICLE} وهذا بعد عودة الوسيط.", "--wait")
    assert done.returncode == 0, done.stderr


def test_sigterm_ends_everything_with_0_within_15_seconds_and_the_data_stays(tmp_path):
    need(kafka.check)
    with up(tmp_path, "--broker", "kafka") as first:
        first.wait_for("Ready after")
        assert publish(first, "own.txt", ARTICLE, "--wait").returncode == 0
        code, seconds = first.stop()
        assert code == 0, first.output
        assert seconds < 15
        assert not first.left_over()
        assert state.find(tmp_path) is None
    with up(tmp_path, "--broker", "kafka") as second:
        second.wait_for("Ready after")
        kept = second.rasd("tail", "quotes", "--from", "beginning", "--max", "1", "--json")
        assert json.loads(kept.stdout)["quotes"]
        code, _ = second.stop(signal.SIGINT)  # as by Ctrl-C
        assert code == 0, second.output


def test_kill_9_of_up_leaves_no_process_and_the_next_up_works(tmp_path):
    need(kafka.check)
    with up(tmp_path, "--broker", "kafka") as killed:
        killed.wait_for("Ready after")
        killed.stop(signal.SIGKILL)
        assert wait_until(lambda: not killed.left_over(), seconds=60)
    with up(tmp_path, "--broker", "kafka") as again:
        again.wait_for("Ready after")
        assert again.stop()[0] == 0


def test_sigterm_while_starting_leaves_nothing(tmp_path):
    need(kafka.check)
    with up(tmp_path, "--broker", "kafka") as starting:
        starting.wait_for("Apache Kafka")
        time.sleep(1)  # Java has begun
        code, seconds = starting.stop()
        assert (code, starting.left_over()) == (0, [])
        assert seconds < 15


def without_java():
    """The environment of a machine that has no Java."""
    return {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {
        "PATH": str(Path(sys.executable).parent)
    }


def test_without_java_the_first_look_is_in_memory_and_says_so(tmp_path):
    with up(tmp_path, "--seeds", environment=without_java()) as memory:
        memory.wait_for("Ready after")
        assert memory.output.startswith("In-memory broker: its data ends with it.")
        assert re.search(r"أسوشيتد برس.*indirect", memory.output)
        assert publish(memory, "own.txt", ARTICLE, "--wait").returncode == 0
        code, seconds = memory.stop()
        assert code == 0, memory.output
        assert seconds < 15


def test_kafka_by_name_without_java_is_an_error_in_one_line(tmp_path):
    with up(tmp_path, "--broker", "kafka", environment=without_java()) as refused:
        assert refused.process.wait(30) == 1
        refused.wait_for("rasd: no Java on the PATH; install Java 17 or later, or use --broker memory")

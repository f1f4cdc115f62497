"""Many commands of `rasd`, each in a process of its own, without loading Python and its libraries for each.

    python -m tests.e2e.commands     one JSON line {"environment": …, "commands": [[…], …]} in, one of their ends out

The commands of one line run at the same time. No terminal belongs to them: whoever asks for a password there fails.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOADED = ("agents.worker", "service.cli", "service.publishing", "service.dead_letters", "service.checks")
SECONDS = 120


class Commands:
    """Runs commands; the first one costs what loading `rasd` costs."""

    def __enter__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.commands"], cwd=Path(__file__).parents[2], start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_):
        self._process.communicate()

    def run(self, environment, *commands):
        """Exit code, standard output and standard error of each."""
        self._process.stdin.write(json.dumps({"environment": environment, "commands": commands}) + "\n")
        self._process.stdin.flush()
        return [tuple(end) for end in json.loads(self._process.stdout.readline())]


def _serve():
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        running = [_start(asked["environment"], command) for command in asked["commands"]]
        sys.stdout.write(json.dumps([_end(*one) for one in running]) + "\n")
        sys.stdout.flush()


def _start(environment, command):
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - closed when they have been read
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os._exit(_command(environment, command))
    return pid, out, err


def _command(environment, command):
    from service.cli import main

    os.environ.update(environment)
    code = 70
    try:
        code = main(command)
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _end(pid, out, err):
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.01)
    else:
        os.kill(pid, 9)
        _, status = os.waitpid(pid, 0)
    return [os.waitstatus_to_exitcode(status), *map(_text, (out, err))]


def _text(file):
    file.seek(0)
    with file:
        return file.read().decode()


if __name__ == "__main__":
    _serve()

"""Runs a command that ends when the process that started it is gone, even by kill -9.

    python leash.py PARENT_PID COMMAND ARGUMENT…

Kept free of imports from Rasd: it is run by its path before every child process.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

_PR_SET_PDEATHSIG = 1


def command(arguments: list[str]) -> list[str]:
    """`arguments` on a leash held by this process.

    The kernel counts the thread that starts the child as its parent: start it from the main thread.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *arguments]


def _become(parent: int, arguments: list[str]) -> None:
    """Linux: ask the kernel for SIGTERM at the parent's death, then become the command."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # it died before the kernel was asked
        return
    os.execvp(arguments[0], arguments)  # noqa: S606 - running what it is given is what this is for


def _watch(parent: int, arguments: list[str]) -> int:
    """Elsewhere: run the command as a child, hand signals on, and look twice a second for the parent."""
    child = subprocess.Popen(arguments)  # noqa: S603 - as above

    def hand_on(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, hand_on)
    signal.signal(signal.SIGINT, hand_on)
    while child.poll() is None:
        if os.getppid() != parent:
            child.terminate()
        time.sleep(0.5)
    return child.returncode


def main() -> int:
    """Run the command of `sys.argv`."""
    parent, arguments = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        _become(parent, arguments)
        return 1
    return _watch(parent, arguments)


if __name__ == "__main__":
    sys.exit(main())

"""One heap for all threads of a process.

glibc gives each thread that allocates a heap of its own, and hands back to the system only what lies at the end of
one. The index writes and merges in short-lived threads: over hours that left a worker with a third more memory
(docs/reliability.md).
"""

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def share_one_heap() -> None:
    """To be called before there is a second thread. Nothing changes where there is no glibc."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, 1)

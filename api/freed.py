"""Memory that is given back goes back to the system.

The C library keeps a heap for each thread and large blocks for later. In a process of many threads that reads lists and
rules now and then, that was twice of what it held.
"""

import ctypes

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""Of glibc's mallopt(3)."""


def give_back_what_is_freed() -> None:
    """In this process, from now on; where the C library is another one, nothing."""
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        for option, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, 1 << 18), (_TRIM_THRESHOLD, 1 << 20)):
            tune(option, value)

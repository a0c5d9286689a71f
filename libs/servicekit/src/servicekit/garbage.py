"""Garbage collection in a process that serves."""

import gc


def collect_seldom() -> None:
    """From now on collect seldom, and only what comes later: modules and schemas live as long as the process.

    A collection of everything stopped every request for 100 ms, several times a minute under load. It is for a process
    to decide, not for an application: of several that live in one process, each would keep what the last one left.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)

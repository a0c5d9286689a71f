"""Waiting for what a running system does by itself: the test asks it again until it answers, and never just sleeps."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

PATIENCE_SECONDS = 60.0
"""How long a test waits before it fails. A right answer ends the wait at once, so this is generous to busy machines."""
_PAUSE_SECONDS = 0.02


async def eventually(check: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """Ask until the answer is true and return it; the check may be plain or a coroutine. Fails with the last answer."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, f"still {found!r} after {seconds:.0f} s"
        await asyncio.sleep(_PAUSE_SECONDS)


def wait_until(check: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """The same for a test without an event loop."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, f"still {found!r} after {seconds:.0f} s"
        time.sleep(_PAUSE_SECONDS)
    return found

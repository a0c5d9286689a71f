"""Waiting for a service that takes no connections: it is being replaced, and is back within seconds."""

import asyncio
import time
from collections.abc import Callable

_PAUSE_SECONDS = 0.2


class Patience:
    """Bounded for each absence of a service, not for each request: nobody waits for one that has been gone for long."""

    def __init__(self, seconds: float, places: int, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._places = places
        self._now = now
        self._gone_since: float | None = None
        self._waiting = 0

    async def wait(self) -> bool:
        """Pause before another attempt; False when the service has been gone for too long, or too many wait already."""
        if self._gone_since is None:
            self._gone_since = self._now()
        if self._now() - self._gone_since >= self._seconds or self._waiting >= self._places:
            return False
        self._waiting += 1
        try:
            await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self._waiting -= 1
        return True

    def rewarded(self) -> None:
        """The service takes connections."""
        self._gone_since = None

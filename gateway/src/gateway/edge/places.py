"""Places for requests at one service: who finds none is told to come again, and the service is not taken for broken."""

import asyncio

from gateway.edge.errors import UpstreamBusy


class Place:
    """One taken place; giving it back twice does no harm."""

    def __init__(self, semaphore: asyncio.Semaphore) -> None:
        self._semaphore: asyncio.Semaphore | None = semaphore

    def give_back(self) -> None:
        """Let the next one in."""
        if self._semaphore is not None:
            self._semaphore.release()
            self._semaphore = None


class Places:
    """A fixed number of places with a short queue in front."""

    def __init__(self, upstream: str, most: int, queue_seconds: float) -> None:
        self._upstream, self._queue_seconds = upstream, queue_seconds
        self._semaphore = asyncio.Semaphore(most)

    async def take(self) -> Place:
        """The next free place; raises UpstreamBusy when none becomes free in time."""
        if self._semaphore.locked():
            try:
                async with asyncio.timeout(self._queue_seconds):
                    await self._semaphore.acquire()
            except TimeoutError as error:
                raise UpstreamBusy(upstream=self._upstream) from error
        else:
            await self._semaphore.acquire()
        return Place(self._semaphore)

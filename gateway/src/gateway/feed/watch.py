"""Long polls: one look at the log for all waiting readers of a process, who hold no connection meanwhile."""

import asyncio
import logging
from dataclasses import dataclass

from servicekit.database import Database
from servicekit.driver import LOST

from gateway.feed import repository
from gateway.feed.repository import Wanted

log = logging.getLogger(__name__)
_EVERY_SECONDS = 0.2


@dataclass(slots=True, eq=False)
class _Waiter:
    wanted: Wanted
    after: int
    found: "asyncio.Future[None]"


class Watch:
    """Wakes a reader when something that it wants was stored; looks only while somebody waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiters: set[_Waiter] = set()
        self._task: asyncio.Task[None] | None = None
        self._ending = False

    @property
    def waiting(self) -> int:
        """How many readers wait."""
        return len(self._waiters)

    async def wait(self, wanted: Wanted, after: int, seconds: float) -> bool:
        """Whether something wanted came behind a position before the time was up."""
        if self._ending:
            return False
        waiter = _Waiter(wanted, after, asyncio.get_running_loop().create_future())
        self._waiters.add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(seconds):
                await waiter.found
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True

    def end(self) -> None:
        """Answer every reader now: the process is to stop, and would wait for them."""
        self._ending = True
        for waiter in self._waiters:
            if not waiter.found.done():
                waiter.found.set_result(None)

    async def close(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while self._waiters:
            lowest = min(waiter.after for waiter in self._waiters)
            try:
                upto, kinds = await repository.news(self._database, lowest)
            except LOST as error:
                log.warning("waiting readers: %s", error)
            else:
                self._tell(upto, kinds)
            await asyncio.sleep(_EVERY_SECONDS)

    def _tell(self, upto: int, kinds: list[tuple[str, str]]) -> None:
        for waiter in self._waiters:
            # A reader who is woken for what it has already seen finds nothing and waits on; that is once at most.
            new = waiter.after < upto and any(waiter.wanted.covers(*kind) for kind in kinds)
            if new and not waiter.found.done():
                waiter.found.set_result(None)
            waiter.after = max(waiter.after, upto)

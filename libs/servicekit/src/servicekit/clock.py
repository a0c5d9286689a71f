"""The service's clock. In demo mode a caller may set the time, so that a year passes in a minute."""

import time
from datetime import UTC, datetime

from servicekit.errors import Invalid

TIME_HEADER = "x-songbang-time"
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()


class SimulatedTimeRefused(Invalid):
    """A simulated time must be an ISO 8601 instant of this century that is not in the future."""

    code = "simulated_time_invalid"
    detail = "模拟时间无效"


class Clock:
    """Real time, or simulated time. Ticks follow the simulated time as it goes on, so they never run ahead of it."""

    def __init__(self, *, simulated: bool) -> None:
        self._simulated = simulated
        self._offset = 0.0

    def now(self) -> datetime:
        """The present moment for ticks: the last simulated time, going on from there."""
        return datetime.fromtimestamp(time.time() - self._offset, UTC)

    def of_request(self, given: str | None) -> datetime:
        """The moment of a request. A simulated time outside of demo mode is ignored, never trusted."""
        if given is None or not self._simulated:
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(given)
        except ValueError as error:
            raise SimulatedTimeRefused from error
        if moment.tzinfo is None or not _EARLIEST <= moment.timestamp() <= time.time() + 1:
            raise SimulatedTimeRefused
        self._offset = time.time() - moment.timestamp()
        return moment.astimezone(UTC)

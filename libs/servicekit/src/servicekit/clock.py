"""The service's clock. In demo mode a caller may tell the time, so that a year can be told in a minute."""

import time
from datetime import UTC, datetime

from servicekit.errors import Invalid

TOLD_HEADER = "x-songbang-time"
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()


class ToldTimeRefused(Invalid):
    """A told time must be an ISO 8601 instant of this century that is not in the future."""

    code = "told_time_invalid"
    detail = "讲述时间无效"


class Clock:
    """Real time, or time as told. Ticks follow the told time as it goes on, so they never run ahead of the story."""

    def __init__(self, *, may_be_told: bool) -> None:
        self._may_be_told = may_be_told
        self._offset = 0.0

    def now(self) -> datetime:
        """The present moment for ticks: the last told time, going on from there."""
        return datetime.fromtimestamp(time.time() - self._offset, UTC)

    def of_request(self, told: str | None) -> datetime:
        """The moment of a request. A told time outside of demo mode is ignored, never trusted."""
        if told is None or not self._may_be_told:
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(told)
        except ValueError as error:
            raise ToldTimeRefused from error
        if moment.tzinfo is None or not _EARLIEST <= moment.timestamp() <= time.time() + 1:
            raise ToldTimeRefused
        self._offset = time.time() - moment.timestamp()
        return moment.astimezone(UTC)

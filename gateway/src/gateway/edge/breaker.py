"""A circuit breaker per upstream: a dead service is asked rarely, and its callers are answered at once."""

import math
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half_open"]


class Breaker:
    """Opens after so many failures in a row; then lets one request at a time try until one succeeds."""

    def __init__(self, failures: int, open_seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._open_seconds = open_seconds
        self._now = now
        self._failures = 0
        self._blocked_until = 0.0

    @property
    def state(self) -> State:
        """Closed is the healthy state."""
        if self._failures < self._limit:
            return "closed"
        return "open" if self._now() < self._blocked_until else "half_open"

    def admit(self) -> int | None:
        """None when a request may pass, else after how many seconds to come back. A probe takes the only free place."""
        state = self.state
        if state == "half_open":
            self._blocked_until = self._now() + self._open_seconds
        elif state == "open":
            return max(1, math.ceil(self._blocked_until - self._now()))
        return None

    def succeeded(self) -> None:
        """The service answered, whatever it said."""
        self._failures = 0

    def failed(self) -> None:
        """The service could not be reached, broke off or was silent for too long."""
        self._failures += 1
        self._blocked_until = self._now() + self._open_seconds

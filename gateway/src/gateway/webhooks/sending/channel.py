"""One endpoint's share of this process: its queue, how much may be in flight, and when to hold back.

The limit grows by one with every success and halves with every failure, so a dead endpoint ends at one request at a
time. One that is slow to answer counts as suspect at once, and all suspects together get half of the process at most.
"""

from collections import deque
from dataclasses import dataclass, field

from gateway.webhooks.deliveries.queue import Claim
from gateway.webhooks.sending.client import Answer, Client

START_LIMIT = 8
SLOW_SECONDS = 1.0
_TOLERATED = 5
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 3600.0


@dataclass(slots=True)
class Channel:
    """The in-memory side of one endpoint in one process; everything durable is in the database."""

    client: Client
    most: int
    rate: int | None = None
    queue: deque[Claim] = field(default_factory=deque)
    in_flight: dict[int, float] = field(default_factory=dict)
    limit: float = 0.0
    failures: int = 0
    held_until: float = 0.0
    hot: bool = True
    failing: bool = False
    served_here: bool = True
    alone: bool = False
    _starts: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """A new endpoint starts carefully."""
        self.limit = self.limit or min(START_LIMIT, self.most)

    def is_suspect(self, now: float) -> bool:
        """Whether it failed last or is keeping a request waiting right now."""
        if self.failures:
            return True
        oldest = next(iter(self.in_flight.values()), now)
        return now - oldest > SLOW_SECONDS

    def wants(self, now: float) -> int:
        """How many more deliveries it is worth claiming."""
        if now < self.held_until or not self.served_here:
            return 0
        ahead = len(self.queue) + len(self.in_flight)
        room = 1 if self.failures else int(self.limit) * 2
        if self.rate is not None:
            room = min(room, self.rate + len(self.in_flight))
        wanted = room - ahead
        # A nearly full buffer is left alone, so that a claim is worth its round trip.
        return wanted if wanted * 2 >= room else 0

    def may_start(self, now: float) -> bool:
        """Whether the next queued delivery may go out now."""
        if not self.queue or now < self.held_until or len(self.in_flight) >= int(self.limit):
            return False
        return self.rate is None or self._within_rate(self.rate, now)

    def _within_rate(self, rate: int, now: float) -> bool:
        """Whether no second has more starts than the rate, this one included, which is noted."""
        while self._starts and now - self._starts[0] >= 1.0:
            self._starts.popleft()
        if len(self._starts) >= rate:
            return False
        self._starts.append(now)
        return True

    def learn(self, answer: Answer, wanted_wait: float | None, now: float, longest_pause: float) -> None:
        """Adapt to what came back."""
        if answer.accepted:
            self.limit = min(self.limit + 1, self.most)
            self.failures = 0
            return
        self.limit = max(1.0, self.limit / 2)
        self.failures += 1
        pause = 0.0
        if self.failures > _TOLERATED:
            pause = min(_FIRST_PAUSE * 2 ** min(self.failures - _TOLERATED, 20), longest_pause)
        if answer.status in (429, 502, 503, 504) and wanted_wait is not None:
            pause = max(pause, min(wanted_wait, _LONGEST_PAUSE))
        self.held_until = max(self.held_until, now + pause)

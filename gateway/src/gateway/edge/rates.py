"""Rate limits per client and per address, in the memory of this process: with N processes the budget is N-fold."""

import math
import re
import threading
import time
from dataclasses import dataclass

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from servicekit.http_refusals import RateExceeded

from gateway.edge.headers import Headers
from gateway.settings import Settings

_LOGINS = ("/api/identity/v1/token", "/api/identity/v1/session")
_SWEEP_SECONDS = 60.0
_COMPLAINTS = ("/api/supervision/v1/complaint-box", "/api/certificate/v1/demands/outcome")
_VERIFY = (
    "/api/certificate/v1/verify/", "/api/supervision/v1/draw-proofs/", "/api/supervision/v1/public-passes/",
    "/api/supervision/v1/calendars/",
)  # fmt: skip
_OF_ANYBODY = re.compile("/api/signage/v1/(places/[^/]+/reports|report-receipts/[^/]+/photo)")


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of the tightest limit that applied; written into every answer."""

    limit: int
    remaining: int
    reset_seconds: int

    def headers(self) -> Headers:
        """The RateLimit fields (draft-ietf-httpapi-ratelimit-headers, version 7)."""
        return [
            (b"ratelimit-limit", b"%d" % self.limit),
            (b"ratelimit-remaining", b"%d" % self.remaining),
            (b"ratelimit-reset", b"%d" % self.reset_seconds),
        ]


class _Running(threading.Timer):
    """Stands for a sweep that is always under way, so that the storage starts no thread of its own."""

    def is_alive(self) -> bool:
        return True


class Windows(MemoryStorage):
    """The library's storage, swept in passing: its timer thread, up to 100 a second, cost half of the throughput."""

    def __init__(self) -> None:
        super().__init__()
        self.timer.cancel()
        self.timer = _Running(0, lambda: None)
        self._sweep_at = 0.0

    def sweep(self) -> None:
        """Forget counters that have expired; looks at most once in a minute."""
        now = time.monotonic()
        if now >= self._sweep_at:
            self._sweep_at = now + _SWEEP_SECONDS
            for key in list(self.expirations):
                self.get(key)  # drops the counter when it has expired


class Rates:
    """Counts requests in sliding windows."""

    def __init__(self, settings: Settings) -> None:
        self._windows = Windows()
        self._limiter = SlidingWindowCounterRateLimiter(self._windows)
        self._client = settings.rate(settings.rate_client)
        self._address = settings.rate(settings.rate_address)
        self._login = settings.rate(settings.rate_login)
        self._complaint = settings.rate(settings.rate_complaint)
        self._verify = settings.rate(settings.rate_verify)
        self._report = settings.rate(settings.rate_report)

    def spend(self, path: str, address: str, client: str | None) -> tuple[Budget, RateExceeded | None]:
        """Count one request; the second part is the refusal when a limit is used up."""
        self._windows.sweep()
        applied = [(self._address, f"a:{address}")]
        if client is not None:
            applied.append((self._client, f"c:{client}"))
        if path.startswith(_LOGINS):
            applied.append((self._login, f"l:{address}"))
        elif path.startswith(_COMPLAINTS):
            applied.append((self._complaint, f"b:{address}"))
        elif path.startswith(_VERIFY):
            applied.append((self._verify, f"v:{address}"))
        elif _OF_ANYBODY.fullmatch(path):
            applied.append((self._report, f"r:{address}"))
        tightest: Budget | None = None
        for item, key in applied:
            allowed = self._limiter.hit(item, key)
            budget = self._left(item, key, used_up=not allowed)
            if not allowed:
                return budget, RateExceeded(retry_after_seconds=budget.reset_seconds)
            if tightest is None or budget.remaining < tightest.remaining:
                tightest = budget
        assert tightest is not None  # noqa: S101 - the address limit always applies
        return tightest, None

    def _left(self, item: RateLimitItem, key: str, *, used_up: bool) -> Budget:
        stats = self._limiter.get_window_stats(item, key)
        reset = max(1, math.ceil(stats.reset_time - time.time()))
        return Budget(item.amount, 0 if used_up else max(0, stats.remaining), reset)

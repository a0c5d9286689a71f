"""When a failed delivery is tried again."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import accumulate

JITTER = 0.1
LONGEST_WAIT = timedelta(hours=24)


def wait_after(failures: int, schedule: Sequence[float], *, wanted: float | None = None) -> timedelta | None:
    """How long to wait after that many failures, or None when the schedule is exhausted.

    The jitter only lengthens: receivers that come back must not meet all their senders in the same second.
    A receiver may ask for a longer wait, within a day, never for a shorter one.
    """
    if failures >= len(schedule):
        return None
    seconds = schedule[failures] * (1 + random.random() * JITTER)  # noqa: S311 - not a secret
    return min(timedelta(seconds=max(seconds, wanted or 0.0)), LONGEST_WAIT + timedelta(seconds=schedule[failures]))


def tried_within(outage: timedelta, schedule: Sequence[float]) -> int:
    """How often a delivery can have been tried that failed once before an outage of that length at most."""
    return 2 + sum(wait <= outage.total_seconds() for wait in accumulate(schedule[1:]))


def seconds_of(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds or as an HTTP date; nonsense asks for nothing."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT.total_seconds())
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT.total_seconds())

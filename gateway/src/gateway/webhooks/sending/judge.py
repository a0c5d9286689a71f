"""From an answer to what is written down: delivered, failed with a next time, or exhausted."""

from collections.abc import Sequence
from datetime import datetime

from gateway.webhooks.deliveries.models import Outcome
from gateway.webhooks.deliveries.queue import Claim, Result
from gateway.webhooks.sending.client import Answer
from gateway.webhooks.sending.schedule import wait_after

GONE = 410


def judged(claim: Claim, answer: Answer, wanted: float | None, schedule: Sequence[float], now: datetime) -> Result:
    """The result of an attempt."""
    result = Result(
        claim, Outcome.DELIVERED, now, answer.latency_ms, answer.status,
        answer.error if answer.error or answer.accepted else f"answered {answer.status}", answer.body,
    )  # fmt: skip
    if answer.accepted:
        return result
    if answer.status == GONE:
        # The endpoint is disabled; should it ever be enabled again, this event is still owed to it.
        result.outcome, result.next_at = Outcome.FAILED, now
        return result
    wait = wait_after(claim.attempts + 1, schedule, wanted=wanted)
    if wait is None:
        result.outcome = Outcome.EXHAUSTED
    else:
        result.outcome, result.next_at = Outcome.FAILED, now + wait
    return result

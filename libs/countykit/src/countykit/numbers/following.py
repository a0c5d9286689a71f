"""A service's copies of numbers, of where they were dispatched, and of the county's rules about them."""

import sqlalchemy as sa
from contracts.assignments import AssignmentEnded, TaskAssigned
from contracts.checklist import AdmissionExpired, AdmissionGranted, AdmissionRejected, AdmissionWithdrawn
from contracts.emergencies import EmergencyLapsed, EmergencyStarted
from contracts.envelope import Envelope
from contracts.number_rules import NumberRuleApproved, NumberRuleWithdrawn
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from countykit.workdays import today

follow = Consumers()
"""Include these handlers: `consumers.include(numbers.follow)`."""

# An older event that arrives late must not win, so rows carry the sequence they were written from.
_ADMITTED = sa.text("""
    INSERT INTO admitted_number (admission, number, title, department, region, places, starts_on, valid_until,
        by_assignment, sequence)
    VALUES (:admission, :number, :title, :department, :region, :places, :starts_on, :valid_until, :by_assignment,
        :sequence)
    ON CONFLICT (admission) DO UPDATE SET title = excluded.title, places = excluded.places,
        starts_on = excluded.starts_on, valid_until = excluded.valid_until, by_assignment = excluded.by_assignment,
        ended_on = NULL, sequence = excluded.sequence
    WHERE admitted_number.sequence < excluded.sequence
""")
_ENDED = sa.text("""
    UPDATE admitted_number SET ended_on = :day, sequence = :sequence
    WHERE admission = :admission AND sequence < :sequence
""")
_DISPATCHED = sa.text("""
    INSERT INTO dispatched_number (assignment, admission, village, starts_on, until, sequence)
    VALUES (:assignment, :admission, :village, :starts_on, :until, :sequence)
    ON CONFLICT (assignment) DO UPDATE SET starts_on = excluded.starts_on, until = excluded.until,
        ended_on = NULL, sequence = excluded.sequence
    WHERE dispatched_number.sequence < excluded.sequence
""")
_RECALLED = sa.text("""
    UPDATE dispatched_number SET ended_on = :day, sequence = :sequence
    WHERE assignment = :assignment AND sequence < :sequence
""")
_RULE = sa.text("""
    INSERT INTO followed_number_rule (id, county, area, mode, starts_on, approved_at, withdrawn, sequence)
    VALUES (:id, :county, :area, :mode, :starts_on, :approved_at, :withdrawn, :sequence)
    ON CONFLICT (id) DO UPDATE SET withdrawn = excluded.withdrawn, sequence = excluded.sequence
    WHERE followed_number_rule.sequence < excluded.sequence
""")


@follow(AdmissionGranted)
async def follow_grant(event: Envelope[AdmissionGranted], tx: Transaction) -> None:
    """Keep an admitted task; one that was granted before events told its first day was good from its grant on."""
    granted = event.data
    values = {
        "starts_on": granted.starts_on or today(event.time), "valid_until": granted.valid_until,
        "by_assignment": granted.by_assignment,
    }  # fmt: skip
    await _keep(event, tx, values)


@follow(EmergencyStarted)
async def follow_start(event: Envelope[EmergencyStarted], tx: Transaction) -> None:
    """Keep an emergency's number; events that did not tell its last day yet are good while the papers are due."""
    started = event.data
    values = {
        "starts_on": started.starts_on, "valid_until": started.valid_until or started.papers_by, "by_assignment": True
    }  # fmt: skip
    await _keep(event, tx, values)


async def _keep(
    event: Envelope[AdmissionGranted] | Envelope[EmergencyStarted], tx: Transaction, values: dict[str, object]
) -> None:
    shared = {
        "admission": event.subject_id, "number": event.data.number, "title": event.data.title,
        "department": event.department or "", "region": event.region, "places": event.data.regions,
        "sequence": event.sequence,
    }  # fmt: skip
    await tx.session.execute(_ADMITTED, {**shared, **values})


@follow(AdmissionExpired)
async def follow_expiry(event: Envelope[AdmissionExpired], tx: Transaction) -> None:
    """A number ran out; its last day stays a day on which it was good."""
    await tx.session.execute(
        sa.text(
            "UPDATE admitted_number SET sequence = :sequence WHERE admission = :admission AND sequence < :sequence"
        ),
        {"admission": event.subject_id, "sequence": event.sequence},
    )


@follow(AdmissionWithdrawn)
async def follow_withdrawal(event: Envelope[AdmissionWithdrawn], tx: Transaction) -> None:
    """A number was taken back; an application without a number is none of ours."""
    await _end(event, tx)


@follow(AdmissionRejected)
async def follow_rejection(event: Envelope[AdmissionRejected], tx: Transaction) -> None:
    """The papers of an emergency were refused: its number ends."""
    await _end(event, tx)


@follow(EmergencyLapsed)
async def follow_lapse(event: Envelope[EmergencyLapsed], tx: Transaction) -> None:
    """No papers came for an emergency: its number ended."""
    await _end(event, tx)


async def _end(
    event: Envelope[AdmissionWithdrawn] | Envelope[AdmissionRejected] | Envelope[EmergencyLapsed], tx: Transaction
) -> None:
    values = {"admission": event.subject_id, "day": today(event.time), "sequence": event.sequence}
    await tx.session.execute(_ENDED, values)


@follow(TaskAssigned)
async def follow_assignment(event: Envelope[TaskAssigned], tx: Transaction) -> None:
    """Keep that a task was dispatched to a village."""
    values = {
        "assignment": event.subject_id, "admission": event.data.admission, "village": event.region,
        "starts_on": event.data.starts_on, "until": event.data.until, "sequence": event.sequence,
    }  # fmt: skip
    await tx.session.execute(_DISPATCHED, values)


@follow(AssignmentEnded)
async def follow_recall(event: Envelope[AssignmentEnded], tx: Transaction) -> None:
    """A task asks nothing of a village any more."""
    values = {"assignment": event.subject_id, "day": event.data.ended_on, "sequence": event.sequence}
    await tx.session.execute(_RECALLED, values)


@follow(NumberRuleApproved)
async def follow_rule(event: Envelope[NumberRuleApproved], tx: Transaction) -> None:
    """Keep how strictly the county checks from a day on."""
    await _rule(event, tx, withdrawn=False)


@follow(NumberRuleWithdrawn)
async def follow_rule_withdrawal(event: Envelope[NumberRuleWithdrawn], tx: Transaction) -> None:
    """Keep that a rule was taken back before its first day."""
    await _rule(event, tx, withdrawn=True)


async def _rule(
    event: Envelope[NumberRuleApproved] | Envelope[NumberRuleWithdrawn], tx: Transaction, *, withdrawn: bool
) -> None:
    rule = event.data
    values = {
        "id": event.subject_id, "county": event.region, "area": rule.area.value, "mode": rule.mode.value,
        "starts_on": rule.starts_on, "approved_at": event.time, "withdrawn": withdrawn, "sequence": event.sequence,
    }  # fmt: skip
    await tx.session.execute(_RULE, values)

"""The forms that villages fill, as this service hears of them from report-svc."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from contracts.envelope import Envelope
from contracts.form_amendments import FormSuperseded
from contracts.form_grounds import FormGrounded
from contracts.report import FormApproved, FormExpired, FormStopped, FormWithdrawn
from countykit import workdays
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

follow = Consumers()
_APPROVED = sa.text("""
    INSERT INTO form_burden
        (id, region, department, title, seconds_a_year, starts_on, valid_until, admission, legal_basis)
    VALUES (:id, :region, :department, :title, :seconds, :day, :until, :admission, :basis) ON CONFLICT (id) DO NOTHING
""")
_ENDED = sa.text("UPDATE form_burden SET ended_on = :day WHERE id = :id AND ended_on IS NULL")
# Its new version costs what it asks from now on: nothing is given back by the one that it replaces.
_SUPERSEDED = sa.text("UPDATE form_burden SET valid_until = least(valid_until, :last) WHERE id = :id")
_GROUNDED = sa.text(
    "UPDATE form_burden SET admission = :admission, legal_basis = coalesce(:basis, legal_basis) WHERE id = :id"
)


@follow(FormApproved)
async def follow_approval(event: Envelope[FormApproved], tx: Transaction) -> None:
    """Remember on what a form stands and what it costs; of before both were told nothing is known."""
    form = event.data
    if form.seconds_a_year is not None and form.valid_until is not None and event.department is not None:
        await tx.session.execute(_APPROVED, {
            "id": event.subject_id, "region": event.region, "department": event.department,
            "title": form.title or form.form, "seconds": form.seconds_a_year, "until": form.valid_until,
            "day": workdays.today(event.time), "admission": form.admission,
            "basis": form.legal_basis,
        })  # fmt: skip


@follow(FormGrounded)
async def follow_ground(event: Envelope[FormGrounded], tx: Transaction) -> None:
    """A form that stands on an admission was counted with it."""
    await tx.session.execute(
        _GROUNDED,
        {
            "id": event.subject_id,
            "admission": event.data.admission,
            "basis": event.data.legal_basis,
        },
    )


async def _end(event: Envelope[Any], tx: Transaction) -> None:
    await tx.session.execute(_ENDED, {"id": event.subject_id, "day": workdays.today(event.time)})


@follow(FormStopped)
async def follow_stop(event: Envelope[FormStopped], tx: Transaction) -> None:
    """A stopped form is filled no more."""
    await _end(event, tx)


@follow(FormWithdrawn)
async def follow_withdrawal(event: Envelope[FormWithdrawn], tx: Transaction) -> None:
    """Nor is one that was taken back."""
    await _end(event, tx)


@follow(FormSuperseded)
async def follow_amendment(event: Envelope[FormSuperseded], tx: Transaction) -> None:
    """A form whose new version took its place counts no more beside it."""
    last = workdays.today(event.time) - timedelta(days=1)
    await tx.session.execute(_SUPERSEDED, {"id": event.subject_id, "last": last})


@follow(FormExpired)
async def follow_expiry(event: Envelope[FormExpired], tx: Transaction) -> None:
    """Nor is one whose approval ran out."""
    await _end(event, tx)

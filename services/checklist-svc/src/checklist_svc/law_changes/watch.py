"""Forms of another service that are approved on a law that was repealed before get a review."""

from datetime import timedelta
from uuid import UUID

from contracts.envelope import Envelope
from contracts.form_grounds import FormGrounded
from contracts.law_changes import Standing
from contracts.report import FormApproved
from countykit.workdays import today
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from checklist_svc.admissions.burdens import forms
from checklist_svc.admissions.burdens import repository as burdens
from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.law_changes import repository
from checklist_svc.law_changes.models import DAYS, LawReview, opened
from checklist_svc.repeals.watch import cited_repeals


async def review_form(tx: Transaction, form: FormBurden) -> None:
    """A form was approved elsewhere: where its law was repealed before, its body says on what it goes on."""
    for change in await cited_repeals(tx, form.region, form.legal_basis or "", today(tx.now)):
        if not await repository.is_reviewed(tx, change["id"], form.id):
            review = tx.add(
                LawReview(
                    change_id=change["id"], law=change["law"], standing=Standing.FORM, subject_id=form.id,
                    region=form.region, department=form.department, title=form.title, basis=form.legal_basis or "",
                    due_on=today(tx.now) + timedelta(days=DAYS),
                )
            )  # fmt: skip
            tx.record(opened(review), about=review, department=review.department)


follow = Consumers()
"""In place of what the burdens follow by themselves: first the form is known, then its basis is looked at."""


@follow(FormApproved)
async def follow_approval(event: Envelope[FormApproved], tx: Transaction) -> None:
    """A form was approved."""
    await forms.follow_approval(event, tx)
    await _look_at(tx, event.subject_id)


@follow(FormGrounded)
async def follow_ground(event: Envelope[FormGrounded], tx: Transaction) -> None:
    """A form got another basis."""
    await forms.follow_ground(event, tx)
    await _look_at(tx, event.subject_id)


async def _look_at(tx: Transaction, form_id: UUID) -> None:
    form = await burdens.form(tx, form_id)
    if form is not None:
        await review_form(tx, form)

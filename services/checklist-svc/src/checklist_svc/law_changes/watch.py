"""Forms of another service that are approved on a law that was repealed before get a review."""

from typing import Any

from contracts.envelope import Envelope
from contracts.form_grounds import FormGrounded
from contracts.law_changes import Standing
from contracts.report import FormApproved
from countykit.law_reviews import due_on
from countykit.workdays import today
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from checklist_svc.admissions.burdens import repository as burdens
from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.law_changes import repository
from checklist_svc.law_changes.models import LawReview, opened
from checklist_svc.repeals.watch import cited_repeals


async def review_form(tx: Transaction, form: FormBurden) -> None:
    """A form was approved elsewhere: where its law was repealed before, its body says on what it goes on."""
    for change in await cited_repeals(tx, form.region, form.legal_basis or "", today(tx.now)):
        if not await repository.is_reviewed(tx, change["id"], form.id):
            review = tx.add(
                LawReview(
                    change_id=change["id"], law=change["law"], standing=Standing.FORM, subject_id=form.id,
                    region=form.region, department=form.department, title=form.title, basis=form.legal_basis or "",
                    due_on=due_on(tx, today(tx.now)),
                )
            )  # fmt: skip
            tx.record(opened(review), about=review, department=review.department)


follow = Consumers()


@follow(FormApproved)
@follow(FormGrounded)
async def follow_basis(event: Envelope[Any], tx: Transaction) -> None:
    """A form was approved, or got another basis; `burdens.forms` has heard of it before and knows it."""
    form = await burdens.form(tx, event.subject_id)
    if form is not None:
        await review_form(tx, form)

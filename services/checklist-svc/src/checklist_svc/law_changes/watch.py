"""What was repealed before: new records do not stand on it, and forms of another service get a review."""

from datetime import date, timedelta

from contracts.law_changes import Standing
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.law_changes import repository
from checklist_svc.law_changes.citing import cites
from checklist_svc.law_changes.errors import BasisRepealed
from checklist_svc.law_changes.models import DAYS, LawReview, opened


async def require_in_force(tx: Transaction, region: str, bases: dict[str, str], on: date) -> None:
    """Nothing new stands on a law that is repealed by its first day; `bases` by what they are of. BasisRepealed."""
    gone = await repository.repealed(tx, county_of(region), on)
    fallen = [
        {"of": name, "law": change.law, "repealed_on": change.effective_on.isoformat(), "source": change.source}
        for name, basis in bases.items() for change in gone if cites(basis, change.law, change.articles)
    ]  # fmt: skip
    if fallen:
        raise BasisRepealed(laws=fallen)


async def review_form(tx: Transaction, form: FormBurden) -> None:
    """A form was approved elsewhere: where its law was repealed before, its body says on what it goes on."""
    county = county_of(form.region)
    for change in await repository.repealed(tx, county, today(tx.now)):
        if cites(form.legal_basis or "", change.law, change.articles) and not await repository.is_reviewed(
            tx, change.id, form.id
        ):
            review = tx.add(
                LawReview(
                    change_id=change.id, law=change.law, standing=Standing.FORM, subject_id=form.id,
                    region=form.region, department=form.department, title=form.title, basis=form.legal_basis or "",
                    due_on=today(tx.now) + timedelta(days=DAYS),
                )
            )  # fmt: skip
            tx.record(opened(review), about=review, department=review.department)

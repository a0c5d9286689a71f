"""What can be done with additions."""

from datetime import date
from uuid import UUID

from contracts.catalogue_additions import CatalogueAdditionFiled, CatalogueExtended
from contracts.form_suspensions import RevisionKind
from countykit.identity import EVERYTHING, Caller
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden, NotFound
from servicekit.transaction import Transaction

from report_svc.additions import repository
from report_svc.additions.errors import AdditionPending, AdditionYear, CatalogueAwaited, FormCatalogued, FormNotInForce
from report_svc.additions.models import WORKFLOW, CatalogueAddition, State
from report_svc.additions.schemas import AdditionDecision, AdditionFiling
from report_svc.catalogues import repository as catalogues
from report_svc.catalogues.models import Catalogue, CatalogueEntry
from report_svc.catalogues.revising import add_edition
from report_svc.forms import repository as forms
from report_svc.forms.models import Form


async def file(tx: Transaction, caller: Caller, given: AdditionFiling) -> CatalogueAddition:
    """File one form for the published catalogue (FRM-06).

    Raises NotFound, Forbidden, AdditionYear, CatalogueAwaited, FormCatalogued, FormNotInForce, AdditionPending.
    """
    form = await forms.held(tx, caller.scope, given.form_id)
    if not form.region.startswith(caller.region[:6]):
        raise NotFound
    if caller.department is not None and not caller.acts_for(form.department):
        raise Forbidden
    day = today(tx.now)
    if given.year not in (day.year, day.year + 1):
        raise AdditionYear
    county = county_of(form.region)
    await _published(tx, county, given.year)
    await _require_addable(tx, county, form, given.year)
    if await repository.waits(tx, form.id, given.year):
        raise AdditionPending
    row = tx.add(
        CatalogueAddition(
            region=county, department=form.department, form_id=form.id, form=form.code, title=form.title,
            year=given.year, reason=given.reason, filed_by=caller.sub,
        )
    )  # fmt: skip
    tx.record(CatalogueAdditionFiled(form=row.form, year=row.year), about=row, department=row.department)
    return row


async def decide(tx: Transaction, caller: Caller, addition_id: UUID, given: AdditionDecision) -> CatalogueAddition:
    """Add the form to the catalogue, or refuse it; raises FormCatalogued, FormNotInForce."""
    row = await repository.ADDITIONS.locked(tx, caller.scope, addition_id)
    taken = WORKFLOW.take(row, "decision", caller, outcome=given.decision)
    row.decided_by, row.decided_at, row.decision_reason = caller.sub, tx.now, given.reason
    if row.state is State.ADDED:
        await _add(tx, row)
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def withdraw(tx: Transaction, caller: Caller, addition_id: UUID) -> CatalogueAddition:
    """Take an addition back before it is decided."""
    row = await repository.ADDITIONS.locked(tx, caller.scope, addition_id)
    taken = WORKFLOW.take(row, "withdrawal", caller)
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def _add(tx: Transaction, row: CatalogueAddition) -> None:
    """A new edition of the catalogue, which has the form from this moment on."""
    form = await forms.held(tx, EVERYTHING, row.form_id)
    catalogue = await tx.locked(Catalogue, (await _published(tx, row.region, row.year)).id, EVERYTHING)
    await _require_addable(tx, row.region, form, row.year)
    catalogue.proposed += 1
    add_edition(tx, catalogue, form, RevisionKind.ADDED, effective_on=today(tx.now), reason=row.reason)
    row.edition = catalogue.edition
    tx.add(CatalogueEntry(catalogue_id=catalogue.id, form_id=form.id, added_at=tx.now, edition=catalogue.edition))
    await tx.session.flush()  # the entry is counted with the others
    fact = CatalogueExtended(
        year=catalogue.year, form=form.code, edition=catalogue.edition, proposed=catalogue.proposed,
        forms=len(await catalogues.forms_of(tx, catalogue)),
    )  # fmt: skip
    tx.record(fact, about=catalogue)


async def _published(tx: Transaction, county: str, year: int) -> Catalogue:
    catalogue = await catalogues.of_year(tx, county, year)
    if catalogue is None:
        raise CatalogueAwaited
    return catalogue


async def _require_addable(tx: Transaction, county: str, form: Form, year: int) -> None:
    if await catalogues.lists(tx, county, year, form.id):
        raise FormCatalogued
    if not form.in_force(max(today(tx.now), date(year, 1, 1))):
        raise FormNotInForce

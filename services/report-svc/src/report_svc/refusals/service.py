"""How a village refuses a form."""

from datetime import date

from contracts.form_refusals import FormRefused, Ground
from countykit import directory
from countykit.identity import Caller
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.catalogues import repository as catalogues
from report_svc.elements.kinds import normalised
from report_svc.forms import repository as forms
from report_svc.forms.models import Form, State
from report_svc.refusals import letter
from report_svc.refusals.errors import FormLawful, NoCatalogueYet, SurveyMarked
from report_svc.refusals.models import FormRefusal
from report_svc.refusals.schemas import DemandedForm


async def refuse(tx: Transaction, caller: Caller, demand: DemandedForm) -> FormRefusal:
    """Write the letter and keep it.

    Raises FormLawful, SurveyMarked, NoCatalogueYet, DepartmentUnknown, RegionUnknown.
    """
    village = await directory.region(tx, caller.region.ljust(12, "0"), "village")
    department = await directory.department(tx, demand.department)
    county, day = county_of(village.code), today(tx.now)
    catalogue = await catalogues.of_year(tx, county, day.year)
    ground, ended = await _ground(tx, county, demand, day, published=catalogue is not None)
    published = today(catalogue.created_at) if catalogue else day
    law = letter.law_of(ground, day.year, published)
    text = letter.compose(
        village=village.name, department=department.name, title=demand.title, ground=ground, law=law,
        missing=demand.missing_marks, ended=ended, day=day,
    )  # fmt: skip
    row = tx.add(
        FormRefusal(
            region=village.code, title=demand.title, table_number=demand.table_number, department=department.code,
            charged_home=department.home, ground=ground, law=law, letter=text,
        )
    )  # fmt: skip
    fact = FormRefused(title=row.title, charged_home=row.charged_home, ground=row.ground)
    tx.record(fact, about=row, department=row.department)
    return row


async def _ground(
    tx: Transaction, county: str, demand: DemandedForm, day: date, *, published: bool
) -> tuple[Ground, date | None]:
    """Why the form may be refused for sure, and since when; raises where it may not."""
    expired = demand.valid_until is not None and demand.valid_until < day
    if demand.survey and (demand.missing_marks or expired):
        return (Ground.UNMARKED, None) if demand.missing_marks else (Ground.EXPIRED, demand.valid_until)
    for form in await catalogues.forms_in_force(tx, county, tx.now, day):
        if _same(form, demand):
            if demand.outside_platform:
                return Ground.OUTSIDE, None
            raise FormLawful(form_id=str(form.id), form=form.code)
    if demand.survey:
        raise SurveyMarked
    if not published:
        raise NoCatalogueYet
    for form in await forms.ended(tx, county, [State.STOPPED, State.WITHDRAWN, State.EXPIRED]):
        if _same(form, demand):
            return Ground.ENDED, form.ended_on
    return Ground.OFF_CATALOGUE, None


def _same(form: Form, demand: DemandedForm) -> bool:
    number = demand.table_number
    by_number = number is not None and normalised(form.table_number) == normalised(number)
    return by_number or normalised(form.title) == normalised(demand.title)

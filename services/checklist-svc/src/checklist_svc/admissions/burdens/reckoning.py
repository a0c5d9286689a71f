"""What bodies take of the villages' time in a year, against their budgets."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from countykit.regions import county_of
from servicekit.transaction import Transaction

from checklist_svc.admissions.burdens import repository
from checklist_svc.admissions.burdens.schemas import BodyReckoning, BudgetYear
from checklist_svc.admissions.models import Admission
from checklist_svc.settings import Settings

MOST = 500


async def years_of(
    tx: Transaction, region: str, department: str, added: dict[int, int], settings: Settings,
    *, apart_from: UUID | None = None, leaving: Admission | None = None, today: date,
) -> list[BudgetYear]:  # fmt: skip
    """The body's budget in each year of `added`, with what `leaving` would have taken from today on left out."""
    own = {row.year: row.minutes for row in await repository.in_force(tx, region, *added, department=department)}
    admitted = await repository.admitted(tx, region, *added, department=department)
    forms = await repository.forms(tx, region, *added, department=department)
    return [
        BudgetYear(
            year=year, budget=own.get(year, settings.burden_budget_minutes), added=minutes,
            committed=sum(
                row.minutes_in(year, ended_on=today if leaving is not None and row.id == leaving.id else None)
                for row in admitted if row.id != apart_from
            ),
            forms=sum(form.minutes_in(year) for form in forms),
        )
        for year, minutes in added.items()
    ]  # fmt: skip


def is_over(years: Iterable[BudgetYear]) -> bool:
    """Whether the budget of any year does not hold what is taken of it."""
    return any(year.over for year in years)


async def of_county(tx: Transaction, region: str, year: int, settings: Settings) -> tuple[list[BodyReckoning], bool]:
    """Each body that takes or may take something in a year, the fullest first; whether there are more."""
    county = county_of(region)
    own = {row.department: row.minutes for row in await repository.in_force(tx, county, year)}
    admitted: dict[str, int] = defaultdict(int)
    forms: dict[str, int] = defaultdict(int)
    for admission in await repository.admitted(tx, county, year):
        admitted[admission.department] += admission.minutes_in(year)
    for form in await repository.forms(tx, county, year):
        forms[form.department] += form.minutes_in(year)
    bodies = [
        BodyReckoning(
            department=code, own=code in own, year=year, added=0, budget=own.get(code, settings.burden_budget_minutes),
            committed=admitted[code], forms=forms[code],
        )
        for code in own.keys() | admitted.keys() | forms.keys()
    ]  # fmt: skip
    bodies.sort(key=lambda body: (-(body.committed + body.forms), body.department))
    return bodies[:MOST], len(bodies) > MOST

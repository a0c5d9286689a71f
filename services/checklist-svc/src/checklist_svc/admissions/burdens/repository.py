"""SQL about burdens; every door takes the caller's scope or a county."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from countykit.regions import significant
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.burdens.models import BurdenBudget, FormBurden, State
from checklist_svc.admissions.models import Admission

BUDGETS = Records(BurdenBudget, department=Equal(), year=Equal(), state=AnyOf())


async def in_force(tx: Transaction, county: str, *years: int, department: str | None = None) -> Sequence[BurdenBudget]:
    """The budgets of a county's bodies, or of one, in some years."""
    statement = sa.select(BurdenBudget).where(
        Scope(county[:6], department).where(BurdenBudget), col(BurdenBudget.year).in_(years),
        col(BurdenBudget.state) == State.IN_FORCE,
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def admitted(tx: Transaction, county: str, *years: int, department: str | None = None) -> Sequence[Admission]:
    """What had a number in some years, in a whole county, whatever became of it."""
    statement = sa.select(Admission).where(
        Scope(county[:6], department).where(Admission), col(Admission.number).is_not(None),
        col(Admission.valid_until) >= date(min(years), 1, 1), col(Admission.starts_on) <= date(max(years), 12, 31),
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(Admission.id)))).scalars().all()


async def forms(tx: Transaction, county: str, *years: int, department: str | None = None) -> Sequence[FormBurden]:
    """The forms that villages of a county fill in some years."""
    statement = sa.select(FormBurden).where(
        Scope(county[:6], department).where(FormBurden), col(FormBurden.valid_until) >= date(min(years), 1, 1),
        col(FormBurden.starts_on) <= date(max(years), 12, 31),
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def forms_on(tx: Transaction, village: str, department: str, day: date) -> Sequence[FormBurden]:
    """The forms of a body that a village fills on a day."""
    statement = sa.select(FormBurden).where(
        Scope(village[:6], department).where(FormBurden), col(FormBurden.starts_on) <= day,
        col(FormBurden.valid_until) >= day, sa.or_(col(FormBurden.ended_on).is_(None), col(FormBurden.ended_on) > day),
    )  # fmt: skip
    found = (await tx.session.execute(statement)).scalars().all()
    return [form for form in found if village.startswith(significant(form.region))]


async def form(tx: Transaction, form_id: UUID) -> FormBurden | None:
    """One form that is known here."""
    return await tx.session.get(FormBurden, form_id, populate_existing=True)

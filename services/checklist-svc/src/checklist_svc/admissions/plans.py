"""Approved entries of the plan of visits, as this service hears of them: work around a visit names its entry."""

from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Envelope
from contracts.plans import (
    PlanEntryApproved,
    PlanEntryCancelled,
    PlanEntryJoined,
    PlanEntryPublished,
    PlanEntrySuperseded,
)
from countykit import lineage
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from checklist_svc.admissions.errors import PlanEntryMissing
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.works import Work
from checklist_svc.models import Base

follow = Consumers()
# An older event that arrives late must not win, so rows carry the sequence they were written from.
_KEEP = sa.text("""
    INSERT INTO planned_visit (id, number, bodies, year, ended, sequence)
    VALUES (:id, :number, :bodies, :year, :ended, :sequence)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, bodies = excluded.bodies, ended = excluded.ended,
        sequence = excluded.sequence
    WHERE planned_visit.sequence < excluded.sequence
""")
_STANDS = sa.text("""
    SELECT EXISTS (
        SELECT FROM planned_visit
        WHERE number = :number AND bodies && CAST(:bodies AS text[]) AND year BETWEEN :first AND :last AND NOT ended
    )
""")
_Approved = Envelope[PlanEntryApproved] | Envelope[PlanEntryJoined] | Envelope[PlanEntryPublished]
_Ended = Envelope[PlanEntryCancelled] | Envelope[PlanEntrySuperseded]


class PlannedVisit(Base, table=True):
    """An entry of the plan that was approved; `ended` when nobody visits by it any more."""

    __tablename__ = "planned_visit"
    __reconciled__ = False

    id: UUID = Field(primary_key=True)
    number: str = Field(max_length=30, index=True)
    bodies: list[str] = Field(sa_type=ARRAY(sa.Text))
    year: int
    ended: bool
    sequence: int = Field(sa_type=sa.BigInteger)


@follow(PlanEntryApproved)
@follow(PlanEntryJoined)
@follow(PlanEntryPublished)
async def follow_entry(event: _Approved, tx: Transaction) -> None:
    """An entry got its number, has another body that goes by it, or is in force."""
    await _keep(event, tx, ended=False)


@follow(PlanEntryCancelled)
@follow(PlanEntrySuperseded)
async def follow_end(event: _Ended, tx: Transaction) -> None:
    """Nobody visits by an entry any more: it was given up, or another one took its place."""
    await _keep(event, tx, ended=True)


async def _keep(event: _Approved | _Ended, tx: Transaction, *, ended: bool) -> None:
    """An event of before it told the number says nothing that an application could name."""
    if event.data.number is None:
        return
    shared = event.data.model_dump(include={"number", "bodies", "year"})
    values = {"id": event.subject_id, "ended": ended, "sequence": event.sequence}
    await tx.session.execute(_KEEP, shared | values)


async def require_planned(tx: Transaction, admission: Admission) -> None:
    """Work that goes with a visit has the visit's entry in the plan of its years (INS-01); raises PlanEntryMissing."""
    if admission.work is not Work.VISIT:
        return
    bodies = sorted(await lineage.bodies(tx, admission.department))
    years = admission.years()
    values = {"bodies": bodies, "first": years[0], "last": years[-1], "number": admission.plan_number}
    if admission.plan_number is None or not (await tx.session.execute(_STANDS, values)).scalar_one():
        raise PlanEntryMissing

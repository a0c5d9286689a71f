"""What took villages' time without an admission, as this service hears of it: visits, boards and papers."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.certificate import CertificateIssued
from contracts.envelope import Envelope
from contracts.signage import PlaqueRegistered, PlaqueReplaced
from contracts.supervision import VisitCompleted, VisitOffplanDetected, VisitOffplanRetracted
from contracts.visits import VisitCorrected
from countykit import workdays
from servicekit.consumers import Consumers
from servicekit.tables import enumerated
from servicekit.transaction import Transaction
from sqlmodel import Field

from checklist_svc.admissions.works import Work
from checklist_svc.models import Base

follow = Consumers()
_HAPPENED = sa.text("""
    INSERT INTO village_work (event_id, subject_id, work, region, department, day)
    VALUES (:event, :subject, :work, :region, :department, :day) ON CONFLICT (event_id) DO NOTHING
""")
_MOVED = sa.text("UPDATE village_work SET day = :day WHERE subject_id = :subject AND work = 'visit'")
_UNDONE = sa.text("DELETE FROM village_work WHERE subject_id = :subject AND work = 'visit'")


class VillageWork(Base, table=True):
    """One visit, board or paper of a village, which is `region`; of a visit also the body that came."""

    __tablename__ = "village_work"
    __reconciled__ = False

    event_id: UUID = Field(primary_key=True)
    subject_id: UUID = Field(index=True)
    work: Work = enumerated(Work)
    region: str = Field(max_length=12, index=True)
    department: str | None = Field(default=None, max_length=60)
    day: date


async def _keep(event: Envelope[Any], tx: Transaction, work: Work) -> None:
    """What happens in a township's own house takes no village's time."""
    if event.region.endswith("000"):
        return
    await tx.session.execute(_HAPPENED, {
        "event": event.id, "subject": event.subject_id, "work": work.value, "region": event.region,
        "department": event.department, "day": workdays.today(event.time),
    })  # fmt: skip


@follow(VisitCompleted)
@follow(VisitOffplanDetected)
async def follow_visit(event: Envelope[VisitCompleted] | Envelope[VisitOffplanDetected], tx: Transaction) -> None:
    """A visit was made by the plan, or outside of it as a verdict found; before the verdict nothing is known of it."""
    await _keep(event, tx, Work.VISIT)


@follow(VisitCorrected)
async def follow_correction(event: Envelope[VisitCorrected], tx: Transaction) -> None:
    """It was made on another day than was recorded."""
    await tx.session.execute(_MOVED, {"subject": event.subject_id, "day": event.data.visited_on})


@follow(VisitOffplanRetracted)
async def follow_retraction(event: Envelope[VisitOffplanRetracted], tx: Transaction) -> None:
    """The verdict fell: nobody came."""
    await tx.session.execute(_UNDONE, {"subject": event.subject_id})


@follow(PlaqueRegistered)
async def follow_board(event: Envelope[PlaqueRegistered], tx: Transaction) -> None:
    """A new board hangs; one of the first survey hung before anybody counted."""
    if event.data.after_baseline:
        await _keep(event, tx, Work.BOARD)


@follow(PlaqueReplaced)
async def follow_replacement(event: Envelope[PlaqueReplaced], tx: Transaction) -> None:
    """Another board was made in the place of one."""
    await _keep(event, tx, Work.BOARD)


@follow(CertificateIssued)
async def follow_paper(event: Envelope[CertificateIssued], tx: Transaction) -> None:
    """The village wrote a paper."""
    await _keep(event, tx, Work.CERTIFICATE)

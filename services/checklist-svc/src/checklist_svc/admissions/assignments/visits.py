"""The drawn visits that the inspectorate made, as this service hears of them: only answers given there count."""

from datetime import date

import sqlalchemy as sa
from contracts.draws import DrawnVillageVisited
from contracts.envelope import Envelope
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction
from sqlmodel import Field

from checklist_svc.models import Base

follow = Consumers()
_VISIT = sa.text("INSERT INTO drawn_visit (region, visited_on) VALUES (:region, :day) ON CONFLICT DO NOTHING")
_KNOWN = sa.text("SELECT EXISTS (SELECT 1 FROM drawn_visit WHERE region = :region AND visited_on = :day)")


class DrawnVisit(Base, table=True):
    """A village that was visited without notice on a day, because it was drawn."""

    __tablename__ = "drawn_visit"
    __reconciled__ = False

    region: str = Field(primary_key=True, max_length=12)
    visited_on: date = Field(primary_key=True)


@follow(DrawnVillageVisited)
async def follow_visit(event: Envelope[DrawnVillageVisited], tx: Transaction) -> None:
    """Remember that a drawn village was visited."""
    await tx.session.execute(_VISIT, {"region": event.region, "day": event.data.visited_on})


async def was_visited(tx: Transaction, region: str, day: date) -> bool:
    """Whether a village was visited on that day because it was drawn."""
    return bool((await tx.session.execute(_KNOWN, {"region": region, "day": day})).scalar_one())

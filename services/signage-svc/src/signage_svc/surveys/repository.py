"""SQL about survey rounds, their ledgers and their work orders."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.surveys import LedgerKind
from countykit import lineage
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.surveys.models import OrderState, State, SurveyEntry, SurveyOrder, SurveyRound, SurveyVillage

ROUNDS = Records(SurveyRound, q=Words("title"), region=Subtree(), state=AnyOf())
ORDERS = Records(SurveyOrder, region=Subtree(), state=AnyOf(), outcome=AnyOf(), round_id=Equal(kind=UUID))


async def last_number(tx: Transaction, township: str) -> tuple[int, bool]:
    """The number of the newest round of a township, and whether one is open."""
    ended = col(SurveyRound.state).in_([State.CLOSED, State.CANCELLED])
    statement = sa.select(
        sa.func.coalesce(sa.func.max(SurveyRound.number), 0), sa.func.coalesce(sa.func.bool_or(sa.not_(ended)), False)
    ).where(col(SurveyRound.region) == township)
    number, is_open = (await tx.session.execute(statement)).one()
    return int(number), bool(is_open)


async def overlaps(tx: Transaction, township: str, first: date, last: date) -> bool:
    """Whether a round of a township, under whichever code, has some of these days."""
    family = await lineage.continued(tx, [township])
    statement = sa.select(
        sa.exists().where(
            col(SurveyRound.region).in_(family), col(SurveyRound.state) != State.CANCELLED,
            col(SurveyRound.first_day) <= last, col(SurveyRound.last_day) >= first,
        )
    )  # fmt: skip
    return bool((await tx.session.execute(statement)).scalar_one())


async def villages_of(tx: Transaction, survey: SurveyRound) -> list[SurveyVillage]:
    """What was entered so far, by village and ledger."""
    statement = sa.select(SurveyVillage).where(col(SurveyVillage.round_id) == survey.id)
    return list((await tx.session.execute(statement)).scalars())


async def entries_of(tx: Transaction, survey: SurveyRound, ledger: LedgerKind) -> list[SurveyEntry]:
    """One ledger of a round, in a fixed order."""
    statement = sa.select(SurveyEntry).where(
        col(SurveyEntry.round_id) == survey.id, col(SurveyEntry.ledger) == ledger
    ).order_by(col(SurveyEntry.region), col(SurveyEntry.id))  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def forget(tx: Transaction, survey: SurveyRound, ledger: LedgerKind, villages: Collection[str]) -> None:
    """Take out what was entered of some villages before, to enter it anew."""
    for model in (SurveyEntry, SurveyVillage):
        rows = (
            await tx.session.execute(
                sa.select(model).where(
                    col(model.round_id) == survey.id, col(model.ledger) == ledger, col(model.region).in_(villages)
                )
            )
        ).scalars()
        for row in rows:
            await tx.session.delete(row)
    await tx.session.flush()


async def orders_of(tx: Transaction, survey_id: UUID) -> list[SurveyOrder]:
    """All work orders of a round."""
    statement = sa.select(SurveyOrder).where(col(SurveyOrder.round_id) == survey_id)
    return list((await tx.session.execute(statement)).scalars())


async def count_open(tx: Transaction, survey_id: UUID) -> dict[str, Any]:
    """How many work orders of a round still wait, and how many boards were found to hang again."""
    statement = sa.select(
        sa.func.count().filter(col(SurveyOrder.state) != OrderState.VERIFIED).label("orders_open"),
        sa.func.count().filter(col(SurveyOrder.is_rebound).is_(True)).label("rebounds"),
    ).where(col(SurveyOrder.round_id) == survey_id)
    return dict((await tx.session.execute(statement)).mappings().one())

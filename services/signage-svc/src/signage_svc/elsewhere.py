"""What plaques have to know of rounds and of requests, whose own rooms know plaques."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from countykit import lineage
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.hangings.models import HangingRequest
from signage_svc.hangings.models import State as RequestState
from signage_svc.surveys.models import State as RoundState
from signage_svc.surveys.models import SurveyRound


async def first_closed(tx: Transaction, townships: Collection[str]) -> dict[str, datetime]:
    """When each of some townships closed a round for the first time, under whichever code: township → the moment."""
    family = await lineage.continued(tx, townships)
    statement = sa.select(col(SurveyRound.region), sa.func.min(SurveyRound.closed_at)).where(
        col(SurveyRound.region).in_(family), col(SurveyRound.state) == RoundState.CLOSED
    ).group_by(col(SurveyRound.region))  # fmt: skip
    found: dict[str, datetime] = {}
    for code, closed_at in await tx.session.execute(statement):
        if closed_at is not None:
            found[family[code]] = min(closed_at, found.get(family[code], closed_at))
    return found


async def is_granted(tx: Transaction, region: str, spec: str) -> bool:
    """Whether a board of this row may be hung in a village by a granted request."""
    statement = sa.select(
        sa.exists().where(
            col(HangingRequest.region) == region,
            col(HangingRequest.spec) == spec,
            col(HangingRequest.state) == RequestState.GRANTED,
        )
    )
    return bool((await tx.session.execute(statement)).scalar_one())

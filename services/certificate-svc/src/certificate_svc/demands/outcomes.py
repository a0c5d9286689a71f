"""What became of a demand, for who recorded it: the verdict on its charge, else the letter about it and its answer."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from countykit.cases import State as ChargeState
from countykit.joining import outcome
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.charges.models import DemandCharge
from certificate_svc.demands.models import Demand, Outcome, State
from certificate_svc.demands.schemas import DemandView
from certificate_svc.letters.models import Answer, DemandLetter
from certificate_svc.letters.models import State as LetterState

_OF_CHARGES = {
    ChargeState.CONFIRMED: Outcome.CONFIRMED, ChargeState.UPHELD: Outcome.CONFIRMED,
    ChargeState.DISMISSED: Outcome.DISMISSED, ChargeState.OBJECTED: Outcome.OBJECTED,
    ChargeState.OVERTURNED: Outcome.STRUCK, ChargeState.WITHDRAWN: Outcome.STRUCK,
}  # fmt: skip
_OF_LETTERS = {
    LetterState.SENT: Outcome.WRITTEN, LetterState.LAPSED: Outcome.SILENT, LetterState.FOLLOWED: Outcome.WRITTEN,
    LetterState.ACCEPTED: Outcome.LAWFUL, LetterState.UNFOUNDED: Outcome.UNFOUNDED,
}  # fmt: skip
_OF_ANSWERS = {Answer.WITHDRAWN: Outcome.STOPPED, Answer.DENIED: Outcome.DENIED, Answer.LAW: Outcome.CITED}


Recorded = Demand | DemandView


async def tell(tx: Transaction, views: Sequence[DemandView]) -> None:
    """Put into each view what became of its demand."""
    for view, became in zip(views, await outcomes(tx, views), strict=True):
        view.outcome = became


async def outcomes(tx: Transaction, demands: Sequence[Recorded]) -> list[Outcome]:
    """What became of each demand; a letter covers whatever was demanded before it."""
    charges, letters = await _charges(tx, demands), await _letters(tx, demands)
    return [_outcome(demand, charges, letters) for demand in demands]


def _outcome(demand: Recorded, charges: Mapping[object, ChargeState], letters: Sequence[DemandLetter]) -> Outcome:
    charge = charges.get(demand.charge_id) if demand.charge_id else None
    judged = _OF_CHARGES.get(charge) if charge else None
    return judged or next(
        (_of_letter(letter) for letter in letters if _covers(letter, demand)),
        Outcome.CHARGED if demand.state == State.CHARGED else Outcome.RECORDED,
    )


async def _charges(tx: Transaction, demands: Sequence[Recorded]) -> dict[object, ChargeState]:
    wanted = {demand.charge_id for demand in demands if demand.charge_id}
    statement = sa.select(col(DemandCharge.id), outcome(DemandCharge).label("state")).where(
        col(DemandCharge.id).in_(wanted)
    )
    return {row.id: row.state for row in await tx.session.execute(statement)}


async def _letters(tx: Transaction, demands: Sequence[Recorded]) -> Sequence[DemandLetter]:
    """The letters to these bodies, the last one first."""
    bodies = {demand.demander for demand in demands}
    statement = sa.select(DemandLetter).where(col(DemandLetter.recipient).in_(bodies))
    return (await tx.session.execute(statement.order_by(col(DemandLetter.id).desc()))).scalars().all()


def _covers(letter: DemandLetter, demand: Recorded) -> bool:
    same = letter.recipient == demand.demander and letter.item_name == demand.item_name
    return same and letter.region[:6] == demand.region[:6] and letter.sent_on >= demand.demanded_on


def _of_letter(letter: DemandLetter) -> Outcome:
    return (
        _OF_LETTERS[letter.state]
        if letter.answer is None
        else _OF_LETTERS.get(letter.state, _OF_ANSWERS[letter.answer])
    )

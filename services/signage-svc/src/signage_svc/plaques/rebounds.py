"""A rebound (回潮) stands and falls with the mark that the ledger made for it: what is told of the removed board."""

from datetime import date

from contracts.rebounds import ReboundObjected, ReboundOverturned, ReboundUpheld
from countykit.identity import EVERYTHING
from servicekit.transaction import Transaction

from signage_svc.plaques import repository
from signage_svc.plaques.models import Plaque


async def case_of(tx: Transaction, plaque: Plaque) -> Plaque | None:
    """The removed board that a board's present mark says it is, locked; None for any other mark.

    To be called under the lock of the village's ledger, as every change of its boards is.
    """
    if not plaque.marked_as_rebound or plaque.rebound_of is None:
        return None
    case = await repository.locked(tx, EVERYTHING, plaque.rebound_of)
    tx.target = plaque  # the answer is the board that was marked
    return case


def objected(tx: Transaction, case: Plaque | None, again: Plaque) -> None:
    """The township contests the rebound together with the mark."""
    if case is not None:
        tx.record(ReboundObjected(registered_again=again.id), about=case, department=again.department)


def upheld(tx: Transaction, case: Plaque | None, again: Plaque) -> None:
    """The rebound stands with the mark."""
    if case is not None:
        tx.record(ReboundUpheld(registered_again=again.id), about=case, department=again.department)


def overturned(tx: Transaction, case: Plaque | None, again: Plaque, day: date) -> None:
    """The rebound falls with the mark, from the day on which it was detected; its case is settled as it was before.

    Where the township has begun to dispose of the case once more, its new verification settles it.
    """
    if case is not None:
        fact = ReboundOverturned(
            registered_again=again.id, counted_on=day, settled=case.settle(), after_baseline=case.after_baseline
        )
        tx.record(fact, about=case, department=again.department)

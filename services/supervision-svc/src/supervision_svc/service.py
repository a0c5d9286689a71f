"""Rules that several aggregates share."""

from datetime import date

from servicekit.transaction import Transaction
from servicekit.workdays import today

from supervision_svc.errors import DateInFuture


def refuse_future(tx: Transaction, day: date) -> None:
    """Raises DateInFuture for a day that has not come in China."""
    if day > today(tx.now):
        raise DateInFuture

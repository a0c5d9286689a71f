"""Rules that several aggregates share."""

from datetime import date

from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.errors import DateInFuture


def refuse_future(tx: Transaction, day: date) -> None:
    """Raises DateInFuture for a day that has not come in China."""
    if day > today(tx.now):
        raise DateInFuture

"""SQL about service halls."""

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Contains, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.halls.models import Hall, State

HALLS = Records(Hall, q=Words("name"), region=Subtree(), state=AnyOf(), name=Contains())


async def open_as(tx: Transaction, region: str, name: str) -> Hall | None:
    """The hall that goes by this name in a place."""
    statement = sa.select(Hall).where(
        col(Hall.region) == region, col(Hall.name) == name, col(Hall.state) == State.OPEN
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def by_code(tx: Transaction, code: str) -> Hall | None:
    """The hall whose sign has this code."""
    return (await tx.session.execute(sa.select(Hall).where(col(Hall.code) == code))).scalar_one_or_none()

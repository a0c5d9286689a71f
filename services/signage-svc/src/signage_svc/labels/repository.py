"""SQL about labels."""

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.labels.models import Label

LABELS = Records(Label, region=Subtree(), state=AnyOf())


async def of_village(tx: Transaction, village: str) -> Label | None:
    """The label of a village."""
    return (await tx.session.execute(sa.select(Label).where(col(Label.region) == village))).scalar_one_or_none()


async def by_code(tx: Transaction, code: str) -> Label | None:
    """The label with this code."""
    return (await tx.session.execute(sa.select(Label).where(col(Label.code) == code))).scalar_one_or_none()

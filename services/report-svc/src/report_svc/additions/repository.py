"""SQL about additions."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Year
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.additions.models import CatalogueAddition, State

ADDITIONS = Records(
    CatalogueAddition, q=Words("title", "form"), year=Equal(kind=Year), form=Equal(), department=Equal(), state=AnyOf()
)


async def waits(tx: Transaction, form_id: UUID, year: int) -> bool:
    """Whether an addition of a form to the catalogue of a year waits for its decision."""
    statement = sa.select(col(CatalogueAddition.id)).where(
        col(CatalogueAddition.form_id) == form_id, col(CatalogueAddition.year) == year,
        col(CatalogueAddition.state) == State.FILED,
    )  # fmt: skip
    return (await tx.session.execute(statement)).first() is not None

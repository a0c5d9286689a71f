"""SQL about drawn samples of disposals."""

from collections.abc import Collection

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.disposal_samples.models import DisposalSample
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.steps import State as PlaqueState

SAMPLES = Records(DisposalSample, region=Subtree(), state=AnyOf())


async def waiting(tx: Transaction, township: str) -> list[Plaque]:
    """The disposals of a township that wait for their verification, locked; call it under the ledgers' lock."""
    statement = sa.select(Plaque).where(
        col(Plaque.region).startswith(township[:9]), col(Plaque.state) == PlaqueState.DONE
    ).order_by(col(Plaque.id)).with_for_update()  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def of_township(tx: Transaction, township: str) -> Collection[DisposalSample]:
    """All samples of a township, locked."""
    statement = sa.select(DisposalSample).where(col(DisposalSample.region) == township).with_for_update()
    return (await tx.session.execute(statement)).scalars().all()

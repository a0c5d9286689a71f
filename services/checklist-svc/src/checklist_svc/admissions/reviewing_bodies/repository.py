"""SQL about reviewing bodies."""

from collections.abc import Sequence

import sqlalchemy as sa
from countykit import lineage
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.reviewing_bodies.models import ReviewingBody, State

BODIES = Records(ReviewingBody, q=Words("name"), region=Subtree(), state=AnyOf(), department=Equal())
_LOCK_COUNTY = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('reviewing bodies of ' || :county, 0))")


async def active(tx: Transaction, county: str) -> Sequence[ReviewingBody]:
    """The bodies that a county had approved, under whatever code it was the same county, in their order."""
    codes = await lineage.continued(tx, [county])
    statement = sa.select(ReviewingBody).where(
        col(ReviewingBody.region).in_(codes), col(ReviewingBody.state) == State.ACTIVE
    )
    return (await tx.session.execute(statement.order_by(col(ReviewingBody.id)))).scalars().all()


async def is_known(tx: Transaction, county: str, name: str, department: str) -> bool:
    """Whether a body or a name stands in the table or waits for it; two at the same moment follow one another."""
    await tx.session.execute(_LOCK_COUNTY, {"county": county})
    codes = await lineage.continued(tx, [county])
    found = sa.exists().where(
        col(ReviewingBody.region).in_(codes), col(ReviewingBody.state).in_([State.PROPOSED, State.ACTIVE]),
        sa.or_(col(ReviewingBody.name) == name, col(ReviewingBody.department) == department),
    )  # fmt: skip
    return bool((await tx.session.execute(sa.select(found))).scalar_one())

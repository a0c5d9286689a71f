"""SQL about chat groups: reading within the caller's scope, and the filters of the list."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import Platform
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Present, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.groups.models import CLOSED, Group, State

GROUPS = Records(
    Group, q=Words("name"), region=Subtree(), state=AnyOf(), platform=AnyOf(), owner=Equal(),
    verified=Present("verified_on"),
)  # fmt: skip


async def name_of(tx: Transaction, group_id: UUID | None) -> str | None:
    """How the register calls a group."""
    row = None if group_id is None else await tx.session.get(Group, group_id)
    return None if row is None else row.name


async def retained_in(tx: Transaction, region: str) -> Group | None:
    """The group a township already keeps."""
    statement = sa.select(Group).where(
        col(Group.region) == region, col(Group.state) == State.RETAINED, col(Group.allowance).is_(None),
        col(Group.platform) != Platform.GOVERNMENT_APP,
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def has_another_app(tx: Transaction, app: Group) -> bool:
    """Whether the owner of an app has another one in its county that was retained.

    An app of the county is on the record of each township that has it, so it is another one by its name.
    """
    if app.platform != Platform.GOVERNMENT_APP or app.owner is None:
        return False
    other = sa.exists().where(
        col(Group.region).startswith(app.region[:6]), col(Group.owner) == app.owner, col(Group.name) != app.name,
        col(Group.state) == State.RETAINED, col(Group.platform) == Platform.GOVERNMENT_APP,
    )  # fmt: skip
    return bool((await tx.session.execute(sa.select(other))).scalar_one())


async def is_open_in(tx: Transaction, region: str, group_id: UUID) -> bool:
    """Whether a group of a township has not been closed."""
    found = sa.exists().where(
        col(Group.id) == group_id, col(Group.region) == region, col(Group.state).not_in(CLOSED)
    )  # fmt: skip
    return bool((await tx.session.execute(sa.select(found))).scalar_one())


_COUNTS = sa.text("""
    SELECT g.region, r.name,
        count(*) FILTER (WHERE NOT after_baseline) AS surveyed,
        count(*) FILTER (WHERE after_baseline) AS late,
        count(*) FILTER (WHERE state IN ('registered', 'retained')) AS open,
        count(*) FILTER (WHERE state = 'retained') AS retained,
        count(*) FILTER (WHERE state = 'merged') AS merged,
        count(*) FILTER (WHERE state = 'dissolved') AS dissolved,
        count(*) FILTER (WHERE verified_on IS NOT NULL) AS verified,
        (SELECT count(*) FROM group_rebound b WHERE b.region = g.region
            AND b.state NOT IN ('overturned', 'withdrawn')) AS rebounds
    FROM chat_group g JOIN region r ON r.code = g.region
    WHERE g.region LIKE :prefix GROUP BY g.region, r.name ORDER BY g.region
""")


async def counts(tx: Transaction, prefix: str) -> list[dict[str, Any]]:
    """What the register holds of each township."""
    found = (await tx.session.execute(_COUNTS, {"prefix": f"{prefix}%"})).mappings()
    return [dict(row) for row in found]

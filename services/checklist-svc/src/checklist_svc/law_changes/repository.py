"""SQL about changed laws and what stands on them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.states import State
from checklist_svc.editions.models import EVERYBODY, Edition, ListItem
from checklist_svc.editions.models import State as EditionState
from checklist_svc.law_changes.models import LawChange, LawReview

CHANGES = Records(LawChange, region=Subtree(), kind=AnyOf())
REVIEWS = Records(
    LawReview, q=Words("title"),
    region=Subtree(), state=AnyOf(), standing=AnyOf(), department=Equal(), change_id=Equal(),
    subject_id=Equal(),
)  # fmt: skip
RUNNING = (State.STARTED, State.SUBMITTED, State.RETURNED, State.GRANTED)
"""Admissions, and applications before people."""


async def known(tx: Transaction, change: LawChange) -> bool:
    """Whether the same change was recorded before."""
    same = sa.exists().where(
        col(LawChange.region) == change.region, col(LawChange.name) == change.name,
        col(LawChange.kind) == change.kind, col(LawChange.effective_on) == change.effective_on,
    )  # fmt: skip
    return bool((await tx.session.execute(sa.select(same))).scalar_one())


async def items(tx: Transaction, county: str, day: date) -> Sequence[ListItem]:
    """The items of the county's editions, or of the default ones, that are in force on a day or come into force."""
    own = sa.exists().where(col(Edition.region) == county, col(Edition.state) == EditionState.PUBLISHED)
    region = sa.case((own, county), else_=EVERYBODY)
    statement = (
        sa.select(ListItem)
        .join(Edition, col(Edition.id) == col(ListItem.edition_id))
        .where(
            col(Edition.region) == region,
            col(Edition.state).in_([EditionState.PUBLISHED, EditionState.SUPERSEDED]),
            sa.or_(col(Edition.effective_to).is_(None), col(Edition.effective_to) >= day),
        )
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(ListItem.position)))).scalars().all()


async def of_ended_laws(tx: Transaction, day: date) -> list[tuple[str, ListItem]]:
    """The items of counties' editions in force on a day whose law had its last day before, with their counties."""
    statement = (
        sa.select(col(Edition.region), ListItem)
        .join(Edition, col(Edition.id) == col(ListItem.edition_id))
        .where(
            col(Edition.region) != EVERYBODY,
            col(Edition.state).in_([EditionState.PUBLISHED, EditionState.SUPERSEDED]),
            col(Edition.effective_from) <= day,
            sa.or_(col(Edition.effective_to).is_(None), col(Edition.effective_to) >= day),
            col(ListItem.law_until) < day,
        )
    )  # fmt: skip
    found = await tx.session.execute(statement.order_by(col(Edition.region), col(ListItem.position)))
    return [(region, item) for region, item in found]


async def admissions(tx: Transaction, county: str) -> Sequence[Admission]:
    """The running applications and admissions of a county."""
    statement = sa.select(Admission).where(Scope(county[:6]).where(Admission), col(Admission.state).in_(RUNNING))
    return (await tx.session.execute(statement.order_by(col(Admission.id)))).scalars().all()


async def forms(tx: Transaction, county: str, day: date) -> Sequence[FormBurden]:
    """The forms in force in a county."""
    statement = sa.select(FormBurden).where(
        Scope(county[:6]).where(FormBurden), col(FormBurden.ended_on).is_(None), col(FormBurden.valid_until) >= day
    )
    return (await tx.session.execute(statement.order_by(col(FormBurden.id)))).scalars().all()


async def is_reviewed(tx: Transaction, change_id: UUID, subject_id: UUID) -> bool:
    """Whether a thing has a review of a change."""
    found = sa.exists().where(col(LawReview.change_id) == change_id, col(LawReview.subject_id) == subject_id)
    return bool((await tx.session.execute(sa.select(found))).scalar_one())

"""SQL about forms; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.forms.models import LIVE, Form, State


async def get(tx: Transaction, scope: Scope, form_id: UUID) -> Form:
    """One form to look at; forms asked for by the regions above are everybody's to read."""
    statement = sa.select(Form).where(col(Form.id) == form_id, scope.where_or_above(Form))
    return _found((await tx.session.execute(statement)).scalar_one_or_none())


async def locked(tx: Transaction, scope: Scope, form_id: UUID) -> Form:
    """One form to change."""
    return await tx.locked(Form, form_id, scope)


async def held(tx: Transaction, scope: Scope, form_id: UUID) -> Form:
    """One form that must not be stopped, nor arranged a second time, before this transaction ends."""
    statement = sa.select(Form).where(col(Form.id) == form_id, scope.where_or_above(Form))
    statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return _found((await tx.session.execute(statement)).scalar_one_or_none())


def _found(form: Form | None) -> Form:
    if form is None:
        raise NotFound
    return form


async def versions(tx: Transaction, form: Form) -> Sequence[UUID]:
    """A form and the versions whose place it took."""
    chain = sa.select(col(Form.id), col(Form.amends)).where(col(Form.id) == form.id).cte("chain", recursive=True)
    chain = chain.union_all(sa.select(col(Form.id), col(Form.amends)).join(chain, chain.c.amends == col(Form.id)))
    return (await tx.session.execute(sa.select(chain.c.id))).scalars().all()


async def live_with_code(tx: Transaction, county: str, code: str) -> Form | None:
    """The form that holds a code in a county."""
    statement = sa.select(Form).where(
        sa.func.left(Form.region, 6) == county, col(Form.code) == code, col(Form.state).in_(LIVE)
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def other_approved(tx: Transaction, form: Form) -> Sequence[Form]:
    """The other approved forms of the same county."""
    statement = sa.select(Form).where(
        sa.func.left(Form.region, 6) == form.region[:6], col(Form.state) == State.APPROVED, col(Form.id) != form.id
    )
    return (await tx.session.execute(statement)).scalars().all()


async def ended(tx: Transaction, county: str, states: Collection[State]) -> Sequence[Form]:
    """The forms of a county that came to an end so, the latest first."""
    statement = sa.select(Form).where(sa.func.left(Form.region, 6) == county[:6], col(Form.state).in_(states))
    statement = statement.order_by(col(Form.ended_on).desc().nulls_last(), col(Form.id))
    return (await tx.session.execute(statement)).scalars().all()


EXPIRING = last_days(Form, "valid_until", col(Form.state) == State.APPROVED)
"""Approved forms: `Form.expires_at` in SQL."""


FILTERS = filters(
    Form,
    q=Words("title", "code"),
    region=Subtree(),
    state=AnyOf(),
    department=Equal(),
    code=Equal(),
    kind=AnyOf(),
)


def visible(scope: Scope) -> sa.Select[Form]:
    """The forms that a caller may see; those asked for by the regions above are everybody's to read."""
    return sa.select(Form).where(scope.where_or_above(Form))

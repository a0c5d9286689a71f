"""SQL about data elements; the dictionary of a county is read by everybody below it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.data_elements import ElementStatus as Status
from countykit import lineage
from countykit.identity import Scope
from servicekit.filters import BY_SOUND, AnyOf, Equal, Filter, filters
from servicekit.spelling import reads
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from report_svc.elements.models import Element, ElementEdition


def _named(_: Any, wanted: str) -> sa.ColumnElement[bool]:
    text = sa.func.concat_ws(" ", col(Element.code), col(Element.name), sa.cast(col(Element.synonyms), sa.Text))
    return reads(text, wanted)


FILTERS = filters(
    Element,
    state=AnyOf(),
    category=Equal(),
    steward=Equal(),
    q=Filter(
        _named, kind=str, column="name", description=f"part of the code, the name or a synonym, {BY_SOUND}", longest=60
    ),
)


def visible(scope: Scope) -> sa.Select[Element]:
    """The elements that a caller may see."""
    return sa.select(Element).where(scope.where_or_above(Element))


async def get(tx: Transaction, scope: Scope, element_id: UUID) -> Element:
    """One element to look at; raises NotFound."""
    return await tx.one(visible(scope).where(col(Element.id) == element_id))


async def locked(tx: Transaction, scope: Scope, element_id: UUID) -> Element:
    """One element to change."""
    return await tx.locked(Element, element_id, scope)


async def lock_dictionary(tx: Transaction, county: str) -> None:
    """One change of a county's dictionary at a time: names and relations are judged against all of it."""
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"elements-{county}"})


async def _of(tx: Transaction, county: str) -> sa.ColumnElement[bool]:
    """A county's dictionary, under whatever code its elements were registered."""
    return col(Element.region).in_(await lineage.continued(tx, [county]))


async def of_county(tx: Transaction, county: str, states: Collection[Status] | None = None) -> Sequence[Element]:
    """The elements of a county, by code."""
    statement = sa.select(Element).where(await _of(tx, county)).order_by(col(Element.code))
    if states is not None:
        statement = statement.where(col(Element.state).in_(states))
    return (await tx.session.execute(statement)).scalars().all()


async def by_code(tx: Transaction, county: str, code: str) -> Element | None:
    """One element of a county, held against changes."""
    statement = sa.select(Element).where(await _of(tx, county), col(Element.code) == code).with_for_update()
    return (await tx.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def successors(tx: Transaction, county: str) -> Mapping[str, str]:
    """The element that each merged one stands for now: a chain of mergers is followed to its end."""
    statement = sa.select(col(Element.code), col(Element.merged_into)).where(
        await _of(tx, county), col(Element.merged_into).is_not(None)
    )
    into: dict[str, str] = {code: str(other) for code, other in (await tx.session.execute(statement)).all()}
    return {code: _end(code, into) for code in into}


def _end(code: str, into: Mapping[str, str]) -> str:
    # Mergers never form a circle: only a live element is merged, and only into a live one.
    while code in into:
        code = into[code]
    return code


async def editions_of(tx: Transaction, element: Element) -> Sequence[ElementEdition]:
    """The editions of an element, oldest first."""
    statement = (
        sa.select(ElementEdition).where(col(ElementEdition.element_id) == element.id)
        .order_by(col(ElementEdition.number))
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


# Forms stand above the dictionary that they use, so only the table is known here, not the aggregate.
_FORM = sa.table(
    "form", sa.column("id"), sa.column("region"), sa.column("code"), sa.column("title"), sa.column("state"),
    sa.column("fields", JSONB),
)  # fmt: skip


async def live_forms(tx: Transaction, county: str) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """The forms of a county that ask for something, or may soon: id, code, title, state and fields."""
    statement = (
        sa.select(_FORM.c.id, _FORM.c.code, _FORM.c.title, _FORM.c.state, _FORM.c.fields)
        .where(sa.func.left(_FORM.c.region, 6) == county[:6], _FORM.c.state.in_(("proposed", "returned", "approved")))
        .order_by(_FORM.c.code, _FORM.c.id)
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()

"""SQL about catalogues; every door takes the caller's scope or the county that a rule is about."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from countykit import lineage
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.catalogues.models import Catalogue, CatalogueEntry, CatalogueRevision
from report_svc.forms.models import Form, State


async def _of(tx: Transaction, county: str) -> sa.ColumnElement[bool]:
    """A county's catalogues, under whatever code it published them."""
    return col(Catalogue.region).in_(await lineage.continued(tx, [county]))


async def _forms_of(tx: Transaction, county: str) -> sa.ColumnElement[bool]:
    """A county's forms, under whatever code they were asked for."""
    return sa.func.left(Form.region, 6).in_([code[:6] for code in await lineage.continued(tx, [county])])


async def get(tx: Transaction, scope: Scope, county: str, year: int) -> Catalogue:
    """The catalogue of a county and year; everybody in the county may read it."""
    statement = sa.select(Catalogue).where(
        scope.where_or_above(Catalogue), await _of(tx, county), col(Catalogue.year) == year
    )
    catalogue = (await tx.session.execute(statement)).scalar_one_or_none()
    if catalogue is None:
        raise NotFound
    return catalogue


async def of_year(tx: Transaction, county: str, year: int) -> Catalogue | None:
    """A county's catalogue of a year, if it is published."""
    statement = sa.select(Catalogue).where(await _of(tx, county), col(Catalogue.year) == year)
    return (await tx.session.execute(statement)).scalar_one_or_none()


def visible(scope: Scope) -> sa.Select[Catalogue]:
    """The catalogues that a caller may see."""
    return sa.select(Catalogue).where(scope.where_or_above(Catalogue))


async def published(tx: Transaction, county: str, year: int) -> bool:
    """Whether a county has its catalogue of a year."""
    statement = sa.select(col(Catalogue.id)).where(await _of(tx, county), col(Catalogue.year) == year)
    return (await tx.session.execute(statement)).first() is not None


async def approved(tx: Transaction, county: str, on: date, among: Collection[UUID] | None) -> Sequence[Form]:
    """A county's approved forms that are valid on a day, held against being stopped in the meantime."""
    statement = sa.select(Form).where(
        await _forms_of(tx, county), col(Form.state) == State.APPROVED, col(Form.valid_until) >= on
    )
    if among is not None:
        statement = statement.where(col(Form.id).in_(among))
    statement = statement.order_by(col(Form.id)).with_for_update(read=True)
    return (await tx.session.execute(statement)).scalars().all()


async def proposed_since_last(tx: Transaction, county: str, included: Collection[UUID]) -> int:
    """How many forms were asked for: those proposed since the county's last catalogue, and those carried over."""
    last = sa.select(sa.func.max(Catalogue.created_at)).where(await _of(tx, county)).scalar_subquery()
    since = sa.func.coalesce(last, sa.literal("-infinity").cast(sa.DateTime(timezone=True)))
    statement = sa.select(sa.func.count()).where(
        await _forms_of(tx, county), (col(Form.created_at) > since) | col(Form.id).in_(included)
    )
    return (await tx.session.execute(statement)).scalar_one()


async def forms_of(tx: Transaction, catalogue: Catalogue) -> Sequence[sa.Row[Form, datetime, int]]:
    """The forms in a catalogue by code, in their last version; each with when it entered, and in which edition."""
    statement = (
        sa.select(Form, col(CatalogueEntry.added_at), col(CatalogueEntry.edition))
        .join(CatalogueEntry, col(CatalogueEntry.form_id) == col(Form.id))
        .where(col(CatalogueEntry.catalogue_id) == catalogue.id, col(Form.state) != State.SUPERSEDED)
        .order_by(col(Form.code), col(Form.id))
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


async def revisions_of(tx: Transaction, catalogue: Catalogue) -> Sequence[sa.Row[CatalogueRevision, str, str]]:
    """What the editions after the first changed, in their order; each with the form's code and title."""
    statement = (
        sa.select(CatalogueRevision, col(Form.code), col(Form.title))
        .join(Form, col(Form.id) == col(CatalogueRevision.form_id))
        .where(col(CatalogueRevision.catalogue_id) == catalogue.id).order_by(col(CatalogueRevision.edition))
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


async def listing(tx: Transaction, form_id: UUID, *, since: int) -> Sequence[UUID]:
    """The catalogues that list a form, from a year on."""
    statement = (
        sa.select(col(Catalogue.id)).join(CatalogueEntry, col(CatalogueEntry.catalogue_id) == col(Catalogue.id))
        .where(col(CatalogueEntry.form_id) == form_id, col(Catalogue.year) >= since).order_by(col(Catalogue.year))
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def lists(tx: Transaction, county: str, year: int, form_id: UUID) -> bool:
    """Whether a form is in the catalogue of a county and year."""
    statement = sa.select(col(Catalogue.id)).join(CatalogueEntry, col(CatalogueEntry.catalogue_id) == col(Catalogue.id))
    statement = statement.where(
        await _of(tx, county), col(Catalogue.year) == year, col(CatalogueEntry.form_id) == form_id
    )
    return (await tx.session.execute(statement)).first() is not None


async def forms_in_force(tx: Transaction, county: str, at: datetime, day: date) -> Sequence[Form]:
    """The catalogued forms of a county that could lawfully be demanded on a day."""
    statement = (
        sa.select(Form)
        .join(CatalogueEntry, col(CatalogueEntry.form_id) == col(Form.id))
        .join(Catalogue, col(CatalogueEntry.catalogue_id) == col(Catalogue.id))
        .where(
            await _of(tx, county), col(Catalogue.year) == day.year, col(CatalogueEntry.added_at) <= at,
            col(Form.valid_until) >= day, col(Form.ended_on).is_(None) | (col(Form.ended_on) >= day),
        )
    )  # fmt: skip
    found = (await tx.session.execute(statement)).scalars().all()
    return [form for form in found if not form.paused_within(day, day)]

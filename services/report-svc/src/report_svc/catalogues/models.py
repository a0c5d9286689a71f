"""The yearly catalogue: one per county and year, and the forms in it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.form_suspensions import RevisionKind
from countykit.tables import Aggregate
from servicekit.tables import enumerated, moment
from sqlmodel import Field

from report_svc.models import Base


class Catalogue(Aggregate, Base, table=True):
    """The published catalogue of one county and year (FRM-04). `region` is the county."""

    __tablename__ = "catalogue"
    __table_args__ = (sa.UniqueConstraint("region", "year"),)

    year: int
    proposed: int
    edition: int = 1
    """One when it was published; each change of one form makes the next."""

    @property
    def state(self) -> str:
        """A catalogue exists from its publication on."""
        return "published"


class CatalogueEntry(Base, table=True):
    """One form in one catalogue."""

    __tablename__ = "catalogue_entry"

    catalogue_id: UUID = Field(primary_key=True, foreign_key="catalogue.id")
    form_id: UUID = Field(primary_key=True, foreign_key="form.id", index=True)
    added_at: datetime = moment()
    """From when on it may be asked for: the publication, or the addition during the year."""
    edition: int = 1


class CatalogueRevision(Base, table=True):
    """What an edition after the first changed, and why."""

    __tablename__ = "catalogue_revision"

    catalogue_id: UUID = Field(primary_key=True, foreign_key="catalogue.id")
    edition: int = Field(primary_key=True)
    form_id: UUID = Field(foreign_key="form.id", index=True)
    change: RevisionKind = enumerated(RevisionKind)
    effective_on: date
    reason: str = Field(max_length=500)
    revised_at: datetime = moment()

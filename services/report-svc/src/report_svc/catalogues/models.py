"""The yearly catalogue: one per county and year, and the forms in it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from countykit.tables import Aggregate
from servicekit.tables import moment
from sqlmodel import Field

from report_svc.models import Base


class Catalogue(Aggregate, Base, table=True):
    """The published catalogue of one county and year (FRM-04). `region` is the county."""

    __tablename__ = "catalogue"
    __table_args__ = (sa.UniqueConstraint("region", "year"),)

    year: int
    proposed: int
    edition: int = 1
    """One when it was published; each addition makes the next."""

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

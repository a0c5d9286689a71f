"""The yearly catalogue: one per county and year, and the forms in it."""

from uuid import UUID

import sqlalchemy as sa
from countykit.tables import Aggregate
from sqlmodel import Field

from report_svc.models import Base


class Catalogue(Aggregate, Base, table=True):
    """The published catalogue of one county and year (FRM-04). `region` is the county."""

    __tablename__ = "catalogue"
    __table_args__ = (sa.UniqueConstraint("region", "year"),)

    year: int
    proposed: int

    @property
    def state(self) -> str:
        """A catalogue exists from its publication on."""
        return "published"


class CatalogueEntry(Base, table=True):
    """One form in one catalogue."""

    __tablename__ = "catalogue_entry"

    catalogue_id: UUID = Field(primary_key=True, foreign_key="catalogue.id")
    form_id: UUID = Field(primary_key=True, foreign_key="form.id", index=True)

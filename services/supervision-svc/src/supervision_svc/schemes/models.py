"""Saved schemes: never changed, only followed by a newer version."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from countykit.tables import Aggregate
from servicekit.tables import document
from sqlmodel import Field

from supervision_svc.models import Base

NATIONAL = "000000000000"
"""The region of what is shipped: valid everywhere until a county saves its own."""


class Scheme(Aggregate, Base, table=True):
    """One version of a region's scheme."""

    __tablename__ = "scheme"
    __table_args__ = (sa.UniqueConstraint("region", "number"),)

    number: int
    name: str = Field(max_length=100)
    effective_from: date
    body: dict[str, Any] = document()
    saved_by: str = Field(max_length=200)

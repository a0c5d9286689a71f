"""The spec table and its rows, and the rules about one row."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.titles import TitledEnum
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from sqlmodel import Field

from signage_svc.models import Base

EVERYWHERE = "000000000000"
"""The region of the shipped table, which holds wherever no county has published its own."""


class SpecPlacement(TitledEnum, name="spec_placement", title_zh="规格悬挂位置"):
    """Where a board of this row hangs; one on its own premises (村卫生室) may hang outside or inside of them."""

    OUTSIDE = "outside", "外部"
    INSIDE = "inside", "内部"
    OWN_PREMISES = "own_premises", "独立场所"


class OutsideUse(TitledEnum, name="outside_use", title_zh="外挂方式"):
    """How boards of a row may hang outside of a village's offices, and whether they count there (PLQ-01)."""

    COUNTED = "counted", "计入外挂数量"
    DOOR_HEAD = "door_head", "门头标识"
    OPTIONAL = "optional", "可外挂不计数"
    NONE = "none", "不外挂"


class Orientation(TitledEnum, name="plaque_orientation", title_zh="牌子方向"):
    """Whether a board stands or lies."""

    VERTICAL = "vertical", "竖牌"
    HORIZONTAL = "horizontal", "横牌"


class SpecTable(Aggregate, Base, table=True):
    """One published version of the table: the shipped one, or a county's own, whose `region` is the county."""

    __tablename__ = "spec_table"
    __table_args__ = (sa.UniqueConstraint("region", "number"),)

    number: int
    title: str
    basis: str = Field(default="", max_length=500)
    outside_limit: int = 4
    door_head_limit: int = 2
    published_by: str | None = Field(default=None, max_length=200)
    note: str
    provenance_values: dict[str, str] = document()
    published_at: datetime = moment()


class PlaqueSpec(Base, table=True):
    """One row of a version: a board that may hang, and how."""

    __tablename__ = "plaque_spec"

    table_id: UUID = Field(primary_key=True, foreign_key="spec_table.id")
    code: str = Field(primary_key=True)
    name: str
    category: str
    placement: SpecPlacement = enumerated(SpecPlacement)
    outside: OutsideUse = enumerated(OutsideUse, default=OutsideUse.NONE)
    orientation: Orientation = enumerated(Orientation)
    width_mm: int
    height_mm: int
    material: str
    background: str
    text_colour: str
    font: str
    hang_at: str
    legal_basis: str
    provenance: str
    spec_provenance: str
    notes: str | None = None
    known_as: list[str] = document()
    any_name: bool = False
    absorbs: list[str] = document(default_factory=list)
    absorbs_source: str | None = None

    def may_absorb(self, plaque_name: str) -> bool:
        """Whether a board of this name may be merged into this row's board."""
        return any(word in plaque_name for word in self.absorbs)

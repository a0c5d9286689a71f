"""Bodies of the spec table routes, and the shape of the shipped file."""

import re
from datetime import datetime
from typing import Annotated, Any

from countykit.directory import RegionCode
from pydantic import BeforeValidator, Field, model_validator
from servicekit.bodies import Body, View
from servicekit.tabular import ImportReport

from signage_svc.specs.models import Orientation, OutsideUse, SpecPlacement

_BETWEEN = re.compile(r"[、,，;；\n]+")


def _listed(value: object) -> object:
    """People write lists into one cell: 妇女之家、青年之家."""
    return [part.strip() for part in _BETWEEN.split(value) if part.strip()] if isinstance(value, str) else value


Words = Annotated[list[Annotated[str, Field(min_length=2, max_length=100)]], BeforeValidator(_listed)]
Text = Annotated[str, Field(max_length=500)]
Millimetres = Annotated[int, Field(ge=10, le=10_000)]


class SpecRow(Body):
    """A row as a table has it; the titles are the column heads."""

    code: str = Field(pattern=r"^[A-Za-z0-9_-]{2,20}$", title="编号", examples=["PL01"])
    name: str = Field(min_length=2, max_length=100, title="名称")
    category: Text = Field("", title="类别")
    placement: SpecPlacement = Field(title="位置")
    outside: OutsideUse = Field(OutsideUse.NONE, title="外挂方式")
    orientation: Orientation = Field(
        Orientation.HORIZONTAL, title="方向", description="by its measures where the table says nothing"
    )
    width_mm: Millimetres = Field(title="宽(毫米)")
    height_mm: Millimetres = Field(title="高(毫米)")
    material: Text = Field("", title="材质")
    background: str = Field(min_length=1, max_length=50, title="底色")
    text_colour: str = Field(min_length=1, max_length=50, title="字色")
    font: Text = Field("", title="字体")
    hang_at: Text = Field("", title="悬挂位置")
    legal_basis: str = Field(min_length=2, max_length=500, title="依据")
    provenance: Text = Field("county", title="名称来源")
    spec_provenance: Text = Field("county", title="规格来源")
    notes: Text | None = Field(None, title="备注")
    known_as: Words = Field(default_factory=list, title="别名", description="names a board of the row goes by")
    any_name: bool = Field(default=False, title="名称不限")
    absorbs: Words = Field(default_factory=list, title="可整合的牌子")
    absorbs_source: Text | None = Field(None, title="整合依据")

    @model_validator(mode="before")
    @classmethod
    def _stands_or_lies(cls, row: Any) -> Any:
        if not isinstance(row, dict) or row.get("orientation"):
            return row
        width, height = row.get("width_mm"), row.get("height_mm")
        stands = str(width).isdigit() and str(height).isdigit() and int(height or 0) > int(width or 0)
        return {**row, "orientation": Orientation.VERTICAL if stands else Orientation.HORIZONTAL}


class ShippedTable(Body):
    """The shipped file."""

    number: int
    region: str
    title: str
    basis: str
    outside_limit: int
    door_head_limit: int
    note: str
    provenance_values: dict[str, str]
    items: list[SpecRow]


class SpecTableReport(ImportReport):
    """What a table changes against the one in force; with `dry_run` nothing is published."""

    number: int = Field(description="number of the version that is published, or would be")
    added: list[str] = Field(description="codes of new rows")
    changed: list[str] = Field(description="codes of rows that say something else now")
    dropped: list[str] = Field(description="codes of rows that are left out")


class SpecView(View):
    """A row of the table as it is shown."""

    table_title = "挂牌规格表"

    code: str = Field(title="编号")
    name: str = Field(title="名称")
    category: str = Field(title="类别")
    placement: SpecPlacement = Field(title="位置")
    outside: OutsideUse = Field(title="外挂方式")
    orientation: Orientation = Field(title="方向")
    width_mm: int = Field(title="宽(毫米)")
    height_mm: int = Field(title="高(毫米)")
    material: str = Field(title="材质")
    background: str = Field(title="底色")
    text_colour: str = Field(title="字色")
    font: str = Field(title="字体")
    hang_at: str = Field(title="悬挂位置")
    legal_basis: str = Field(title="依据")
    provenance: str = Field(title="名称来源")
    spec_provenance: str = Field(title="规格来源")
    notes: str | None = Field(title="备注")
    known_as: list[str] = Field(title="别名")
    any_name: bool = Field(title="名称不限")
    absorbs: list[str] = Field(title="可整合的牌子")
    absorbs_source: str | None = Field(title="整合依据")


class SpecTableView(View):
    """The table in force. `next` is always null: the table is one page, so it exports like any other list."""

    number: int
    region: RegionCode
    title: str
    basis: str = Field(description="the document by which the table holds")
    outside_limit: int = Field(description="most counted boards outside of a village's offices (PLQ-01)")
    door_head_limit: int = Field(description="most door heads, which are counted apart")
    note: str
    provenance_values: dict[str, str] = Field(description="what the values of the two provenance columns mean")
    published_at: datetime
    items: list[SpecView]
    next: None = None


class SpecVersionView(View):
    """One published version of a table."""

    table_title = "挂牌规格表版本"

    number: int = Field(title="版本")
    region: RegionCode = Field(title="发布地区")
    title: str = Field(title="名称")
    basis: str = Field(title="依据")
    outside_limit: int = Field(title="室外牌子上限")
    door_head_limit: int = Field(title="门头牌子上限")
    published_at: datetime = Field(title="发布时间")

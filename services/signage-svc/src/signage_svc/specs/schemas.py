"""Bodies of the spec table routes, and the shape of the shipped file."""

from datetime import datetime

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View

from signage_svc.specs.models import SpecPlacement


class SpecRow(Body):
    """A row as the shipped file has it."""

    code: str
    name: str
    category: str
    placement: SpecPlacement
    orientation: str
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
    known_as: list[str]
    any_name: bool = False
    absorbs: list[str] = Field(default_factory=list)
    absorbs_source: str | None = None


class ShippedTable(Body):
    """The shipped file."""

    number: int
    region: str
    title: str
    note: str
    provenance_values: dict[str, str]
    items: list[SpecRow]


class SpecView(View):
    """A row of the table as it is shown."""

    table_title = "挂牌规格表"

    code: str = Field(title="编号")
    name: str = Field(title="名称")
    category: str = Field(title="类别")
    placement: SpecPlacement = Field(title="位置")
    orientation: str = Field(title="方向")
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
    note: str
    provenance_values: dict[str, str] = Field(description="what the values of the two provenance columns mean")
    published_at: datetime
    items: list[SpecView]
    next: None = None

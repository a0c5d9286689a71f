"""Bodies of the region routes."""

from datetime import date

from contracts.gateway import RegionLevel
from countykit.directory import RegionCode
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, View
from servicekit.tabular import ImportReport


class RegionRow(Body):
    """One row of a region table: `code,name[,level,valid_from,valid_to]`, or a row of the published division tables."""

    code: str = Field(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$", title="区划代码")
    name: str = Field(min_length=1, max_length=100, title="名称")
    level: RegionLevel | None = Field(None, title="级别")
    valid_from: date | None = Field(None, title="启用日期")
    valid_to: date | None = Field(None, title="停用日期")
    province_code: str | None = Field(None, max_length=12, alias="provinceCode")
    city_code: str | None = Field(None, max_length=12, alias="cityCode")
    area_code: str | None = Field(None, max_length=12, alias="areaCode")
    street_code: str | None = Field(None, max_length=12, alias="streetCode")

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _consistent(self) -> "RegionRow":
        if self.code.startswith("00"):
            raise PydanticCustomError("code_invalid", "没有代码为 00 的省份")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise PydanticCustomError("validity_invalid", "停用日期不得早于启用日期")
        return self


class RegionView(View):
    """A region as it is shown."""

    table_title = "行政区划"

    code: str = Field(title="区划代码")
    name: str = Field(title="名称")
    level: RegionLevel = Field(title="级别")
    parent: RegionCode | None = Field(title="上级区划代码")
    valid_from: date = Field(title="启用日期")
    valid_to: date | None = Field(title="停用日期")
    version: int = Field(title="版本")


class RegionImportReport(ImportReport):
    """The outcome of an import; `changed` rows became facts, the others were known already."""

    changed: int

"""Bodies of the department routes."""

from datetime import date
from typing import Self
from uuid import UUID

from countykit.directory import RegionCode
from countykit.documents import checked_credit_code, credit_code_warnings
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, View

from gateway.directory.departments.models import Department


class DepartmentEntry(Body):
    """A department to register or change; also one row of an import."""

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$", title="机构代码", examples=["CIVIL"])
    name: str = Field(min_length=2, max_length=100, title="机构名称", examples=["县民政局"])
    home: str = Field(pattern=r"^\d{12}$", title="所属行政区划", examples=["990101000000"])
    credit_code: str | None = Field(None, max_length=40, title="统一社会信用代码", description="GB 32100-2015")
    active: bool = Field(default=True, title="是否有效")
    valid_from: date | None = Field(None, title="设立日期")
    valid_to: date | None = Field(None, title="撤销日期", description="the first day on which it is no more")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise PydanticCustomError("validity_invalid", "撤销日期不得早于设立日期")
        return self

    @field_validator("credit_code")
    @classmethod
    def _check_digit(cls, value: str | None) -> str | None:
        return None if value is None else checked_credit_code(value)


class DepartmentView(View):
    """A department as it is shown."""

    table_title = "机构目录"

    id: UUID
    version: int
    code: str = Field(title="机构代码")
    name: str = Field(title="机构名称")
    home: RegionCode = Field(title="所属行政区划")
    credit_code: str | None = Field(title="统一社会信用代码")
    active: bool = Field(title="是否有效")
    valid_from: date | None = Field(title="设立日期")
    valid_to: date | None = Field(title="撤销日期")
    warnings: list[str] = Field(default=[], title="提示", description="what is unusual and was taken all the same")

    @classmethod
    def of(cls, department: Department) -> Self:
        """The view; a department's region is its home."""
        warnings = credit_code_warnings(department.credit_code) if department.credit_code else []
        return cls.model_validate({**department.model_dump(), "home": department.region, "warnings": warnings})

"""Bodies of the department routes."""

from typing import Self
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from servicekit.http import Body, View
from stdnum.cn import uscc

from gateway.directory.departments.models import Department


class DepartmentEntry(Body):
    """A department to register or change; also one row of an import."""

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$", title="机构代码", examples=["CIVIL"])
    name: str = Field(min_length=2, max_length=100, title="机构名称", examples=["县民政局"])
    home: str = Field(pattern=r"^\d{12}$", title="所属行政区划", examples=["990101000000"])
    credit_code: str | None = Field(None, max_length=18, title="统一社会信用代码", description="GB 32100-2015")
    active: bool = Field(default=True, title="是否有效")

    @field_validator("credit_code")
    @classmethod
    def _check_digit(cls, value: str | None) -> str | None:
        if value is not None and not uscc.is_valid(value):
            raise PydanticCustomError("credit_code_invalid", "统一社会信用代码的校验码不符(GB 32100-2015)")
        return value


class DepartmentView(View):
    """A department as it is shown."""

    id: UUID
    version: int
    code: str = Field(title="机构代码")
    name: str = Field(title="机构名称")
    home: str = Field(title="所属行政区划")
    credit_code: str | None = Field(title="统一社会信用代码")
    active: bool = Field(title="是否有效")

    @classmethod
    def of(cls, department: Department) -> Self:
        """The view; a department's region is its home."""
        return cls.model_validate({**department.model_dump(), "home": department.region})

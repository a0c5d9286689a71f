"""Bodies of the training routes."""

from datetime import date
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View


class TrainingBody(Body):
    """A training that has been held."""

    region: str = Field(pattern=r"^\d{9}000$", description="township or county", examples=["990101001000"])
    topic: str = Field(min_length=2, max_length=200, examples=["村级组织出具证明专题培训"])
    held_on: date
    attendees: int = Field(ge=1, le=10_000)


class TrainingView(View):
    """A training as it is shown."""

    table_title = "培训"

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="区划")
    topic: str = Field(title="主题")
    held_on: date = Field(title="日期")
    attendees: int = Field(title="人数")

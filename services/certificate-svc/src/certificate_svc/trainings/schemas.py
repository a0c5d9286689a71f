"""Bodies of the training routes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View
from servicekit.tabular import ImportReport

from certificate_svc.trainings.models import Attendance, Training


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
    listed_villages: int = Field(title="名单中的村(社区)数")
    listed_people: int = Field(title="名单中的人数")


class AttendanceRow(Body):
    """A row of an attendance list: a village and how many came, or one person of it."""

    village: str = Field(title="村(社区)", min_length=2, max_length=60, description="name or code", examples=["前进村"])
    people: int = Field(1, title="人数", ge=1, le=1_000)
    name: str = Field("", title="姓名", max_length=60, description="read as people sign, and not kept")


class SignedList(View):
    """What else stands on a list as people signed it, and is left unread."""

    post: str = Field(title="职务")
    phone: str = Field(title="联系电话")
    signature: str = Field(title="签名")


class AttendanceView(View):
    """How many of a village attended."""

    region: RegionCode = Field(title="村(社区)")
    people: int = Field(title="人数")


class TrainingDetail(TrainingView):
    """One training, with who attended."""

    attendance: list[AttendanceView] = Field(title="参训名单", description="of the caller's own villages")

    @classmethod
    def of(cls, training: Training, attendance: Sequence[Attendance]) -> "TrainingDetail":
        """The view of a row with its list."""
        listed = [AttendanceView.model_validate(row) for row in attendance]
        return cls(**TrainingView.model_validate(training).model_dump(), attendance=listed)


class AttendanceReport(ImportReport):
    """What came of an attendance list."""

    villages: int = Field(description="villages of the list; each replaces what was entered of it before")

"""Bodies and views of proceedings."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View

from certificate_svc.proceedings.models import Forum, Kind

_VILLAGERS = (Forum.ASSEMBLY, Forum.REPRESENTATIVES, Forum.GROUP, Forum.COMMITTEE)


class DeliberationBody(Body):
    """The villagers' deliberation that a certificate of public interest needs (CER-03, 甘民发〔2020〕99号)."""

    forum: Annotated[
        Literal[Forum.ASSEMBLY, Forum.REPRESENTATIVES, Forum.GROUP, Forum.COMMITTEE],
        named(**{forum.value: forum.title_zh for forum in _VILLAGERS}),
    ]
    held_on: date = Field(description="the day of the meeting, not in the future")
    present: int = Field(ge=1, le=100_000, description="persons", examples=[23])
    agreed: Annotated[bool, Field(description="whether they agreed to the certificate")]
    decision: str = Field(min_length=2, max_length=500, examples=["经村民代表会议讨论同意"])
    signed_by: str = Field(min_length=2, max_length=40, description="the responsible person who signed")


class ProceedingView(View):
    """A deliberation or an exception as it is shown; who said what is read with the application, in clear."""

    table_title = "议事研究记录"

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="村(社区)")
    application_id: UUID = Field(title="申请编号")
    kind: Kind = Field(title="类别")
    item_code: str = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    forum: Forum | None = Field(title="议事形式")
    present: int | None = Field(title="到会人数")
    held_on: date | None = Field(title="日期")
    agreed: bool | None = Field(title="是否同意", description="null while it is open")
    created_at: datetime = Field(title="登记时间")

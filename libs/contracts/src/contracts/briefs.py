"""Facts of supervision-svc about briefs: what a county or a township can say of itself from published figures."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count, Day, Id


class BriefKind(TitledEnum, name="brief_kind", title_zh="材料种类"):
    """What a brief is for."""

    SPEECH = "speech", "交流发言提纲"
    DUTY_REPORT = "duty_report", "述职评议减负摘录"


class BriefPrepared(Event):
    """A brief was made of a published edition and the figures behind it; its text never changes."""

    type: ClassVar[str] = "supervision.brief.prepared.v1"
    title_zh: ClassVar[str] = "生成发言和述职材料"
    collection: ClassVar[str] = "briefs"
    audience: ClassVar[Audience] = Audience.COUNTY

    kind: BriefKind
    edition: Id
    number: Count
    as_of: Day
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])]


class BriefStated(Event):
    """The township put its own word under its extract, once."""

    type: ClassVar[str] = "supervision.brief.stated.v1"
    title_zh: ClassVar[str] = "述职材料本人说明"
    collection: ClassVar[str] = "briefs"
    audience: ClassVar[Audience] = Audience.COUNTY

    edition: Id


EVENTS = (BriefPrepared, BriefStated)

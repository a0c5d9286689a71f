"""Bodies of the brief routes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.briefs import BriefKind
from countykit.directory import RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.printing.schemas import OnPaper

from supervision_svc.briefs.models import WORKFLOW, Brief
from supervision_svc.briefs.service import sections_of


class BriefStatement(Body):
    """The township's own word under its extract."""

    statement: str = Field(min_length=2, max_length=200)


class BriefEvent(View):
    """One event behind a figure."""

    id: str
    subject: str


class BriefFigure(View):
    """One number of a sentence: what it counts, over which days, and where it is looked up."""

    figure: str
    name: str
    value: int
    since: date | None = Field(description="the first day that it counts; null for what is cumulative")
    until: date
    query: str | None = Field(description="path at the gateway that answers it")
    events: Sequence[BriefEvent] = []
    more: int = Field(0, description="how many further events there are")


class BriefLine(View):
    """One sentence."""

    text: str
    figures: Sequence[BriefFigure]


class BriefSection(View):
    """One part of a brief."""

    heading: str
    lines: Sequence[BriefLine]


class BriefView(OnPaper, ResourceView):
    """A brief as it is listed."""

    table_title = "发言和述职材料"
    paper = "/v1/briefs/{id}/document"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    name: str = Field(title="县或乡镇")
    kind: BriefKind = Field(title="材料种类")
    edition_id: UUID = Field(title="通报文本")
    edition_number: int = Field(title="版次")
    as_of: date = Field(title="数据截止日")
    prepared_on: date = Field(title="生成日期")
    sha256: str = Field(title="文本摘要值", description="SHA-256 over the bytes that `…/text` answers")
    statement: str | None = Field(title="本人说明")
    stated_on: date | None = Field(title="说明日期")


class BriefDetail(BriefView):
    """A brief with what it says."""

    sections: Sequence[BriefSection] = Field(default=[], title="内容")

    @classmethod
    def whole(cls, brief: Brief, caller: Caller) -> "BriefDetail":
        """The view with its sections."""
        view = cls.of(brief, caller)
        view.sections = [BriefSection.model_validate(section) for section in sections_of(brief)]
        return view

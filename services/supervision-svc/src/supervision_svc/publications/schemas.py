"""Bodies of the publication routes."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.titles import named
from countykit.calendar import PROVISIONAL
from countykit.directory import RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.dates import Day
from servicekit.printing.schemas import OnPaper

from supervision_svc.board.service import FULL_VIEW
from supervision_svc.publications.models import ENTRY_WORKFLOW, WORKFLOW


class Draft(Body):
    """Which board is frozen, and how long the named townships are heard."""

    as_of: Day = Field(description="the board of this day is frozen", examples=["2026-11-20"])
    objection_workdays: int = Field(5, ge=5, le=30, description="working days from the notice")


class EntryObjection(Body):
    """Why the township holds its entry to be wrong."""

    grounds: str = Field(min_length=2, max_length=2000)


class EntryReview(DecisionBody):
    """What people without a part in the entry decide on the objection."""

    decision: Annotated[Literal["upheld", "overturned"], named(upheld="异议不成立", overturned="成立，不列")] = Field(
        title="复核意见", description="what becomes of the entry"
    )


class EntryDecision(DecisionBody):
    """Whether the approver enters a township, and why."""

    decision: Annotated[Literal["entered", "left_out"], named(entered="列入", left_out="不列")] = Field(title="决定")


class Amendment(Body):
    """Why a published list is amended."""

    reason: str = Field(min_length=2, max_length=500)


class PublicationView(ResourceView):
    """A publication as it is shown."""

    table_title = "红黑榜通报"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    as_of: date = Field(title="数据截止日")
    window_days: int = Field(title="统计天数")
    board_digest: str = Field(title="榜单摘要值", description="digest of the frozen board")
    objection_workdays: int = Field(title="听取意见工作日")
    published_on: date | None = Field(title="印发日期")


class EntryView(ResourceView):
    """One township's own page."""

    table_title = "通报列入事项"
    workflow = ENTRY_WORKFLOW

    publication_id: UUID = Field(title="通报编号")
    region: RegionCode = Field(title="乡镇")
    black: bool = Field(title="拟列黑榜", description="the black list; else the red one")
    grounds: dict[str, Any] = Field(title="依据", description="reasons, letters that went overdue, verified practices")
    deadline: date | None = Field(title="听取意见截止日")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    objection_until: date | None = Field(title="异议截止日")
    grounds_of_objection: str | None = Field(title="异议理由")
    objected_on: date | None = Field(title="提出异议日期")
    review_due: date | None = Field(title="复核期限")
    review: str | None = Field(title="复核意见")
    reviewed_on: date | None = Field(title="复核日期")
    decision: str | None = Field(title="审批意见")
    approver_name: str | None = Field(title="审批人")
    approved_on: date | None = Field(title="审批日期")


class EditionView(OnPaper, View):
    """One published text: the digests are SHA-256 over the bytes that `…/text` and `…/full-text` answer."""

    table_title = "通报文本"
    paper = "/v1/publication-editions/{id}/document"

    publication_id: UUID = Field(title="通报编号")
    region: RegionCode = Field(title="县（市、区）")
    number: int = Field(title="版次")
    published_on: date = Field(title="印发日期")
    approver_name: str = Field(title="审批人")
    open_sha256: str = Field(title="公开版摘要值")
    full_sha256: str | None = Field(None, title="内部版摘要值")
    reason: str | None = Field(None, title="更正理由", description="only for the county's own bodies")

    @classmethod
    def seen_by(cls, row: Any, caller: Caller) -> "EditionView":
        """What a reader learns: why it was amended could name a township of the black list."""
        view = cls.model_validate(row, from_attributes=True)
        if not caller.roles & FULL_VIEW:
            view.reason = view.full_sha256 = None
        return view

"""Bodies and views of reports by code."""

from datetime import datetime
from typing import Annotated, Literal

from contracts.board_reports import BoardReportKind
from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View

from signage_svc.board_reports.models import WORKFLOW, State


class BoardReportEntry(Body):
    """What somebody found. No name and no number is wanted."""

    kind: BoardReportKind = Field(title="类别")
    board: str | None = Field(None, min_length=2, max_length=100, title="哪块牌子", examples=["妇女之家"])
    text: str = Field(min_length=2, max_length=500, title="情况", examples=["门一直锁着，没人办公"])


class SmallPicture(Body):
    """A picture that a phone made small: without a login the door takes 64 KiB of JSON, and nothing else."""

    content: str = Field(min_length=1, max_length=60_000, description="the file in base64; it is drawn anew")


class Receipt(View):
    """Shown once: with it, and with nothing else, somebody adds a picture and learns what came of the report."""

    receipt: str


class ReportStatus(View):
    """What came of a report, for who has its receipt."""

    state: State
    kind: BoardReportKind
    answer: str | None
    answered_at: datetime | None


class BoardReportAnswer(DecisionBody):
    """What the township did."""

    decision: Annotated[Literal["acted", "unfounded"], named(acted="已处理", unfounded="经查不需处理")] = Field(
        title="决定"
    )
    reason: str = Field(min_length=2, max_length=500, title="办理情况")


class BoardReportView(ResourceView):
    """A report as the township reads it."""

    table_title = "群众扫码反映"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    state: State = Field(title="状态")
    kind: BoardReportKind = Field(title="类别")
    place: str = Field(title="反映的地方")
    board: str | None = Field(title="哪块牌子")
    text: str = Field(title="情况")
    reason: str | None = Field(title="办理情况")
    created_at: datetime = Field(title="收到时间")
    answered_at: datetime | None = Field(title="答复时间")

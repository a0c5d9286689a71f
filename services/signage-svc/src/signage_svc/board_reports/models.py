"""Reports by code: the table, and the steps."""

from datetime import datetime

from contracts.board_reports import BoardReportAnswered, BoardReportKind
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base

REPORT_PHOTO = "board_report"
"""The kind of record that a photo of an anonymous report belongs to."""


class State(TitledEnum, name="board_report_state", title_zh="群众反映办理状态"):
    """What came of a report."""

    REPORTED = "reported", "待处理"
    ACTED = "acted", "已处理"
    UNFOUNDED = "unfounded", "经查不需处理"


WORKFLOW = Workflow({
    "answer": Step(
        {State.REPORTED}, {"acted": State.ACTED, "unfounded": State.UNFOUNDED}, frozenset({Role.TOWNSHIP}), "答复",
        fact={
            "acted": lambda report, _: BoardReportAnswered(kind=report.kind, acted=True),
            "unfounded": lambda report, _: BoardReportAnswered(kind=report.kind, acted=False),
        },
    ),
})  # fmt: skip


class BoardReport(Aggregate, Base, table=True):
    """One report. Nothing is kept of who made it; `receipt` is the digest of what they look it up with."""

    __tablename__ = "board_report"

    kind: BoardReportKind = enumerated(BoardReportKind)
    place: str = Field(max_length=100)
    board: str | None = Field(default=None, max_length=100)
    text: str = Field(max_length=500)
    receipt: str = Field(max_length=64, unique=True)
    state: State = enumerated(State, default=State.REPORTED)
    reason: str | None = Field(default=None, max_length=500)
    answered_by: str | None = Field(default=None, max_length=200)
    answered_at: datetime | None = moment(default=None, nullable=True)


TODOS = (
    Todo(
        "board_report", "处理群众扫码反映", BoardReport, WORKFLOW, "answer", record="read_board_report",
        subject="place",
    ),
)  # fmt: skip

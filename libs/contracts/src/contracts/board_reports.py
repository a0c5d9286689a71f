"""Facts of signage-svc about the codes on villages' notice boards, and what anybody reports by them."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum


class BoardReportKind(TitledEnum, name="board_report_kind", title_zh="群众反映类别"):
    """What somebody finds wrong."""

    MISMATCH = "mismatch", "牌子与实际功能不符"
    NO_ACTIVITY = "no_activity", "挂牌无人办事"
    EXPIRED = "expired", "牌子已失效"
    TOO_MANY = "too_many", "牌子过多、重复"
    AGAIN = "again", "拆除的牌子又挂出来"
    NOBODY_THERE = "nobody_there", "窗口无人、找不到人"
    GUIDE_WRONG = "guide_wrong", "办事指南不准"
    OTHER = "other", "其他"


class VillageLabelled(Event):
    """A village's notice board got the code by which anybody reports."""

    type: ClassVar[str] = "signage.label.issued.v1"
    title_zh: ClassVar[str] = "制发公示栏二维码"
    collection: ClassVar[str] = "labels"
    audience: ClassVar[Audience] = Audience.READERS


class LabelReplaced(Event):
    """The code of a village's notice board was replaced; the old one leads nowhere."""

    type: ClassVar[str] = "signage.label.replaced.v1"
    title_zh: ClassVar[str] = "更换公示栏二维码"
    collection: ClassVar[str] = "labels"
    audience: ClassVar[Audience] = Audience.READERS


class BoardReportReceived(Event):
    """Somebody reported a board or a service place by its code; nothing is kept of who that was."""

    type: ClassVar[str] = "signage.board_report.received.v1"
    title_zh: ClassVar[str] = "收到群众反映"
    collection: ClassVar[str] = "board-reports"
    audience: ClassVar[Audience] = Audience.JUDGES

    kind: BoardReportKind


class BoardReportAnswered(Event):
    """The township looked at what somebody reported, and said what came of it."""

    type: ClassVar[str] = "signage.board_report.answered.v1"
    title_zh: ClassVar[str] = "答复群众反映"
    collection: ClassVar[str] = "board-reports"
    audience: ClassVar[Audience] = Audience.COUNTY

    kind: BoardReportKind
    acted: bool

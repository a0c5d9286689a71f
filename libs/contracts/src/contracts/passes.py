"""Facts of supervision-svc about visit passes (检查通行单) and what villages found when they checked one."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Day, Number


class PassAnswer(TitledEnum, name="pass_answer", title_zh="通行单核验结论"):
    """What a village is told about those who came."""

    GREEN = "green", "可以接待"
    RED = "red", "可以谢绝"
    INQUIRE = "ask", "请询问县减负办"


class PassReason(TitledEnum, name="pass_reason", title_zh="通行单核验理由"):
    """Why it is told so."""

    GENUINE = "genuine", "通行单有效"
    LAWFUL = "lawful", "法定事项，不得拒绝"
    FORGED = "forged", "签名不符"
    OTHER_VILLAGE = "other_village", "不是本村的通行单"
    EARLY = "early", "未到日期"
    EXPIRED = "expired", "已过期"
    USED = "used", "已经用过"
    VOID = "void", "已作废或计划已不执行"
    NO_PASS = "no_pass", "没有计划也没有通行单"
    UNKNOWN = "unknown", "查不到编号"
    UNSURE = "unsure", "不能确定"


class VisitPassIssued(Event):
    """A body was given a pass for one visit. Region is the village, which may be a secret: for judges only."""

    type: ClassVar[str] = "supervision.pass.issued.v1"
    title_zh: ClassVar[str] = "签发检查通行单"
    collection: ClassVar[str] = "visit-passes"
    audience: ClassVar[Audience] = Audience.JUDGES

    number: Number
    visit_on: Day


class VisitPassUsed(Event):
    """A village found a pass to be good: those who came are there."""

    type: ClassVar[str] = "supervision.pass.used.v1"
    title_zh: ClassVar[str] = "检查通行单已核验"
    collection: ClassVar[str] = "visit-passes"
    audience: ClassVar[Audience] = Audience.JUDGES

    number: Number
    visit_on: Day


class VisitPassVoided(Event):
    """A pass was taken back before it was used."""

    type: ClassVar[str] = "supervision.pass.voided.v1"
    title_zh: ClassVar[str] = "作废检查通行单"
    collection: ClassVar[str] = "visit-passes"
    audience: ClassVar[Audience] = Audience.JUDGES

    number: Number
    visit_on: Day


class PassChecked(Event):
    """A village checked those who came. Region is the village; what it was told is no verdict on anybody."""

    type: ClassVar[str] = "supervision.pass.checked.v1"
    title_zh: ClassVar[str] = "核验检查通行单"
    collection: ClassVar[str] = "pass-checks"
    audience: ClassVar[Audience] = Audience.JUDGES

    answer: PassAnswer
    reason: PassReason


class VisitRefused(Event):
    """A village declined a visit after it was told that it may. Region is the village; it charges nobody by itself."""

    type: ClassVar[str] = "supervision.visit.refused.v1"
    title_zh: ClassVar[str] = "谢绝检查"
    collection: ClassVar[str] = "pass-checks"
    audience: ClassVar[Audience] = Audience.JUDGES

    reason: PassReason

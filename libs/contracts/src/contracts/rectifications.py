"""Facts of supervision-svc about rectifications."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import (
    Action,
    Day,
    Id,
    LongOverdueOn,
    LongOverdueProvisional,
    Provisional,
)

SubmittedOn = Annotated[
    Day | None,
    Field(examples=["2026-03-02"], description="the day of the submission; null in events of the first release"),
]


class Closing(TitledEnum, name="rectification_closing", title_zh="办结原因"):
    """Why an accepted repair ends its rectification."""

    REPAIRED = "repaired", "问题已整改到位"
    RULE_MADE = "rule_made", "已整改并建立长效制度"
    CAUSE_GONE = "cause_gone", "所涉任务、牌子、报表或证明已取消，问题不再存在"
    SETTLED_ABOVE = "settled_above", "问题在上级单位，已由上级单位纠正"


class RectificationOpened(Event):
    """A problem of a letter is to be repaired by a deadline."""

    type: ClassVar[str] = "supervision.rectification.opened.v1"
    title_zh: ClassVar[str] = "整改立项"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationStarted(Event):
    """The township received the letter and took the problem up."""

    type: ClassVar[str] = "supervision.rectification.started.v1"
    title_zh: ClassVar[str] = "开始整改"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action


class RectificationExtended(Event):
    """The county office moved the deadline from `previous` to `deadline`, before it had passed."""

    type: ClassVar[str] = "supervision.rectification.extended.v1"
    title_zh: ClassVar[str] = "整改延期"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    previous: Day
    previous_provisional: Provisional = False
    previous_long_overdue_on: LongOverdueOn = None
    previous_long_overdue_provisional: LongOverdueProvisional = False
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationSubmitted(Event):
    """The township reported the repair. That ends no delay: only acceptance does."""

    type: ClassVar[str] = "supervision.rectification.submitted.v1"
    title_zh: ClassVar[str] = "报送整改"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False
    submitted_on: SubmittedOn = None


class RectificationAccepted(Event):
    """A second person rechecked the repair and closed it.

    `in_time` compares the submission that was accepted with the deadline.
    """

    type: ClassVar[str] = "supervision.rectification.accepted.v1"
    title_zh: ClassVar[str] = "整改办结"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False
    submitted_on: SubmittedOn = None
    in_time: bool
    closing: Annotated[
        Closing | None, Field(examples=["repaired"], description="why it ended; null in events of the first releases")
    ] = None


class RectificationReopened(Event):
    """The recheck found the repair not done; `false_evidence` when its evidence was false.

    `deadline` stands: what is repaired after it stays late. `repair_by` is the time for repairing again, if later.
    """

    type: ClassVar[str] = "supervision.rectification.reopened.v1"
    title_zh: ClassVar[str] = "整改返工"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False
    previous: Annotated[
        Day | None, Field(examples=["2026-03-02"], description="the deadline before, when rechecks still moved it")
    ] = None
    previous_provisional: Provisional = False
    repair_by: Annotated[Day | None, Field(examples=["2026-03-20"])] = None
    submitted_on: SubmittedOn = None
    false_evidence: bool


class LateExtensionRequested(Event):
    """Somebody of the county office wants to give more time after the deadline; a second person must agree."""

    type: ClassVar[str] = "supervision.rectification.late_extension_requested.v1"
    title_zh: ClassVar[str] = "申请逾期宽限"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day


class LateExtensionGranted(Event):
    """A second person agreed to more time after the deadline, until `repair_by`; the missed deadline stays missed."""

    type: ClassVar[str] = "supervision.rectification.late_extension_granted.v1"
    title_zh: ClassVar[str] = "同意逾期宽限"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    repair_by: Day


class RectificationRescheduled(Event):
    """A holiday notice came out and the deadline was computed again; the later of the two days holds."""

    type: ClassVar[str] = "supervision.rectification.rescheduled.v1"
    title_zh: ClassVar[str] = "整改期限重算"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    previous: Day
    previous_provisional: Provisional = False
    previous_long_overdue_on: LongOverdueOn = None
    previous_long_overdue_provisional: LongOverdueProvisional = False
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False


class RectificationOverdue(Event):
    """The deadline passed without a submitted repair."""

    type: ClassVar[str] = "supervision.rectification.overdue.v1"
    title_zh: ClassVar[str] = "整改逾期"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day


class RectificationCancelled(Event):
    """The letter was recalled before its deadline: there is nothing to repair, and nothing is counted of it."""

    type: ClassVar[str] = "supervision.rectification.cancelled.v1"
    title_zh: ClassVar[str] = "整改撤回"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    long_overdue_on: LongOverdueOn = None
    long_overdue_provisional: LongOverdueProvisional = False

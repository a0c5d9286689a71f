"""Facts of supervision-svc about rectifications."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import (
    Action,
    Day,
    Id,
    LongOverdueOn,
    LongOverdueProvisional,
    Provisional,
)


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
    """The county office moved the deadline from `previous` to `deadline`."""

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
    """The township reported the repair."""

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


class RectificationAccepted(Event):
    """A second person rechecked the repair and closed it. `in_time` compares the submission with the deadline."""

    type: ClassVar[str] = "supervision.rectification.accepted.v1"
    title_zh: ClassVar[str] = "整改办结"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    deadline: Day
    provisional: Provisional = False
    in_time: bool


class RectificationReopened(Event):
    """The recheck found the repair not done; `false_evidence` when its evidence was false.

    `deadline` is the day by which it is to be repaired again.
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
    previous: Annotated[Day | None, Field(examples=["2026-03-02"], description="the deadline before")] = None
    previous_provisional: Provisional = False
    false_evidence: bool


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

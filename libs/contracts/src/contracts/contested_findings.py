"""Facts of supervision-svc about contested findings and problems of letters, and the repairs that fall with one."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Action, Day, Id


class FindingObjected(Event):
    """The township contests a finding; it stands until that is decided."""

    type: ClassVar[str] = "supervision.finding.objected.v1"
    title_zh: ClassVar[str] = "对问题提出申诉"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class FindingUpheld(Event):
    """People who had no part in it found that a finding stands."""

    type: ClassVar[str] = "supervision.finding.upheld.v1"
    title_zh: ClassVar[str] = "问题认定维持"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action


class FindingOverturned(Event):
    """A finding was none: it is taken back on `counted_on`, and its repairs are voided. `closed`: it was repaired."""

    type: ClassVar[str] = "supervision.finding.overturned.v1"
    title_zh: ClassVar[str] = "撤销问题认定"
    collection: ClassVar[str] = "findings"
    audience: ClassVar[Audience] = Audience.COUNTY

    action: Action
    counted_on: Day
    closed: bool


class RepairCount(TitledEnum, name="repair_count", title_zh="整改计数"):
    """What a repair can have been counted as."""

    DUE = "due", "应整改"
    IN_TIME = "in_time", "按期整改"
    ACCEPTED = "accepted", "复核通过"
    RETURNED = "returned", "复核退回"
    FALSE_REPORT = "false_report", "虚假整改"
    GONE_OVERDUE = "gone_overdue", "发生逾期"
    OVERDUE_OPEN = "overdue_open", "逾期未整改"
    LONG_OVERDUE = "long_overdue", "长期逾期"


class CountedRepair(BaseModel):
    """One count of a repair, and the day on which it lies."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: RepairCount
    taken_back_on: Day


class RectificationVoided(Event):
    """The finding behind a repair fell on an objection: there was nothing to repair, whatever has become of it.

    Each of `counts` is taken back on the day on which it was counted.
    """

    type: ClassVar[str] = "supervision.rectification.voided.v1"
    title_zh: ClassVar[str] = "整改因问题撤销而取消"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    finding: Id
    counts: Annotated[list[CountedRepair], Field(max_length=1000)]


class RectificationObjected(Event):
    """The township contests a problem that was written out in a letter; it stands until that is decided."""

    type: ClassVar[str] = "supervision.rectification.objected.v1"
    title_zh: ClassVar[str] = "对提示函所列问题提出申诉"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action


class RectificationUpheld(Event):
    """People who did not send the letter found that its problem stands."""

    type: ClassVar[str] = "supervision.rectification.upheld.v1"
    title_zh: ClassVar[str] = "提示函所列问题维持"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action


class RectificationOverturned(Event):
    """A problem that was written out in a letter was none: there was nothing to repair, whatever has become of it.

    Each of `counts` is taken back on the day on which it was counted.
    """

    type: ClassVar[str] = "supervision.rectification.overturned.v1"
    title_zh: ClassVar[str] = "提示函所列问题撤销认定"
    collection: ClassVar[str] = "rectifications"
    audience: ClassVar[Audience] = Audience.COUNTY

    letter: Id
    action: Action
    counts: Annotated[list[CountedRepair], Field(max_length=1000)]

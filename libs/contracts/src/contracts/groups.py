"""Facts of checklist-svc about chat groups after they were closed, and second ones that are allowed."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.checklist import Platform
from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Count, Day, Id, Title


class GroupAllowed(Event):
    """The approver named a reason for which a township keeps a second chat group for village work."""

    type: ClassVar[str] = "checklist.group.allowed.v1"
    title_zh: ClassVar[str] = "批准另留工作群"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title


class GroupComplained(Event):
    """A verdict found that a body forced check-ins, instant replies, tasks or papers upon villages in this group."""

    type: ClassVar[str] = "checklist.group.complained.v1"
    title_zh: ClassVar[str] = "工作群违规派活属实"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    complaints: Annotated[Count, Field(description="how many such verdicts stand, with this one")]


class GroupCleared(Event):
    """One of these verdicts fell; the group is marked no more once none stands."""

    type: ClassVar[str] = "checklist.group.cleared.v1"
    title_zh: ClassVar[str] = "撤销工作群违规派活"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    complaints: Annotated[Count, Field(description="how many still stand")]


class GroupVerified(Event):
    """Somebody outside of the township found that a merged or dissolved group is closed indeed."""

    type: ClassVar[str] = "checklist.group.verified.v1"
    title_zh: ClassVar[str] = "核验工作群已清理"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform


class GroupReopened(Event):
    """Somebody outside of the township found that a group is still there; what was counted on `closed_on` falls."""

    type: ClassVar[str] = "checklist.group.reopened.v1"
    title_zh: ClassVar[str] = "工作群未清理，退回"
    collection: ClassVar[str] = "groups"
    audience: ClassVar[Audience] = Audience.READERS

    platform: Platform
    closed_on: Day
    after_baseline: bool


class GroupReboundDetected(Event):
    """A closed group is there again, as `registered_again`. Its owner is charged, else its township."""

    type: ClassVar[str] = "checklist.group_rebound.detected.v1"
    title_zh: ClassVar[str] = "工作群回潮"
    collection: ClassVar[str] = "group-rebounds"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    charged_home: ChargedHome
    closed: Id
    registered_again: Id


class GroupReboundObjected(Event):
    """The charged body contests that the group is the old one; it counts until that is decided."""

    type: ClassVar[str] = "checklist.group_rebound.objected.v1"
    title_zh: ClassVar[str] = "工作群回潮提出申诉"
    collection: ClassVar[str] = "group-rebounds"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class GroupReboundUpheld(Event):
    """People who had no part in it found that the group is the old one."""

    type: ClassVar[str] = "checklist.group_rebound.upheld.v1"
    title_zh: ClassVar[str] = "工作群回潮维持"
    collection: ClassVar[str] = "group-rebounds"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome


class GroupReboundRetracted(Event):
    """The group is another one; what was counted on `counted_on` is taken back on that day."""

    type: ClassVar[str] = "checklist.group_rebound.retracted.v1"
    title_zh: ClassVar[str] = "撤销工作群回潮"
    collection: ClassVar[str] = "group-rebounds"
    audience: ClassVar[Audience] = Audience.COUNTY

    charged_home: ChargedHome
    counted_on: Day
    by_objection: bool

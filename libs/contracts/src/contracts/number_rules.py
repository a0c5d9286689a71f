"""Facts of checklist-svc about how strictly a county checks the numbers of what villages are to do (准入编号核验)."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Day


class NumberArea(TitledEnum, name="number_area", title_zh="核验领域"):
    """What is checked for its number, law or mark before it reaches a village; a county moves area by area."""

    FORMS = "forms", "报表填报"
    BOARDS = "boards", "挂牌"
    PLANS = "plans", "督检考计划"


class NumberMode(TitledEnum, name="number_mode", title_zh="核验方式"):
    """What happens to what shows no ground."""

    ADVISE = "advise", "提示"
    ENFORCE = "enforce", "强制"


class NumberRuleFact(Event):
    """What every step of a rule tells: the rule itself. Region is the county."""

    collection: ClassVar[str] = "number-rules"

    area: NumberArea
    mode: NumberMode
    starts_on: Day


class NumberRuleProposed(NumberRuleFact):
    """The county office proposed how numbers are checked from a day on."""

    type: ClassVar[str] = "checklist.number_rule.proposed.v1"
    title_zh: ClassVar[str] = "提出编号核验方式"
    audience: ClassVar[Audience] = Audience.COUNTY


class NumberRuleApproved(NumberRuleFact):
    """The approver approved how numbers are checked from a day on: the later day goes before the earlier one."""

    type: ClassVar[str] = "checklist.number_rule.approved.v1"
    title_zh: ClassVar[str] = "批准编号核验方式"
    audience: ClassVar[Audience] = Audience.READERS


class NumberRuleRejected(NumberRuleFact):
    """The approver did not approve a proposal about how numbers are checked."""

    type: ClassVar[str] = "checklist.number_rule.rejected.v1"
    title_zh: ClassVar[str] = "不批准编号核验方式"
    audience: ClassVar[Audience] = Audience.COUNTY


class NumberRuleWithdrawn(NumberRuleFact):
    """The county office took a rule back before its first day."""

    type: ClassVar[str] = "checklist.number_rule.withdrawn.v1"
    title_zh: ClassVar[str] = "撤回编号核验方式"
    audience: ClassVar[Audience] = Audience.READERS

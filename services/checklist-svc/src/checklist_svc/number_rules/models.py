"""Rules about how numbers are checked: the table and the steps."""

from datetime import date

from contracts import number_rules as facts
from contracts.envelope import Event
from contracts.number_rules import NumberArea, NumberMode
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import enumerated
from servicekit.workflow import Fact, Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base
from checklist_svc.number_rules.errors import RuleSamePerson


class State(TitledEnum, name="number_rule_state", title_zh="核验方式状态"):
    """How far a rule has come; an approved one counts from its first day until a later one begins."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "不批准"
    WITHDRAWN = "withdrawn", "已撤回"


def _other_person(rule: "NumberRule", caller: Caller) -> RuleSamePerson | None:
    return RuleSamePerson() if caller.is_any_of(rule.proposed_by) else None


def _fact(kind: type[facts.NumberRuleFact]) -> Fact:
    def fact(rule: "NumberRule", _: State) -> Event:
        return kind(area=rule.area, mode=rule.mode, starts_on=rule.starts_on)

    return fact


WORKFLOW = Workflow({
    "approval": Step(
        {State.PROPOSED}, {"approved": State.APPROVED, "rejected": State.REJECTED}, frozenset({Role.APPROVER}), "批准",
        rules=(_other_person,),
        fact={"approved": _fact(facts.NumberRuleApproved), "rejected": _fact(facts.NumberRuleRejected)},
    ),
    "withdrawal": Step(
        {State.PROPOSED, State.APPROVED}, State.WITHDRAWN, frozenset({Role.COUNTY_OFFICE}), "撤回",
        fact=_fact(facts.NumberRuleWithdrawn),
    ),
})  # fmt: skip


class NumberRule(Aggregate, Base, table=True):
    """One area is checked in one way from one day on. `region` is the county."""

    __tablename__ = "number_rule"

    area: NumberArea = enumerated(NumberArea)
    mode: NumberMode = enumerated(NumberMode)
    starts_on: date
    reason: str = Field(max_length=500)
    note: str | None = Field(default=None, max_length=500)
    state: State = enumerated(State, default=State.PROPOSED)
    proposed_by: str = Field(max_length=200)


TODOS = (
    Todo(
        "number_rule_approval", "批准编号核验方式", NumberRule, WORKFLOW, "approval", record="read_number_rule",
        subject="reason", due="starts_on", among=not_by(NumberRule.proposed_by),
    ),
)  # fmt: skip

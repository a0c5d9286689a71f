"""Refusals about what meetings decided."""

from servicekit.errors import Conflict, Invalid


class DecisionBodyUnfit(Invalid):
    """A decision is one body's or one township's, within the group's reach; never a village's."""

    code = "decision_body_unfit"
    detail = "每项议定事项填写一个本专班范围内的责任单位或责任乡镇，不得交由村级承担"
    law = "关于规范村级组织工作事务、机制牌子和证明事项的意见（中办、国办）"


class DecisionPersonUnfit(Invalid):
    """Who answers for a decision by name is a member of the group."""

    code = "decision_person_unfit"
    detail = "责任人应为专班成员"
    person: str


class DecisionDayUnfit(Invalid):
    """A deadline comes, within a year."""

    code = "decision_day_unfit"
    detail = "办结期限应在今天或以后、一年之内"


class DecisionOwnProposal(Conflict):
    """Who wrote the minutes, or is of that body, does not confirm what they give to townships."""

    code = "decision_own_proposal"
    detail = "交办乡镇的事项由登记纪要的单位以外的另一人确认"


class DecisionSamePerson(Conflict):
    """Who reports a decision as done, or is of that body, does not recheck it."""

    code = "decision_same_person"
    detail = "办结情况须由责任单位以外的另一人核实"

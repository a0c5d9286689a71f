"""Refusals about assignments."""

from datetime import date

from servicekit.errors import Conflict, Invalid


class AssignmentOutside(Invalid):
    """A task is dispatched only to the villages and on the days that were admitted."""

    code = "assignment_outside"
    rule = "LST-03"
    detail = "派交的村和起止日期须在准入编号的范围和有效期以内"
    law = "北京西城区社区减负实施方案(2018)"
    starts_on: date | None
    valid_until: date | None
    village: str | None


class AssignmentBackdated(Invalid):
    """What a village did before it was dispatched cannot be dispatched afterwards."""

    code = "assignment_backdated"
    rule = "LST-01"
    detail = "派交自今天或者以后开始，不能倒填日期"
    law = "禹会区村级组织工作任务责任清单"


class AssignmentMoreOften(Invalid):
    """A task comes no more often than was admitted."""

    code = "assignment_more_often"
    rule = "LST-03"
    detail = "派交的频次不得高于准入的频次"
    law = "北京西城区社区减负实施方案(2018)"
    admitted: str


class EntrustedNotPurchased(Invalid):
    """Entrusted work is paid for: its class is purchase."""

    code = "entrusted_not_purchased"
    rule = "LST-05"
    detail = "委托事项须以购买服务方式派交，经费由委托部门承担(费随事转)"
    law = "村民委员会组织法(2018)第37条"


class VisitNotDrawn(Conflict):
    """Only what is asked at a visit that was drawn at random says how satisfied villagers are."""

    code = "visit_not_drawn"
    detail = "只登记随机抽取到村核实时当面询问的结果；未查到该日随机到该村核实的记录"


class AnswersAlreadyRecorded(Conflict):
    """A visit's answers are recorded once."""

    code = "answers_already_recorded"
    detail = "该次到村核实的群众满意度已登记"


class AlreadyAssigned(Conflict):
    """The task is dispatched to the village already; recall it before it is dispatched otherwise."""

    code = "already_assigned"
    rule = "LST-01"
    detail = "该事项已向所列的村派交；需要变更的，请先收回再派交"
    law = "中办国办《关于规范村级组织工作事务、机制牌子和证明事项的意见》"
    villages: list[str]

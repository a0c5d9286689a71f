"""Refusals to refuse."""

from servicekit.errors import Conflict, Invalid

_OPINION = "中办国办《关于规范村级组织工作事务、机制牌子和证明事项的意见》"


class Answered:
    """What a refusal to write the letter says of the demand: the answer's reason, and what it rests on."""

    reason: str
    item: str | None
    name: str | None
    number: str | None
    question: str | None


class DemandListed(Answered, Conflict):
    """The demand stands on the list of duties or of assistance, so it cannot be refused."""

    code = "demand_listed"
    detail = "该事项已列入清单，属于应当履行或协助的事项，不能出具不予承接告知书"


class DemandAdmitted(Answered, Conflict):
    """A valid admission number covers the demand, so it cannot be refused."""

    code = "demand_admitted"
    detail = "该事项持有有效准入编号，属于已准入事项，不能出具不予承接告知书"


class DemandOnForm(Answered, Conflict):
    """An approved form in force is what is demanded, so it cannot be refused."""

    code = "demand_on_form"
    detail = "该事项是当日有效的报表，不能出具不予承接告知书"


class DemandUncertain(Answered, Conflict):
    """Whether it may be refused is not certain: the office is to be heard before a letter says anything."""

    code = "demand_uncertain"
    detail = "不能确定该事项可以不承接，请询问县减负办后再答复"
    law = _OPINION


class NumberOfAnother(Invalid):
    """The number admits another body's task, or another matter than the one that was refused."""

    code = "number_of_another"
    rule = "LST-01"
    detail = "该编号不能证明这件事已经准入：请核对编号、单位和事项"
    law = _OPINION

"""Refusals about proposals."""

from datetime import date

from servicekit.errors import Conflict, Invalid

_LAW = "天水市麦积区通知(2021)"


class ListReviewsIncomplete(Conflict):
    """Civil affairs and the others are heard before anything is published, and none of them objects."""

    code = "list_reviews_incomplete"
    rule = "CER-02"
    detail = "民政部门会同有关部门的意见尚未齐备或者有不同意见，不能公布"
    law = _LAW
    missing: list[str]
    objecting: list[str]


class ListOpinionNotOverdue(Conflict):
    """The approver goes on without an opinion only after its last day."""

    code = "list_opinion_not_overdue"
    rule = "CER-02"
    detail = "研究意见尚未逾期，不能免予等待"
    law = _LAW
    opine_by: date


class NothingToWithdraw(Conflict):
    """Only what the county itself has put on its list can be taken off it."""

    code = "nothing_to_withdraw"
    detail = "本县清单中没有该事项，无需撤销；全国统一规定的事项不由县撤销"


class ForbiddenItemIncomplete(Invalid):
    """Who may no longer demand something is told by which law, and the villager where to go."""

    code = "forbidden_item_incomplete"
    rule = "CER-01"
    detail = "不得要求的事项须列明依据和应由谁办理"
    law = "民发〔2020〕20号"


class EffectiveTooEarly(Invalid):
    """A list holds from a day that is still to come, or from today."""

    code = "effective_in_past"
    detail = "生效日期不能早于公布之日"

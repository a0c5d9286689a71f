"""Refusals about applications."""

from servicekit.errors import Conflict, Invalid


class ItemNotListed(Invalid):
    """Certificates outside of the county's list must not be demanded."""

    code = "item_not_listed"
    rule = "CER-01"
    detail = "该证明事项不在本县村级组织可出具证明清单内，不得索要"
    law = "优化营商环境条例第44条"


class ItemForbidden(Invalid):
    """The certificate is on the list of what villages must not issue."""

    code = "item_forbidden"
    detail = "该事项列入不应由基层群众性自治组织出具证明事项清单，依法不予出具"
    law = "民发〔2020〕20号附件"


class DeliberationMissing(Invalid):
    """Matters of public interest are issued after the villagers' deliberation and a responsible signature."""

    code = "deliberation_missing"
    rule = "CER-03"
    detail = "涉及公共利益或多数群众切身利益的，须经村民议事讨论同意并由负责人签字后出具"
    law = "甘民发〔2020〕99号"


class UseUnfit(Invalid):
    """The county's list binds the item to demanders and purposes, and these are none of them by their words."""

    code = "item_use_unfit"
    rule = "CER-01"
    detail = "清单限定了该事项的索要单位或用途，所填内容对不上；请核对后注明是否属于所列范围"
    law = "优化营商环境条例第44条"


class ApprovalMissing(Conflict):
    """The county's list wants a second person for this item."""

    code = "approval_missing"
    detail = "该事项须登记现场核实，并由另一人审核后才能出具"
    law = "优化营商环境条例第44条"


class CheckedByApprover(Conflict):
    """The facts are approved by somebody other than who checked them."""

    code = "approval_by_checker"
    detail = "核实人不能审核自己的核实情况，须由另一人审核"


class SecondPersonNeeded(Conflict):
    """An exception is decided by somebody other than who asked for it."""

    code = "exception_needs_second_person"
    rule = "CER-04"
    detail = "据实出具须由另一人审批"
    law = "麦积区通知(2021)；甘民发〔2020〕99号"


class NoNotice(Conflict):
    """Only a refused application has a notice."""

    code = "not_refused"
    detail = "该申请未被拒绝，没有告知书"

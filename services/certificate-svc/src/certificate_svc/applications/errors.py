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

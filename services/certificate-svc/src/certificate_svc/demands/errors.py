"""Refusals about demands."""

from servicekit.errors import Conflict, Invalid, NotFound

_CHARGED_BY = "优化营商环境条例第44条；民发〔2020〕20号"


class DemandOutsideCounty(Conflict):
    """The demanding body is none of the county's, so the county cannot judge it."""

    code = "demand_outside_county"
    rule = "CER-01"
    detail = "索要单位不是本县机构，本县不能认定"
    law = _CHARGED_BY


class DemandUnlisted(Conflict):
    """Nobody is charged for what no list forbids."""

    code = "demand_unlisted"
    rule = "CER-01"
    detail = "该事项未列入不应由基层群众性自治组织出具证明事项清单，只登记，不认定"
    law = "民发〔2020〕20号附件"


class DemandUnproven(Conflict):
    """One word against another is no charge: it takes the demander's paper or a second, independent report."""

    code = "demand_unproven"
    rule = "CER-01"
    detail = "须有索要单位的书面要求，或者另一村在30日内登记的同一索要，才能提请认定"
    law = "政府督查工作条例第16条：结论应当事实清楚、证据充分"


class DemandLawful(Conflict):
    """The list in force lets villages issue it, so that it may be demanded."""

    code = "demand_lawful"
    detail = "该事项在本县村级组织可出具证明清单内，可以依法要求，不作违规索要登记"
    law = "优化营商环境条例第44条"


class ItemNotForbidden(Invalid):
    """A demand is classified under an item that the list forbade on its day, or under none."""

    code = "item_not_forbidden"
    detail = "所填事项当日未列入不应由基层群众性自治组织出具证明事项清单"
    law = "民发〔2020〕20号附件"


class DemandCodeUnknown(NotFound):
    """No anonymous record has this code."""

    code = "demand_code_unknown"
    detail = "没有这个查询码对应的登记，请核对后再输入"

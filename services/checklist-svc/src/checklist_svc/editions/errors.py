"""Refusals about editions of the lists."""

from datetime import date

from servicekit.errors import Conflict, Invalid, NotFound


class ItemIncomplete(Invalid):
    """Every list item names its matter, content, legal basis and lead department."""

    code = "list_item_incomplete"
    rule = "LST-04"
    detail = "清单须载明事项名称、事项内容、依据和牵头部门，请补全后再提交"
    law = "辽宁工作清单管理规定"


class ItemCodeRepeated(Invalid):
    """Two items of an edition carry the same code."""

    code = "item_code_repeated"
    rule = "LST-04"
    detail = "同一版清单内事项编码不得重复"
    law = "辽宁工作清单管理规定"
    codes: list[str]


class ItemLawUnclear(Invalid):
    """The law of an item is one that its basis cites, with the article, and its days follow one another."""

    code = "item_law_unclear"
    rule = "LST-04"
    detail = "写明法规条款或者有效期的，须写明法规名称，且须与该事项所列依据一致；最后有效日不得早于施行日期"
    law = "辽宁工作清单管理规定"


class LawNotInForce(Invalid):
    """An item of an edition stands on a law that is not in force on the edition's first day."""

    code = "law_not_in_force"
    rule = "LST-04"
    detail = "清单生效之日，所列事项的法规尚未施行或者已经失效，请改引现行法规及其条款"
    law = "辽宁工作清单管理规定"
    codes: list[str]


class EditionTooLong(Invalid):
    """Everybody is told every word of an edition, in one notice."""

    code = "edition_too_long"
    detail = "整版清单的文字合计不得超过10万字，请精简事项内容后再提交"


class EffectiveDateInvalid(Invalid):
    """An edition comes into force neither in the past nor before the edition that it follows."""

    code = "effective_date_invalid"
    rule = "LST-04"
    detail = "生效日期不得早于今天，且须晚于上一版清单的生效日期"
    law = "辽宁工作清单管理规定"


class EditionBegun(Conflict):
    """An edition whose first day has come is followed by another one, not taken back."""

    code = "edition_begun"
    rule = "LST-04"
    detail = "该版清单的生效日期已到，不得撤回；需要调整的，请编制并发布新一版清单"
    law = "辽宁工作清单管理规定"
    effective_from: date


class NoEditionInForce(NotFound):
    """No edition of the lists is in force on that day."""

    code = "no_edition_in_force"
    detail = "该日期没有生效的清单"

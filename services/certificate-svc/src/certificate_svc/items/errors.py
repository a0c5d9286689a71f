"""Refusals about certificate items."""

from collections.abc import Collection

from servicekit.errors import Conflict, Invalid, NotFound
from servicekit.problems import FieldError


class ItemUnknown(NotFound):
    """There is no certificate item of this code."""

    code = "item_unknown"
    detail = "没有该证明事项"


class ItemIncomplete(Invalid):
    """An admitted item needs its basis, demanding body, issuing body, guide and time limit."""

    code = "certificate_item_incomplete"
    rule = "CER-01"
    detail = "证明事项须列明设定依据、索要单位、开具单位、办理指南和办理时限"
    law = "优化营商环境条例第44条"

    def __init__(self, missing: Collection[str]) -> None:
        errors = [FieldError(pointer=f"/body/{name}", code="missing", detail="缺少该项") for name in missing]
        super().__init__(errors=[error.model_dump() for error in errors])


class ItemUnderStudy(Conflict):
    """What the bodies study is decided by their opinions, not past them."""

    code = "item_under_study"
    rule = "CER-02"
    detail = "该事项正在会同研究，须待各单位意见齐备后公布，不能直接准予"
    law = "民发〔2020〕20号"


class ItemForbiddenHere(Conflict):
    """A forbidden item cannot be admitted."""

    code = "item_forbidden_here"
    detail = "该事项列入不应由基层群众性自治组织出具证明事项清单，不能准入"
    law = "民发〔2020〕20号附件"

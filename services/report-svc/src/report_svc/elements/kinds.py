"""Kinds of values, and names in one spelling: what elements and the columns of forms have in common."""

from contracts.titles import TitledEnum
from wording.folding import folded


class Kind(TitledEnum, name="field_kind", title_zh="填报项类型"):
    """What a field holds."""

    COUNT = "count", "个数"
    QUANTITY = "quantity", "数量"
    PERCENT = "percent", "百分比"
    TEXT = "text", "文字"
    DATE = "date", "日期"
    YES_NO = "yes_no", "是否"


def normalised(text: str) -> str:
    """A name in one spelling. Punctuation is kept: fields may differ in it alone (<60岁 and ≥60岁)."""
    return folded(text).text

"""Refusals about data elements."""

from servicekit.errors import Conflict, Invalid

OWN_RULE = "县级数据元管理规则（GB/T 18391《元数据注册系统》）"


class ElementCodeTaken(Conflict):
    """The county's dictionary has an element under this code or name."""

    code = "element_code_taken"
    detail = "本县字典中已有同一编码或同一名称的数据元"
    law = OWN_RULE
    element: str
    name: str


class ElementUnknown(Invalid):
    """The county's dictionary has no such element in use."""

    code = "element_unknown"
    detail = "本县字典中没有该数据元，或者它已停用"
    law = OWN_RULE
    elements: list[str]


class ElementInUse(Conflict):
    """Approved forms still ask for the element; merge it, or end the forms first."""

    code = "element_in_use"
    detail = "仍有已批准的报表使用该数据元，请先合并数据元或停用报表"
    law = OWN_RULE
    forms: list[str]


class ElementsUnlike(Invalid):
    """Elements of different units or kinds are never one."""

    code = "elements_unlike"
    detail = "两个数据元的计量单位、类型或取值范围不同，不能合并"
    law = OWN_RULE
    differences: list[str]


class ElementsRelated(Invalid):
    """A relation of the dictionary says that the two are part and whole, so they are not one."""

    code = "elements_related"
    detail = "两个数据元之间有包含或加总关系，不是同一数据元，不能合并"
    law = OWN_RULE
    relation: str


class ElementWithItself(Invalid):
    """An element is not merged into itself."""

    code = "element_with_itself"
    detail = "不能把数据元并入自身"
    law = OWN_RULE


class RelationsInCircle(Invalid):
    """The relations of the dictionary would go round in a circle."""

    code = "element_relations_circular"
    detail = "数据元之间的包含关系形成循环，请检查关系式"
    law = OWN_RULE


class UndoTooLate(Conflict):
    """A merger is undone within thirty days."""

    code = "element_undo_late"
    detail = "合并超过三十日，不能再撤销，可重新登记数据元"
    law = OWN_RULE


class MergedOnward(Conflict):
    """The element that it was merged into is merged itself; the later merger is undone first."""

    code = "element_merged_onward"
    detail = "并入的数据元此后又被合并或停用，请先撤销后一次合并"
    law = OWN_RULE
    element: str


class StewardNeeded(Invalid):
    """A department proposes elements in its own name."""

    code = "element_steward_needed"
    detail = "责任单位只能填写本单位；由减负办登记时可以指定其他单位"
    law = OWN_RULE

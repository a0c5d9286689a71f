"""Refusals about delivered values."""

from servicekit.errors import Conflict, Invalid

FILL_ONCE = "《整治形式主义为基层减负若干规定》：一表通、数据共享，已有的数据不得要求村级重复填报"


class NotSteward(Conflict):
    """Only the body that answers for an element, or the county office, delivers its values."""

    code = "values_not_own"
    detail = "只有该数据元的责任单位或县减负办可以推送数值，请先由减负办明确责任单位"
    law = FILL_ONCE


class DeliveryRefused(Invalid):
    """Some of the values are wrong; none has been stored."""

    code = "delivery_refused"
    detail = "部分数值有误，全部未入库，请按提示修改后重新推送"


class AsOfAhead(Invalid):
    """Values are as of a day that has come."""

    code = "delivery_in_future"
    detail = "数据时点不能晚于今天，有效期不能早于数据时点"


class NoElementColumn(Invalid):
    """The table has no column of an element for which the caller's body answers, or no value in it."""

    code = "delivery_without_columns"
    detail = "表中没有本单位负责的数据元的数值；列名请用数据元的名称或编码"
    law = FILL_ONCE
    elements: list[str]

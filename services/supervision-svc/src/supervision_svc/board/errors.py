"""Refusals about boards."""

from servicekit.errors import Invalid


class AsOfInFuture(Invalid):
    """A board cannot be computed for a day that has not come."""

    code = "as_of_in_future"
    detail = "查询日期不能晚于今天"


class SimulationEmpty(Invalid):
    """A simulation needs a scheme or changes to one, not both."""

    code = "simulation_empty"
    detail = "请提供完整方案(scheme)或修改项(changes)，二者只选其一"


class IndicatorUnknown(Invalid):
    """The scheme has no such indicator."""

    code = "indicator_unknown"
    detail = "该方案中没有这个指标"

"""Refusals about ends of arrangements."""

from servicekit.errors import Conflict, Invalid


class NotShorter(Invalid):
    """A shortened arrangement ends on a day from today on, before it ended so far."""

    code = "arrangement_not_shorter"
    detail = "缩短后的结束日期须不早于今天，并早于原结束日期"


class NothingToLift(Conflict):
    """No period is left that villages would not have to file any more."""

    code = "nothing_to_lift"
    detail = "没有可以免除的填报期：已到期的各期不能事后取消"

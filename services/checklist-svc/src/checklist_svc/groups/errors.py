"""Refusals about chat groups."""

from servicekit.errors import Conflict


class OneGroupPerTownship(Conflict):
    """A township retains at most one chat group for village work."""

    code = "GRP-01"
    detail = "每个乡镇只保留1个指导村级工作的工作群,请先合并或解散已保留的工作群"
    law = "种子讲话:每个乡镇基本保留1个工作群指导村级工作"

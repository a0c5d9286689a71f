"""Refusals about chat groups."""

from servicekit.errors import Conflict


class OneGroupPerTownship(Conflict):
    """A township retains at most one chat group for village work."""

    code = "one_group_per_township"
    rule = "GRP-01"
    detail = "每个乡镇只保留1个指导村级工作的工作群，请先合并或解散已保留的工作群"
    law = "《全市基层减负工作推进会交流发言》：每个乡镇基本保留1个工作群指导村级工作"


class AppBelowCounty(Conflict):
    """Bodies below the county do not run government apps."""

    code = "app_below_county"
    rule = "APP-01"
    detail = "县以下单位原则上不得开发政务应用程序，不能保留，请解散"
    law = "国办函〔2026〕12号第2条"


class AppUnfiled(Conflict):
    """A government app needs its filing number."""

    code = "app_unfiled"
    rule = "APP-02"
    detail = "政务应用程序须经省级网信部门备案并编号，未备案的不能保留"
    law = "国办函〔2026〕12号"


class AppForces(Conflict):
    """A government app must not force check-ins, point rankings or online time."""

    code = "app_forces"
    rule = "APP-03"
    detail = "政务应用程序不得设置打卡签到、积分排名、统计在线时长等强制功能，不能保留"
    law = "国办函〔2026〕12号"


UNLAWFUL = {kind.rule: kind for kind in (AppBelowCounty, AppUnfiled, AppForces)}

"""Refusals about chat groups."""

from typing import get_args

from servicekit.errors import Conflict, Invalid


class OneGroupPerTownship(Conflict):
    """A township retains at most one chat group for village work."""

    code = "one_group_per_township"
    rule = "GRP-01"
    detail = "每个乡镇只保留1个指导村级工作的工作群，请先合并或解散已保留的工作群；确需另留的，由审定人员写明理由批准"
    law = "《全市基层减负工作推进会交流发言》：每个乡镇基本保留1个工作群指导村级工作"


class AppBelowCounty(Conflict):
    """Bodies below the county do not run government apps."""

    code = "app_below_county"
    rule = "APP-01"
    detail = "县以下单位原则上不得开发政务应用程序，不能保留，请解散"
    law = "国办函〔2026〕12号第2条"
    flags: list[str]


class AppUnfiled(Conflict):
    """A government app needs its filing number."""

    code = "app_unfiled"
    rule = "APP-02"
    detail = "政务应用程序须经省级网信部门备案并编号，未备案的不能保留"
    law = "国办函〔2026〕12号"
    flags: list[str]


class AppForces(Conflict):
    """A government app must not force check-ins, point rankings or online time."""

    code = "app_forces"
    rule = "APP-03"
    detail = "政务应用程序不得设置打卡签到、积分排名、统计在线时长等强制功能，不能保留"
    law = "国办函〔2026〕12号"
    flags: list[str]


class AppPromoted(Conflict):
    """Nobody is made to install an app, nor is its use reported on."""

    code = "app_promoted"
    rule = "APP-04"
    detail = "政务应用程序不得强制推广下载、考核通报安装使用率，不能保留"
    law = "国办函〔2026〕12号"
    flags: list[str]


class AppEvidence(Conflict):
    """Villages do not upload photographs, videos or tracks as a proof of their work."""

    code = "app_evidence"
    rule = "APP-05"
    detail = "政务应用程序非必要不得强制上传工作照片、视频、轨迹，不能保留"
    law = "国办函〔2026〕12号"
    flags: list[str]


class AppVoiceless(Conflict):
    """An app takes complaints."""

    code = "app_voiceless"
    rule = "APP-06"
    detail = "政务应用程序应当提供投诉建议功能，没有的不能保留"
    law = "国办函〔2026〕12号"
    flags: list[str]


class AppSecond(Conflict):
    """A body runs one app that faces villages at most."""

    code = "app_second"
    rule = "APP-07"
    detail = "各部门原则上最多运行1个面向基层的政务应用程序，该机构已保留1个"
    law = "整治形式主义为基层减负若干规定"


class MergeTargetInvalid(Invalid):
    """A group is merged into another open one of its township."""

    code = "merge_target_invalid"
    rule = "GRP-01"
    detail = "并入的群须为本乡镇另一个未清理的工作群"
    law = "《全市基层减负工作推进会交流发言》：每个乡镇基本保留1个工作群指导村级工作"


class GroupUnknown(Invalid):
    """A verdict names a group of the county's register."""

    code = "group_unknown"
    detail = "所填工作群不在本县登记的工作群之内，请先登记或者不填"


class GroupOfAnotherBody(Invalid):
    """What was demanded in a group is charged to the body that runs it."""

    code = "group_of_another_body"
    detail = "所填工作群不由被反映机构管理：须为其主管的群；没有主管机构的，须为其所在乡镇的群"


class CloserCannotVerify(Conflict):
    """A closed group is verified by somebody other than who closed it."""

    code = "closer_cannot_verify"
    rule = "INS-14"
    detail = "清理人不得核验自己清理的工作群，请由他人核验"
    law = "政府督查工作条例第16、17条：原经办人回避"


class TownshipCannotVerify(Conflict):
    """A closed group is verified by somebody outside of its township."""

    code = "township_cannot_verify"
    rule = "INS-14"
    detail = "乡镇清理的工作群由乡镇以外的人员核验，本乡镇(含曾任职)人员不得核验"
    law = "政府督查工作条例第16、17条：原经办人回避"


UnlawfulApp = AppBelowCounty | AppUnfiled | AppForces | AppPromoted | AppEvidence | AppVoiceless
UNLAWFUL: dict[str | None, type[UnlawfulApp]] = {kind.rule: kind for kind in get_args(UnlawfulApp)}
"""The rules that are seen on the app itself."""

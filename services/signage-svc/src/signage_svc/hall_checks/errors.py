"""Refusals about checks of service places."""

from servicekit.errors import Conflict, Invalid

SEED_ON_DETAILS = "《全市基层减负工作推进会交流发言》：把握好集中办公、方便群众、荣誉集中展陈三个细节"


class CheckerNotIndependent(Conflict):
    """Nobody of a township says how good its halls are."""

    code = "hall_checker_not_independent"
    rule = "INS-14"
    detail = "乡镇和派驻乡镇的人员不得核查本乡镇的服务场所"
    law = "政府督查工作条例第16、17条：原经办人回避"


class MissedWithoutNote(Invalid):
    """A township can only set right, or contest, what it is told."""

    code = "missed_without_note"
    detail = "有不达标的细节，须写明看到的情况"
    law = SEED_ON_DETAILS


class HallNotInUse(Conflict):
    """A closed hall serves nobody, and nobody is rated for it."""

    code = "hall_not_in_use"
    detail = "该服务大厅已停用，不再核查"

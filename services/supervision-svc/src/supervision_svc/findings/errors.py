"""Refusals about findings."""

from servicekit.errors import Conflict, Forbidden


class FindingTooGrave(Conflict):
    """Only light findings are settled on the spot."""

    code = "finding_too_grave"
    detail = "较重以上或者涉嫌违规的问题不能现场解决销号，请发提示函整改，由他人复核"


class SettlerNotIndependent(Forbidden):
    """Who belongs to a township does not close what was found there."""

    code = "settler_not_independent"
    detail = "乡镇人员和派驻乡镇的人员不能将本地的问题现场销号"


class SettledAlone(Conflict):
    """Two people see that it is put right: who records it, and a named second one who was there."""

    code = "settlement_alone"
    rule = "INS-14"
    detail = "现场解决须有两人以上在场，并写明另一名在场的检查人员"
    law = "政府督查工作条例第16、17条"


class SettlementLate(Conflict):
    """On the spot is on the day of the visit; it is put on the record within three days."""

    code = "settlement_late"
    detail = "现场解决应当在到村当日，三日内登记；过期的问题请发提示函整改"


class FindingUnderLetter(Conflict):
    """A letter asks for the repair, which somebody else rechecks."""

    code = "finding_under_letter"
    detail = "该问题已发提示函整改，由他人复核销号，不能再登记现场解决"

"""Refusals about survey rounds."""

from servicekit.errors import Conflict, Invalid

SEED_ON_LEDGERS = "《全市基层减负工作推进会交流发言》：全面摸底，建立乡村两级台账，逐一比对整改"


class SurveyOpenAlready(Conflict):
    """A township has one open round at a time; two would count the same boards twice."""

    code = "survey_open_already"
    detail = "该乡镇已有一轮摸底尚未关闭，请先关闭或作废"


class SurveyDaysOverlap(Conflict):
    """The days of a round belong to one round, be it closed already."""

    code = "survey_days_overlap"
    detail = "该乡镇已有一轮摸底的起止日期与所填日期重叠"


class SurveyDaysReversed(Invalid):
    """A round cannot end before it begins."""

    code = "survey_days_reversed"
    detail = "摸底结束日期不能早于开始日期"


class BothLedgersByOne(Conflict):
    """Two ledgers by one hand agree by themselves: what is counted on site is filed by somebody else."""

    code = "both_ledgers_by_one"
    detail = "村级台账(现场清点)和乡级台账(备案登记)须由不同人员录入"
    law = SEED_ON_LEDGERS


class CoverageIncomplete(Conflict):
    """Villages are missing from one of the ledgers."""

    code = "survey_coverage_incomplete"
    detail = "仍有村未录入村级台账或乡级台账，不能比对"
    law = SEED_ON_LEDGERS
    missing: int


class OrdersOpen(Conflict):
    """A round is closed when every difference has been set right and looked at."""

    code = "survey_orders_open"
    detail = "仍有差异工单未办结核验，不能关闭本轮摸底"
    law = SEED_ON_LEDGERS
    orders: int


class MarkContested(Conflict):
    """Whether a board was marked rightly is decided before its entry follows what became of it."""

    code = "survey_mark_contested"
    detail = "台账中有牌子的标记正在申诉复核，请待复核后再关闭本轮摸底"
    plaque: str


class ReboundUnanswered(Conflict):
    """A suspected rebound is confirmed or denied by a person before its order is done."""

    code = "survey_rebound_unanswered"
    detail = "该工单疑似回潮，请先确认是否为已拆除牌子重新悬挂"


class VillageUnanswered(Conflict):
    """A village that objects is answered before its order is settled."""

    code = "survey_objection_unanswered"
    detail = "该工单有村提出的异议尚未答复，请先答复"


class NothingSuspected(Conflict):
    """The order names no removed board."""

    code = "survey_nothing_suspected"
    detail = "该工单没有疑似回潮的牌子"


class BoardDoubled(Invalid):
    """One board stands twice in one village's ledger."""

    code = "survey_board_doubled"
    detail = "同一村的台账中有同名牌子(按规范化名称比对)，请合并后再录入"


class OutsideOfSurvey(Invalid):
    """The village was not part of the township when the round was opened."""

    code = "survey_village_outside"
    detail = "该村不在本轮摸底范围内"


class SurveyorCannotVerify(Conflict):
    """What somebody set right is looked at by somebody else."""

    code = "surveyor_cannot_verify"
    detail = "办理人不得核验自己办理的工单，请由他人核验"


class DueInPast(Invalid):
    """A deadline lies ahead."""

    code = "survey_due_in_past"
    detail = "整改期限不能早于今天"

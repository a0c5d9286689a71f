"""Refusals about closed periods."""

from datetime import date
from uuid import UUID

from servicekit.errors import Conflict, Invalid

CLOSING_LAW = "县级报表数据管理规则：填报期关闭后更正须说明原因，并由第二人批准"


class PeriodShut(Conflict):
    """The period of the form is closed, and the village has no exception."""

    code = "period_closed"
    detail = "该填报期已关闭，如确需补报或更正，请申请例外"
    law = CLOSING_LAW
    form_id: UUID
    period: str


class PeriodStillRunning(Conflict):
    """A period is closed once every due day has passed for sure."""

    code = "period_still_running"
    detail = "该填报期尚未全部截止，不能关闭"
    law = CLOSING_LAW
    due_on: date


class PeriodClosedAlready(Conflict):
    """The period of the form is closed already."""

    code = "period_closed_already"
    detail = "该填报期已经关闭"


class PeriodNotClosed(Conflict):
    """There is no need of an exception: the period is open."""

    code = "period_not_closed"
    detail = "该填报期没有关闭，可以直接填报或更正"


class PeriodNotArranged(Invalid):
    """The form was not arranged for such a period, or not for this village."""

    code = "period_not_arranged"
    detail = "该报表没有安排这一填报期，或没有安排该村填报"


class ExceptionPending(Conflict):
    """The village's exception waits for its decision, or holds already."""

    code = "period_exception_pending"
    detail = "该村本期的例外申请正在审批，或已批准且仍在有效期内"


class ExceptionTooLong(Invalid):
    """An exception holds for some days from today on."""

    code = "period_exception_days"
    detail = "例外的最后一日应在今天至三十日之内"


class SecondPersonForPeriod(Conflict):
    """What one person asked for or closed is decided by another one."""

    code = "period_needs_second_person"
    detail = "申请例外或关闭填报期的人不能自行批准，请由另一人办理"
    law = CLOSING_LAW

"""Refusals about filings."""

from servicekit.errors import Conflict, Invalid

from report_svc.forms.errors import MARKS_LAW


class FiledAlready(Conflict):
    """The village has filed for this period; mistakes are mended by a correction."""

    code = "filed_already"
    detail = "该村本期已填报，如有误请更正原填报"


class VillageNotAsked(Conflict):
    """The arrangement does not ask this village."""

    code = "village_not_arranged"
    detail = "该填报安排不包括此村(社区)"


class PeriodUnknown(Invalid):
    """The arrangement has no such period."""

    code = "period_unknown"
    detail = "该填报安排没有这一填报期"


class PeriodLifted(Conflict):
    """The township asks for this period no more."""

    code = "period_lifted"
    detail = "该填报期已由乡镇取消，村级无须填报"


class PeriodAhead(Invalid):
    """The period has not begun: nobody can know its figures."""

    code = "period_in_future"
    detail = "填报期尚未开始，不能提前填报"


class FormEnded(Conflict):
    """The form was no longer in force on the due day; the village need not fill it."""

    code = "form_ended"
    rule = "FRM-01"
    detail = "该报表在本期截止日前已停用或过期，村级组织无须填报"
    law = MARKS_LAW


class ValuesRefused(Invalid):
    """Some values do not fit the fields of the form."""

    code = "values_invalid"
    detail = "部分栏目填写有误，请按提示修改"


class PrefillChanged(Conflict):
    """What is known has changed since the form was shown; it is looked at again."""

    code = "prefill_changed"
    detail = "预填的数值已有更新，请重新核对后确认"


class RefusalUncertain(Conflict):
    """Whether these columns may be refused is not certain; the county office says so."""

    code = "refusal_uncertain"
    detail = "字典中没有其他来源掌握该栏目，能否拒填尚不能确定，请向县减负办询问"
    law = "《整治形式主义为基层减负若干规定》：已有的数据不得要求村级重复填报"
    columns: list[str]


class RegionTooWide(Invalid):
    """Statistics are given for one county or township at a time."""

    code = "region_too_wide"
    detail = "请用 region 参数指明县(市、区)或乡镇代码"

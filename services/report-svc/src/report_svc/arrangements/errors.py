"""Refusals about arrangements."""

from datetime import date

from servicekit.errors import Conflict, Invalid

from report_svc.forms.errors import CATALOGUE_LAW

_NOTICE_LAW = "辽宁工作清单管理规定：不得重复、多头、突击报送"


class NotCatalogued(Conflict):
    """Only forms in force of the county's published catalogue of that year may be arranged."""

    code = "not_catalogued"
    rule = "FRM-04"
    detail = "该报表不在本县当年已发布的报表目录内或已停用，不得安排村级填报"
    law = CATALOGUE_LAW


class TooOften(Conflict):
    """The form was not approved to be asked for that often."""

    code = "frequency_exceeds_approval"
    detail = "安排的填报频次高于批准频次"
    law = CATALOGUE_LAW
    approved: str
    requested: str


class ShortNotice(Conflict):
    """The first due day leaves less notice than a demand on villages needs."""

    code = "short_notice"
    rule = "FRM-05"
    detail = "距首个截止日不足规定的工作日，属突击报送；确属紧急的须写明依据"
    law = _NOTICE_LAW
    due_on: date
    notice_workdays: int
    latest_notice: date


class DailyWithoutBasis(Conflict):
    """A form is asked for every day only in an emergency, with its basis."""

    code = "daily_without_basis"
    rule = "FRM-05"
    detail = "要求每日填报的，须写明应急依据；没有应急依据的按周或更低频次安排"
    law = _NOTICE_LAW


class DuePassed(Invalid):
    """The first due day lies in the past: nobody could file on time."""

    code = "due_day_passed"
    detail = "首个截止日已过，不能安排"
    due_on: date


class ArrangedTwice(Conflict):
    """Some of the villages are asked for this form in these periods already."""

    code = "arranged_twice"
    rule = "FRM-05"
    detail = "部分村在同一时期已安排填报该报表，不得重复报送"
    law = _NOTICE_LAW


class TooManyPeriods(Invalid):
    """An arrangement has at most 60 periods."""

    code = "too_many_periods"
    detail = "一次安排最多60个填报期"


class AcrossYears(Invalid):
    """An arrangement lies within one year, because the catalogue is yearly; a census ends in the next one at last."""

    code = "arrangement_across_years"
    detail = "一次安排须在同一年度内（普查可跨至下一年度），且结束日期不早于开始日期"


class NoVillages(Invalid):
    """The villages named are not villages of this township."""

    code = "villages_unknown"
    detail = "所列村(社区)不存在或不属于本乡镇"
    villages: list[str] | None


class NotForVillages(Conflict):
    """The form was approved for townships, not for villages."""

    code = "form_not_for_villages"
    detail = "该报表批准由乡镇填报，不得转由村级组织填报"

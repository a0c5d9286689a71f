"""Refusals about amendments."""

from servicekit.errors import Conflict

from report_svc.forms.errors import CATALOGUE_LAW, SURVEY_LAW


class SurveyApprovalKept(Conflict):
    """An approved survey is changed by a new approval only, and stays a survey."""

    code = "survey_needs_new_approval"
    rule = "FRM-02"
    detail = "统计调查表经批准后不得自行修改：修订须取得新的批准或备案文号，且仍按统计调查办理"
    law = SURVEY_LAW


class AmendmentPending(Conflict):
    """A new version of the form waits for its decision."""

    code = "amendment_pending"
    detail = "该报表已有修订申请正在审批"


class FormUnamendable(Conflict):
    """Only an approved form is amended."""

    code = "form_not_amendable"
    rule = "FRM-06"
    detail = "只有已批准且在有效期内的目录内报表才能修订"
    law = CATALOGUE_LAW


class AmendmentSecondPerson(Conflict):
    """Who filed a new version does not decide about it."""

    code = "amendment_needs_second_person"
    rule = "FRM-06"
    detail = "提出修订申请的人不能自行批准，请由主要负责人另行审批"
    law = CATALOGUE_LAW

"""Refusals about refusing forms."""

from uuid import UUID

from servicekit.errors import Conflict

from report_svc.forms.errors import CATALOGUE_LAW, MARKS_LAW


class FormLawful(Conflict):
    """The form is catalogued and in force; through the platform it has to be filled."""

    code = "form_demand_lawful"
    rule = "FRM-04"
    detail = "该报表已列入当年目录且在有效期内，请在平台上填报；个别栏目部门已有的，可在核对确认时拒填"
    law = CATALOGUE_LAW
    form_id: UUID
    form: str


class SurveyMarked(Conflict):
    """The survey table carries its four marks and is valid: the statistics law gives no right to refuse."""

    code = "survey_marked"
    rule = "FRM-01"
    detail = "该统计调查表标志齐全且在有效期内，不能依据统计法第17条拒填；如有疑问请向县统计局核实"
    law = MARKS_LAW


class NoCatalogueYet(Conflict):
    """The county has no catalogue of this year, so there is no rule of its own to cite."""

    code = "catalogue_not_published"
    rule = "FRM-04"
    detail = "本县本年度报表目录尚未发布，没有可引用的目录规定；请先向县减负办反映"
    law = CATALOGUE_LAW

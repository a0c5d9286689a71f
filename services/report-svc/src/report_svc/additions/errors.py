"""Refusals about additions to the catalogue."""

from servicekit.errors import Conflict, Invalid

ADDITION_LAW = "江西一表同享：目录外新增表格一事一报"


class CatalogueAwaited(Conflict):
    """There is no catalogue of that year yet: the form enters it when it is published."""

    code = "addition_before_catalogue"
    rule = "FRM-04"
    detail = "该年度报表目录尚未发布，请随年度目录一并列入"
    law = ADDITION_LAW


class FormCatalogued(Conflict):
    """The catalogue of that year has the form."""

    code = "form_catalogued"
    detail = "该报表已在该年度报表目录内"


class FormNotInForce(Conflict):
    """Only an approved form that is valid enters the catalogue."""

    code = "addition_form_not_in_force"
    rule = "FRM-06"
    detail = "只有已批准且在有效期内的报表才能增列，请先办理报表审批"
    law = ADDITION_LAW


class AdditionPending(Conflict):
    """The form waits for its decision."""

    code = "addition_pending"
    detail = "该报表的增列申请正在审批"


class AdditionYear(Invalid):
    """A form is added to the catalogue of this year or the next one."""

    code = "addition_year_invalid"
    detail = "只能增列到本年度或下一年度的报表目录"


class AdditionSecondPerson(Conflict):
    """Who filed an addition does not decide about it."""

    code = "addition_needs_second_person"
    rule = "FRM-06"
    detail = "提出增列申请的人不能自行批准，请由主要负责人另行审批"
    law = ADDITION_LAW

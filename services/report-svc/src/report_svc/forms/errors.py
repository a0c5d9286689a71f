"""Refusals about forms."""

from servicekit.errors import Conflict, Invalid

MARKS_LAW = "统计法(2024)第17条"
CATALOGUE_LAW = "辽宁工作清单管理规定；《全市基层减负工作推进会交流发言》：年初统一交由乡镇安排按规定频次填报"


class MarksMissing(Invalid):
    """A form must carry its four statutory marks, and its approval must still be valid."""

    code = "marks_missing"
    rule = "FRM-01"
    detail = "报表须标明表号、制定机关、批准或备案文号、有效期限，缺失或过期的不得要求村级填报"
    law = MARKS_LAW


class ElementUnfit(Invalid):
    """A column names a data element that it cannot ask for: of another unit, or not for villages."""

    code = "element_unfit"
    detail = "栏目与所选数据元不符：计量单位不同，或该数据元不应列入村级报表"
    law = "县级数据元管理规则（GB/T 18391《元数据注册系统》）"
    column: str
    element: str
    unit: str | None


class FieldUnknown(Invalid):
    """The form has no such column."""

    code = "form_field_unknown"
    detail = "报表没有该栏目"
    columns: list[str]


SURVEY_LAW = "统计法(2024)第14条：县级部门拟订的统计调查项目报本级人民政府统计机构审批；统计机构拟订的报上级统计机构"


class SurveyUnapproved(Conflict):
    """A county survey needs the approval of the statistics office before it is let onto villages."""

    code = "survey_not_approved"
    rule = "FRM-02"
    detail = "县级统计调查项目未登记统计机构的审批，不得列为村级报表；请先登记批准机关、文号和日期"
    law = SURVEY_LAW


class SurveySamePerson(Conflict):
    """Who records the statistics office's paper does not decide about the form."""

    code = "survey_same_person"
    rule = "FRM-02"
    detail = "登记统计机构审批的人不能再审批该报表，请由另一人办理"
    law = SURVEY_LAW


class ApproverUnfit(Conflict):
    """The paper is of no statistics office, of the body that asks, or of a day to come."""

    code = "survey_approver_unfit"
    rule = "FRM-02"
    detail = "批准机关须为统计机构，且不得是制定该表的单位自己，批准日期不得晚于今日"
    law = SURVEY_LAW


class SurveyNumberDiffers(Conflict):
    """The number of the paper is not the one that the form bears."""

    code = "survey_number_differs"
    rule = "FRM-02"
    detail = "登记的批准文号与报表标明的文号不一致，请核对原件；文号有误的应退回制定单位修改"
    law = SURVEY_LAW
    number: str | None


class CensusNotSurvey(Invalid):
    """Only a statistical survey is a census."""

    code = "census_not_survey"
    rule = "FRM-01"
    detail = "普查属于统计调查，其他报表不得以普查的名义要求村级填报；请选择报表性质“统计调查”或其他频次"
    law = "统计法：以周期性普查为基础的统计调查制度"


class FormExpired(Conflict):
    """The approval of the form has run out or does not reach that far."""

    code = "form_expired"
    rule = "FRM-01"
    detail = "该报表的有效期限已过或不足，村级组织可以拒填"
    law = MARKS_LAW


class FormCodeTaken(Conflict):
    """The county already has a live form under this code."""

    code = "form_code_taken"
    detail = "本县已有同一编码的报表，请使用其他编码或修改原报表"


class FormPaused(Conflict):
    """The form is suspended: nobody is asked for it meanwhile."""

    code = "form_suspended"
    rule = "FRM-04"
    detail = "该报表已暂停，恢复前不得安排填报，村级无须填报"
    law = CATALOGUE_LAW

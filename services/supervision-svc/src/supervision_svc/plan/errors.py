"""Refusals about the yearly plan."""

from servicekit.errors import Conflict, Forbidden, Invalid

_RULES = "整治形式主义为基层减负若干规定·督查检查考核"


class NotTheFiler(Forbidden):
    """A body files and uses its own entries only."""

    code = "plan_of_another_body"
    detail = "只能为本单位申报计划"


class PlanDaysUnfit(Invalid):
    """The days of an entry lie in the past, in another year, or the wrong way round."""

    code = "plan_days_unfit"
    rule = "INS-01"
    detail = "起止日期应在计划年度之内，开始日期不得早于今天"
    law = _RULES


class PlanPlacesUnknown(Invalid):
    """A place of the entry is not in the directory, or not of the filer's county."""

    code = "plan_places_unknown"
    detail = "有的地点不在本县区划名录内，或已撤销"
    places: list[str]


class MandateMissing(Invalid):
    """Some visits need somebody else's word beforehand: an order of the government, a consent."""

    code = "plan_mandate_missing"
    rule = "INS-13"
    detail = "政府督查须有本级政府指定的文件，请填写依据文件"
    law = "政府督查工作条例第7条"


class ConsentMissing(Invalid):
    """Visits for looking around need the consent of the county's organisation department."""

    code = "plan_consent_missing"
    rule = "INS-15"
    detail = "到村观摩学习须事前征得县委组织部同意，请填写同意文件"
    law = "各地规定：到村观摩学习活动事前征求县委组织部门同意"


class PlanIsPublished(Conflict):
    """The plan of the year is out: what comes after is one matter with one approval, and says why."""

    code = "plan_is_published"
    rule = "INS-01"
    detail = "年度计划已经公布，新增或变更须一事一报，请写明理由"
    law = _RULES


class PlanAlreadyPublished(Conflict):
    """A county publishes the plan of a year once."""

    code = "yearly_plan_exists"
    detail = "该年度计划已经公布"


class PlanNotSettled(Conflict):
    """Entries of the year wait for a review or an approval."""

    code = "plan_not_settled"
    detail = "还有计划未初审或未审批，办结后才能公布"
    waiting: int


class PlanEmpty(Conflict):
    """There is no approved entry to publish."""

    code = "plan_empty"
    detail = "该年度没有已批准的计划"


class PlanSamePerson(Conflict):
    """Who filed or reviewed an entry does not decide on it."""

    code = "plan_same_person"
    detail = "申报、初审、审批须由不同的人办理"


class SecondComprehensive(Conflict):
    """A body has one comprehensive inspection a year; another needs the approver's reason."""

    code = "second_comprehensive"
    rule = "INS-03"
    detail = "该单位本年度已有一项综合性督检考，再批须写明特别理由"
    law = _RULES


class NotMergeable(Conflict):
    """An entry is merged into another one of the same county and year that is still going its way."""

    code = "plan_not_mergeable"
    detail = "只能并入同县同年度、待初审或待审批的另一项计划"


class PlanReplacedUnknown(Invalid):
    """The entry to be changed is not one of this body's that is in force."""

    code = "plan_replaced_unknown"
    detail = "要变更的计划编号不存在、不是本单位的，或者已不在执行中"


class PlanEntryUnknown(Conflict):
    """The visit names no entry of the plan that is in force for this body, village and day."""

    code = "plan_entry_unknown"
    rule = "INS-01"
    detail = "没有这个单位在执行中的计划编号；计划外到村须先一事一报"
    law = _RULES


class PlanDoesNotCover(Conflict):
    """The entry is of other villages or other days."""

    code = "plan_does_not_cover"
    rule = "INS-12"
    detail = "该计划不包括这个村（社区）或这一天"
    law = "政府督查工作条例第15条"


class PlanNumberMissing(Invalid):
    """A body that registers its visit names the entry or the approval that it goes by."""

    code = "plan_number_missing"
    rule = "INS-01"
    detail = "登记本单位到村须填写计划编号或一事一报批准编号"
    law = _RULES

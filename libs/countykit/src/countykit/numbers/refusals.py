"""Refusals of what names no ground that covers it, in a county that enforces numbers."""

from datetime import date

from servicekit.errors import Conflict, Invalid, Refusal

from countykit.numbers.rows import Gap

_LAW = "关于规范村级组织工作事务、机制牌子和证明事项的意见（厅字〔2022〕28号）"


class NumberMissing(Invalid):
    """What reaches villages names an admission number, or the article of a law."""

    code = "number_missing"
    rule = "LST-01"
    detail = "须写明准入编号，或者写明法律法规名称和条款；没有依据的不得要求村级组织办理"
    law = _LAW


class NumberUnknown(Invalid):
    """Nobody was given this number in the county; a fresh one needs a moment to arrive."""

    code = "number_unknown"
    rule = "LST-02"
    detail = "本县没有查到该准入编号，请核对；刚刚获准的请稍后再试"
    law = _LAW
    number: str


class NumberOfAnotherBody(Conflict):
    """The number was given to another body."""

    code = "number_of_another_body"
    rule = "LST-02"
    detail = "该准入编号属于其他单位，不能作为本单位的依据"
    law = _LAW
    number: str


class NumberOtherDay(Conflict):
    """The number is not good on all of the days."""

    code = "number_other_day"
    rule = "LST-02"
    detail = "该准入编号在所要求的日期内未生效、已到期或者已撤回"
    law = _LAW
    number: str
    starts_on: date
    valid_until: date | None
    ended_on: date | None


class NumberOtherPlace(Conflict):
    """The number is not good in all of the places."""

    code = "number_other_place"
    rule = "LST-02"
    detail = "该准入编号不包括所要求的乡镇或者村（社区）"
    law = _LAW
    number: str
    places: list[str]


class NumberNotAssigned(Conflict):
    """The admitted task was not dispatched to all of the villages for the whole time."""

    code = "number_not_assigned"
    rule = "LST-01"
    detail = "该准入事项在所要求的日期内没有派交到所涉村（社区），未派交的村不承担"
    law = _LAW
    number: str
    places: list[str]


REFUSALS: dict[Gap, type[Refusal]] = {
    Gap.MISSING: NumberMissing, Gap.UNKNOWN: NumberUnknown, Gap.OTHER_BODY: NumberOfAnotherBody,
    Gap.OTHER_DAY: NumberOtherDay, Gap.OTHER_PLACE: NumberOtherPlace, Gap.NOT_ASSIGNED: NumberNotAssigned,
}  # fmt: skip
NUMBER_REFUSALS = tuple(REFUSALS.values())
"""What a route that needs a ground may answer."""

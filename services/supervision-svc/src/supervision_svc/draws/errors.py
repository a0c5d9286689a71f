"""Refusals about draws."""

from datetime import date
from typing import ClassVar

from servicekit.errors import Conflict, Invalid, NotFound


class DrawRunning(Conflict):
    """Nobody draws again until the time of the last draw is over: villages are not chosen by drawing until they fit."""

    code = "draw_running"
    detail = "上次抽取的核实期限未满，不得重新抽取"
    until: date


class DrawEmpty(Conflict):
    """There is no village to draw."""

    code = "draw_empty"
    detail = "名录中没有可抽取的村（社区）"


class DrawSpanUnfit(Invalid):
    """The days for the visits do not lie ahead, or are too few or too many."""

    code = "draw_span_unfit"
    detail = "核实期限应自明天或以后起，为30至183天"


class PublicNumberUnfit(Invalid):
    """The public number must come out after the commitment and before the visits begin."""

    code = "public_number_unfit"
    detail = "公开号码应在封存之后、核实开始之前产生：当天的号码须在20时前封存"


class DrawExclusionUnknown(Invalid):
    """What is left out is no village of the county."""

    code = "draw_exclusion_unknown"
    detail = "排除的村（社区）不在本县名录内"
    regions: list[str]


class DrawTeamUnfit(Conflict):
    """Some township would get no whole team: too few people of different bodies without a conflict."""

    code = "draw_team_unfit"
    detail = "有的乡镇凑不足不同单位、无须回避的人员，请补充人员或减少每组人数"


class DrawSealed(NotFound):
    """The result of this draw is not public yet; who tried to read it is on the record."""

    code = "draw_sealed"
    detail = "抽取结果尚未公布，核实结束后再来查看；本次查看已记录"
    logged: ClassVar[bool] = True


class DrawRevealEarly(Conflict):
    """A draw is revealed when the team departs, not before: the public number may not even exist."""

    code = "draw_reveal_early"
    detail = "未到揭晓日，不得提前揭晓"
    until: date


class DrawRevealLate(Conflict):
    """The days of the visits are over: a result now would serve nobody but who had waited for a better one."""

    code = "draw_reveal_late"
    detail = "核实期限已过，不能再揭晓"


class DrawFrameChanged(Conflict):
    """Frame, secret and commitment do not belong together: something was changed after the commitment."""

    code = "draw_frame_changed"
    detail = "抽取名单或封存值与事先公布的不一致，不予揭晓，请核查"


class DrawSamePerson(Conflict):
    """Who committed to a draw does not reveal it."""

    code = "draw_same_person"
    detail = "封存与揭晓须由不同的人办理"


class DrawStopAwaited(Conflict):
    """The team has not been where it departed for today: nobody chooses among the villages by opening several."""

    code = "draw_stop_awaited"
    detail = "该乡镇今天揭晓的村尚未登记核实，到村登记后或次日再揭晓下一站"
    region: str


class DrawStopsOver(Conflict):
    """No village of this township waits to be revealed."""

    code = "draw_stops_over"
    detail = "该乡镇没有待揭晓的村"


class VisitDoesNotFit(Conflict):
    """Only a visit without notice to the drawn village, within the days of the draw, shows that somebody looked."""

    code = "visit_does_not_fit"
    detail = "该次检查不能作为随机核实"
    until: date | None


class AskerNotIndependent(Conflict):
    """Nobody of a township asks its villages what the township did."""

    code = "asker_not_independent"
    detail = "乡镇和派驻乡镇的人员不得核实本乡镇"

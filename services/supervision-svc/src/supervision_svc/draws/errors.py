"""Refusals about draws."""

from servicekit.errors import Conflict, Invalid


class DrawRunning(Conflict):
    """Nobody draws again until the time of the last draw is over: villages are not chosen by drawing until they fit."""

    code = "draw_running"
    detail = "上次抽取的核实期限未满，不得重新抽取"


class DrawEmpty(Conflict):
    """There is no village to draw."""

    code = "draw_empty"
    detail = "名录中没有可抽取的村（社区）"


class DrawSpanUnfit(Invalid):
    """The days for the visits lie in the past, or are too few or too many."""

    code = "draw_span_unfit"
    detail = "核实期限应自今天或以后起，为30至183天"


class VisitDoesNotFit(Conflict):
    """Only a visit without notice to the drawn village, within the days of the draw, shows that somebody looked."""

    code = "visit_does_not_fit"
    detail = "该次检查不能作为随机核实"


class AskerNotIndependent(Conflict):
    """Nobody of a township asks its villages what the township did."""

    code = "asker_not_independent"
    detail = "乡镇和派驻乡镇的人员不得核实本乡镇"

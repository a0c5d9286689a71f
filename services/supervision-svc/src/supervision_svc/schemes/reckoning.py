"""How a scheme is reckoned beyond its own numbers, as its document says it: spans, roundings, the day of a veto.

Read from what computes the board where that is data, so that the document cannot say anything else.
"""

from pydantic import Field
from servicekit.bodies import View

from supervision_svc.measures import MEASURES, Measure, Span, Sum
from supervision_svc.schemes.document import SchemeDocument

_SPANS = {Span.WINDOW: "窗口期内", Span.EVER: "自始累计"}
_ROUNDINGS = {
    "value": "指标值保留4位小数，四舍六入、逢五取偶",
    "score": "指标得分按未舍入的指标值计算，限于0至1，保留4位小数，四舍五入",
    "points": "总分、分项得分按指标得分加权平均，保留2位小数，四舍五入",
    "points_lost": "失分舍至2位小数，合计与总分的差额依次补给余数最大的指标，各补0.01",
}
_VETOES = {
    "letter_overdue": "整改期限届满后第10个工作日的次日起，至整改验收合格",
    "imposed_after_letter": (
        "收到转嫁任务方面的提示函之日的次日起派交、经认定属实的才算，当日派交的不算；反映未写明派交日的，以反映之日为派交日；"
        "提示函和派交日都在窗口期内"
    ),
    "false_report": "复核认定虚假之日起，计入一个窗口期",
    "no_good_practice": "窗口期内没有经核实的经验做法",
}


class SpanView(View):
    """Over which days the two sides of an indicator are summed."""

    code: str
    numerator: Span
    denominator: Span | None = Field(description="null where the villages of the day are the denominator")
    text: str = Field(description="for people")

    @classmethod
    def of(cls, code: str, measure: Measure) -> "SpanView":
        """The spans of a measure."""
        below = measure.denominator
        denominator = "当日村数" + ("×窗口月数" if measure.per_month else "") if below is None else _SPANS[below.span]
        text = f"分子：{_said(measure.numerator)}；分母：{denominator}"
        return cls(code=code, numerator=measure.numerator.span, denominator=below and below.span, text=text)


def _said(side: Sum) -> str:
    return _SPANS[side.span]


class RuleView(View):
    """A rule of reckoning and what it is about."""

    code: str
    text: str


class ReckoningView(View):
    """What somebody needs beside the document to compute a score by hand."""

    spans: list[SpanView]
    roundings: list[RuleView]
    vetoes: list[RuleView] = Field(description="of each veto of the scheme, from which day it holds")

    @classmethod
    def of(cls, document: SchemeDocument) -> "ReckoningView":
        """The rules that a scheme is reckoned by."""
        return cls(
            spans=[
                SpanView.of(item.code, MEASURES[item.code]) for item in document.indicators if item.code in MEASURES
            ],
            roundings=[RuleView(code=code, text=text) for code, text in _ROUNDINGS.items()],
            vetoes=[RuleView(code=veto.code, text=_VETOES[veto.code]) for veto in document.vetoes],
        )

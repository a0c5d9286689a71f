"""The policy guard: what a scheme must never say, each refusal with its rule."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from wording.folding import fold

from supervision_svc.measures import MEASURES
from supervision_svc.schemes.document import Indicator, SchemeDocument
from supervision_svc.schemes.errors import (
    DirectionFixed,
    ForbiddenIndicator,
    IndicatorNotComputable,
    KindForbidden,
    PublicationTooOften,
    SchemeContradicts,
    SchemeRetroactive,
    SilenceRewarded,
    TracesAsIndicator,
    VillagesNeverRanked,
    WeightsNot100,
    WindowTooShort,
)

SHORTEST_PUBLICATION_MONTHS = 6
SHORTEST_WINDOW_DAYS = 90
LEAST_COVERAGE = Decimal("0.5")
_APP_USE = re.compile(
    r"log.?in|log.?on\b|online|check.?in|sign.?in|upload|like|install|download|active_user|visits_app"
    r"|登录|在线|打卡|签到|上传|点赞|安装|下载|关注数|转发|活跃|学习时长|积分", re.IGNORECASE,
)  # fmt: skip
_BETWEEN = re.compile(r"(?<=[^a-zA-Z])[\W_]+(?=[^a-zA-Z])")
_TRACES = re.compile(
    r"meeting|document|photo|picture|note|instruction|media|试点经验|会议|开会|发文|文件数|拍照|照片|留痕|笔记|批示|信息采用",
    re.IGNORECASE,
)


def check(scheme: SchemeDocument) -> None:
    """Refuse what the law forbids; raises the refusal of the first rule broken."""
    if scheme.subject == "village":
        raise VillagesNeverRanked
    if scheme.subject != "township":
        raise SchemeContradicts("方案只给乡镇打分，部门的反向榜按其造成的负担直接统计")
    for indicator in scheme.indicators:
        _check_indicator(indicator)
    for bonus in scheme.bonus:
        _check_words(bonus.code, bonus.name)
    for veto in scheme.vetoes:
        _check_words(veto.code, veto.name, veto.when)
    if sum((indicator.weight for indicator in scheme.indicators), Decimal()) != 100:
        raise WeightsNot100
    if scheme.red_line > 100 or scheme.black_line > 100 or any(bonus.at_most > 100 for bonus in scheme.bonus):
        raise WeightsNot100("红线、黑线和加分均不得超过100分")
    _check_evidence(scheme)
    if scheme.black_line >= scheme.red_line:
        raise SchemeContradicts("黑线必须低于红线")
    for kind, codes in (
        ("指标", [indicator.code for indicator in scheme.indicators]),
        ("加分项", [bonus.code for bonus in scheme.bonus]),
        ("否决项", [veto.code for veto in scheme.vetoes]),
    ):
        if len(set(codes)) < len(codes):
            raise SchemeContradicts(f"{kind}代码重复")


def _check_evidence(scheme: SchemeDocument) -> None:
    """How much must be known, over how long, before anybody is ranked and anything published."""
    if scheme.publication_interval_months < SHORTEST_PUBLICATION_MONTHS:
        raise PublicationTooOften
    if scheme.window_days < SHORTEST_WINDOW_DAYS or scheme.coverage_minimum < LEAST_COVERAGE:
        raise WindowTooShort
    if scheme.evidence_villages < 1:
        raise SilenceRewarded


def check_effective(effective_from: date, today: date) -> None:
    """Refuse a scheme that would change the boards of the past."""
    if effective_from < today:
        raise SchemeRetroactive


def _check_words(code: str, *texts: str) -> None:
    """Whatever is told of an indicator, a bonus or a veto, in whichever spelling."""
    for text in texts:
        words = unicodedata.normalize("NFKC", text)
        for spelling in (words, _BETWEEN.sub("", words), "" if text.isascii() else fold(text)):
            if _APP_USE.search(spelling):
                raise ForbiddenIndicator(indicator=code)
            if _TRACES.search(spelling):
                raise TracesAsIndicator(indicator=code)


def _check_indicator(indicator: Indicator) -> None:
    if indicator.subject == "village":
        raise VillagesNeverRanked(indicator=indicator.code)
    if indicator.subject != "township":
        raise SchemeContradicts(f"指标“{indicator.name}”的对象只能是乡镇")
    _check_words(indicator.code, indicator.code, indicator.kind, indicator.name, indicator.numerator, indicator.per)
    if indicator.kind not in ("burden", "outcome"):
        raise KindForbidden(indicator=indicator.code)
    if indicator.code not in MEASURES:
        detail = f"没有指标“{indicator.code}”，指标必须能由业务数据计算得出"
        raise IndicatorNotComputable(detail, known=sorted(MEASURES))
    if indicator.target == indicator.worst or (indicator.target > indicator.worst) != (indicator.direction == "higher"):
        raise SchemeContradicts(f"指标“{indicator.name}”的目标值与最差值方向不一致")
    measure = MEASURES.get(indicator.code)
    if measure is not None and indicator.direction != measure.direction:
        better = "越高越好" if measure.direction == "higher" else "越低越好"
        raise DirectionFixed(f"指标“{indicator.name}”{better}，方案不能改变", indicator=indicator.code)

"""Refusals about schemes: the policy guard. The law binds the system itself."""

from servicekit.errors import Invalid

_RULES = "《整治形式主义为基层减负若干规定》"


class WeightsNot100(Invalid):
    """The weights must sum to 100, and a score has at most 100 points (INS-11)."""

    code = "weights_not_100"
    rule = "INS-11"
    detail = "指标权重之和必须为100分，总分不超过100分，不搞千分制"
    law = f"{_RULES}：考核化繁为简，不搞千分制，指标不层层加码"


class PublicationTooOften(Invalid):
    """Rankings must not be published monthly or quarterly (INS-10)."""

    code = "publication_too_often"
    rule = "INS-10"
    detail = "不得按月度、季度搞排名通报，通报间隔不少于六个月"
    law = f"{_RULES}·督查检查考核"


class ForbiddenIndicator(Invalid):
    """Indicators on logins, online time, check-ins, uploads, likes or install rates are forbidden (APP-03, APP-04)."""

    code = "forbidden_indicator"
    rule = "APP-03"
    detail = "不得以登录、在线时长、打卡签到、上传、点赞、安装使用率等作为指标"
    law = "国办函〔2026〕12号；《整治形式主义为基层减负若干规定》"
    indicator: str


class TracesAsIndicator(Invalid):
    """Meetings held, documents issued or photos taken must not be an indicator (INS-09)."""

    code = "traces_as_indicator"
    rule = "INS-09"
    detail = "不得以是否开会发文、拍照留痕、制作学习笔记作为评判标准"
    law = f"国办函〔2026〕12号；{_RULES}·督查检查考核"
    indicator: str


class VillagesNeverRanked(Invalid):
    """Villages are never ranked or scored: only townships, and departments that create burden."""

    code = "village_ranked"
    detail = "村级组织不参与任何排名和打分，指标对象只能是乡镇"
    law = f"{_RULES}；系统政策护栏第1条"
    indicator: str | None


class IndicatorNotComputable(Invalid):
    """No such indicator can be computed from events."""

    code = "indicator_not_computable"
    detail = "没有这一指标，指标必须能由业务数据计算得出，不得人工填报"
    known: list[str] | None


class SilenceRewarded(Invalid):
    """Nobody having asked is no good record: some drawn villages must be asked before no reports are full marks."""

    code = "silence_rewarded"
    detail = "无人到村核实就把无人反映按满分计，等于奖励瞒报；窗口期内至少随机核实1个村"
    law = "系统政策护栏：没有核实不等于没有发生"


class DirectionFixed(Invalid):
    """Which way an indicator is better belongs to what it measures: no scheme makes a burden a merit."""

    code = "direction_fixed"
    detail = "指标的好坏方向由指标本身决定，方案不能把负担算成成绩"
    law = f"{_RULES}；系统政策护栏：方案不得奖励加重负担"
    indicator: str


class WindowTooShort(Invalid):
    """Over less than 90 days, or on less than half of the weight, a few days of one matter would make a ranking."""

    code = "scheme_window_short"
    detail = "统计窗口不得少于90天，参评数据覆盖不得低于0.5"
    law = f"{_RULES}·督查检查考核：不搞月度、季度排名通报"


class KindForbidden(Invalid):
    """An indicator is either a burden or an outcome."""

    code = "indicator_kind_forbidden"
    detail = "指标类型只能是负担(burden)或成效(outcome)"
    law = "国办函〔2026〕12号；《整治形式主义为基层减负若干规定》"
    indicator: str


class SchemeContradicts(Invalid):
    """The scheme contradicts itself."""

    code = "scheme_contradicts"
    detail = "方案内容自相矛盾"


class SchemeRetroactive(Invalid):
    """A scheme cannot come into force in the past."""

    code = "scheme_retroactive"
    detail = "方案生效日期不得早于今天"

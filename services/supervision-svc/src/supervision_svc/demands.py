"""What no letter, finding, decision or guidance may demand of villages and townships: check-ins, photos, rankings.

A literal demand that nothing in its clause denies is refused with its rule; what only sounds like one is shown to those
who read it. A text that tells of a breach, as findings do, demands nothing unless it speaks to somebody.
"""

import re
from collections.abc import Iterator

from servicekit.errors import Invalid
from wording.clauses import denied, sentences
from wording.folding import folded

_DIGITAL = "国办函〔2026〕12号"
_RULES = "整治形式主义为基层减负若干规定·督查检查考核"


class CheckInDemanded(Invalid):
    """The text demands check-ins, points or time online."""

    code = "demands_check_in"
    rule = "APP-03"
    detail = "不得要求打卡签到、积分或者统计在线时长，请删去"
    law = _DIGITAL
    words: str


class PhotosDemanded(Invalid):
    """The text demands photos, films or tracks of the villages or townships."""

    code = "demands_photos"
    rule = "APP-05"
    detail = "非必要不得要求基层上传照片、视频、轨迹；需要核实的，由检查人员到场查看"
    law = _DIGITAL
    words: str


class TracesDemanded(Invalid):
    """The text makes traces, study notes or meetings the measure of work."""

    code = "demands_traces"
    rule = "INS-09"
    detail = "不得把开会发文、拍照留痕、学习笔记作为评判标准，请删去"
    law = _RULES
    words: str


class RankingDemanded(Invalid):
    """The text demands rankings of villages or townships."""

    code = "demands_ranking"
    rule = "INS-10"
    detail = "不得要求排名通报，请删去"
    law = _RULES
    words: str


DEMAND_REFUSALS = (CheckInDemanded, PhotosDemanded, TracesDemanded, RankingDemanded)
_PICTURES = "照片|视频|截图|轨迹|水印相机"
_SENDING = "上传|报送|上报|提交|发送|发至|传至|提供|拍摄|附上?|备查|留存"
_LITERAL: tuple[tuple[type[Invalid], re.Pattern[str]], ...] = (
    (CheckInDemanded, re.compile("打卡|(?:每日|每天|按时|到岗|线上|扫码)签到|签到积分|积分排名|在线时长")),
    (TracesDemanded, re.compile("拍照留痕|痕迹(?:资料|材料)|工作留痕|学习笔记")),
    (PhotosDemanded, re.compile(
        f"(?:{_SENDING})[^,，。;；]{{0,12}}(?:{_PICTURES})|(?:{_PICTURES})[^,，。;；]{{0,8}}(?:{_SENDING})|拍照(?:上传|报送|备查)"
    )),
    (RankingDemanded, re.compile(
        "排名|排位|(?:按|每)(?:周|旬|月|季)[^,，。;；]{0,6}通报|(?:月度|季度)通报"
    )),
)  # fmt: skip
_SOUNDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *((refusal.rule or "", pattern) for refusal, pattern in _LITERAL),
    ("APP-03", re.compile("签到(?!表)|积分|定位")),
    ("INS-09", re.compile("留痕|笔记|佐证材料|台账备查")),
    ("APP-05", re.compile(f"{_PICTURES}|拍照|录像")),
    ("INS-10", re.compile("名次|末位|倒数|评比|晾晒|红黑榜")),
    ("DOC-04", re.compile(
        "报送(?:贯彻|整改)?(?:落实)?(?:情况|报告|方案|总结)|制定(?:实施|配套|工作)(?:方案|意见|办法|细则)"
    )),
)  # fmt: skip
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_ABOUT = re.compile(
    "不再|不得|不作|不纳入|不列入|清理|整治|纠正|叫停|制止|退回|反映|举报|排查|发现|存在|被要求"
    "|停用|停止|取消|撤下|撤除|撤销|删除|去掉|收回|改正|避免|防止|杜绝|废止|终止|禁止|严禁|关闭|卸载|的做法"
    "|检查人员|复核人员|督查组|县级人员"
)
"""Who only tells of it, denies it afterwards, or sees to it himself demands nothing of others."""
_SPEAKS = re.compile("请|须|务必|要求(?:你|各)|应当?(?:每|于|在|按)")


def require_undemanding(*texts: str | None) -> None:
    """Refuse a text that demands what no rule allows; raises the DEMAND_REFUSALS."""
    for refusal, pattern in _LITERAL:
        for words, clause in _undenied(pattern, *texts):
            if not _ABOUT.search(clause):
                raise refusal(words=words)


def require_telling(*texts: str | None) -> None:
    """Refuse a text that tells of a breach only where it speaks to somebody; raises the DEMAND_REFUSALS."""
    for text in filter(None, texts):
        plain = folded(text).text
        for each in sentences(plain):
            if _SPEAKS.search(plain, each.start, each.end):
                require_undemanding(plain[each.start : each.end])


def flags(*texts: str | None) -> list[str]:
    """What sounds like a demand that no rule allows, each once, with its rule: `APP-05：照片`."""
    seen = (f"{rule}：{words}" for rule, pattern in _SOUNDS for words, _ in _undenied(pattern, *texts))
    return list(dict.fromkeys(seen))


def _undenied(pattern: re.Pattern[str], *texts: str | None) -> Iterator[tuple[str, str]]:
    """What is found and nothing before it denies, each with its clause."""
    for text in filter(None, texts):
        plain = folded(text).text
        spans = denied(plain)
        for clause in _CLAUSE.finditer(plain):
            for found in pattern.finditer(plain, clause.start(), clause.end()):
                if not any(span.covers(found.start()) for span in spans):
                    yield found[0], clause[0]

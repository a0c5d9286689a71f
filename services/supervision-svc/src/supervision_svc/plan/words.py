"""What the words of an entry say it is: an inspection under another name (INS-04), several packed into one (INS-02).

Advice for the people who review: it names the words that it saw, and decides nothing.
"""

import re
from collections.abc import Iterator

from wording.folding import folded

_CLAUSES = re.compile(r"[,，。；;！!？?\n]")
_DENIED = re.compile("不得|不能|不再|不|无需|无须|无|未|免于|免|禁止|严禁|避免|取消|减少|杜绝|防止")
_UNANNOUNCED = re.compile("不发通知|不打招呼|不听汇报|不用陪同(?:和)?接待|不用陪同|直奔基层|直插现场|直达现场")
"""四不两直: how an inspection comes, no denial of anything."""
_JUDGING = re.compile(
    "打分|评分|赋分|计分|扣分|得分|排名|排序|评比|通报批评|问责|纳入考核|考核依据|限期整改|整改通知|督促整改|整改清单|问题清单|销号"
    "|(?:查阅|查看|翻阅|调阅|核对|检查|备齐|备好|准备|提供)[^,，。]{0,6}(?:台账|档案|记录本|会议记录|学习笔记|材料|资料|痕迹)"
    "|汇报片|展板|挂图作战|逐项对照|逐条对照"
)
"""Words of judging and of evidence: nobody who only wants to know needs them."""
_INSPECTING = re.compile("检查|督查|督导|督办|考核|考评|测评|验收|核查|抽查|巡查|暗访|查验|评估打分|对标对表")
_ENQUIRY = re.compile("听取|征求|了解|研究|收集|梳理|分析|探索|总结|掌握|摸清|听|问|讨论|座谈|调研")
_TOPIC = re.compile(
    "意见|建议|看法|感受|负担|困难|困惑|问题|经验|做法|机制|制度|办法|改革|现状|需求|效果|成效|频次|次数|时间|过多|过频|太多|多头|重复|减负|方式"
)
_MATTERS = re.compile(r"[、；;,，]|以及|及|和")
_MATTER = re.compile("[一-鿿]{2,}(?:检查|督查|考核|验收|巡查|核查|抽查|考评)")
_DEMANDING = re.compile(
    "(?:主要负责(?:人|同志)|主要领导|书记|主任|乡镇长|镇长|乡长)[^,，。;；]{0,4}(?:陪同|到场|在场|作?汇报)"
    "|(?:汇报|书面|佐证|自查)材料|自查报告|(?:填报|填写|报送|上报)[^,，。;；]{0,6}(?:表|台账|材料|资料|数据)"
)
"""What an inspection wants of leaders and of paper (INS-07)."""
_PACKED = 3
"""So many inspections named in one entry are several."""


def inspecting_words(*texts: str) -> list[str]:
    """The words by which a visit that calls itself research or an exchange inspects or judges, each once."""
    return list(dict.fromkeys(word for text in texts for clause in _clauses(text) for word in _of_clause(clause)))


def packed_matters(*texts: str) -> list[str]:
    """The inspections that one entry names, if they are so many that it packs several together; else none."""
    parts = (part.strip() for text in texts for clause in _clauses(text) for part in _MATTERS.split(clause))
    found = list(dict.fromkeys(part for part in parts if _MATTER.fullmatch(part)))
    return found if len(found) >= _PACKED else []


def demanding_words(*texts: str) -> list[str]:
    """What an entry demands of leaders or in papers, each once; not where it says that it does not."""
    found = (
        each[0]
        for text in texts
        for clause in _clauses(text)
        for each in _DEMANDING.finditer(clause)
        if not _DENIED.search(clause[: each.start()])
    )
    return list(dict.fromkeys(found))


def _clauses(text: str) -> list[str]:
    return _CLAUSES.split(_UNANNOUNCED.sub("", folded(text).text))


def _of_clause(clause: str) -> Iterator[str]:
    for found in _JUDGING.finditer(clause):
        if not _DENIED.search(clause[: found.start()]):
            yield found[0]
    for found in _INSPECTING.finditer(clause):
        before, after = clause[: found.start()], clause[found.end() :]
        if not _DENIED.search(before) and not (_ENQUIRY.search(before) and _TOPIC.search(after)):
            yield found[0]

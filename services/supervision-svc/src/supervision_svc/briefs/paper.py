"""A brief on paper: its sentences, each with its source small behind it."""

from datetime import date
from typing import Any

import orjson
from contracts.briefs import BriefKind
from countykit.written import chinese_day

from supervision_svc.briefs.models import Brief

_ORDER = "一二三四五六"
_SHORT = 8
"""So many signs of an event's id stand on paper; the whole one is in the text."""
_EVENTS = 3


def title(brief: Brief) -> str:
    """Without a stop, as titles of documents are."""
    if brief.kind is BriefKind.SPEECH:
        return f"{brief.name}基层减负工作交流发言提纲"
    return f"{brief.name}抓基层党建述职评议减负工作摘录"


def number(brief: Brief) -> str:
    """The region's code, the kind, the day of the figures and the edition."""
    mark = "FY" if brief.kind is BriefKind.SPEECH else "SZ"
    return f"{brief.region[:9]}-{mark}-{brief.as_of:%Y%m%d}-{brief.edition_number}"


def content(brief: Brief) -> dict[str, Any]:
    """What the template is filled with, from the kept text and the township's own word."""
    said = orjson.loads(brief.text)
    speech = brief.kind is BriefKind.SPEECH
    sections = [
        (section["heading"], [{"text": line["text"], "source": _source(line["figures"])} for line in section["lines"]])
        for section in said["sections"]
    ]
    if not speech:
        own = brief.statement or "（未作说明）"
        sections += [
            ("本人说明", [{"text": own, "source": ""}]), ("组织部评语", [{"text": "　", "source": ""}]),
        ]  # fmt: skip
    day = chinese_day(brief.as_of)
    opening = (
        f"现将我县规范村级组织工作有关情况汇报如下。以下数字截至{day}。" if speech
        else f"统计区间为截至{day}的{said['window_days']}日。只列事实，不列分数和名次。"
    )  # fmt: skip
    return {
        "addressee": "尊敬的各位领导，同志们：" if speech else f"乡镇：{brief.name}",
        "opening": opening,
        "sections": [
            {"heading": f"{_ORDER[place]}、{heading}", "items": items}
            for place, (heading, items) in enumerate(sections)
        ],
        "closing": f"{'汇报完毕，不妥之处，敬请批评指正。' if speech else ''}"
        f"数据来自第{brief.edition_number}版通报，本件文本摘要值（SHA-256）{brief.sha256}。",
        "day": chinese_day(brief.prepared_on),
    }  # fmt: skip


def _source(figures: list[dict[str, Any]]) -> str:
    """Where the figures of a sentence come from: their names and days, and of an extract the first events."""
    if not figures:
        return ""
    events = [event["id"][-_SHORT:] for figure in figures for event in figure.get("events", ())]
    named = "、".join(dict.fromkeys(events[:_EVENTS])) + ("等" if len(events) > _EVENTS else "")
    if named:
        return f"〔事件{named}〕"
    until = chinese_day(date.fromisoformat(figures[0]["until"]))
    return f"〔{'、'.join(figure['name'] for figure in figures)}，截至{until}〕"

"""A publication on paper (通报): what its frozen text says, in the order of such a document.

Townships stand in the order of their codes, with neither rank nor score. The open edition has no section, no
word and no empty heading for the black list.
"""

from datetime import date
from typing import Any

import orjson
from countykit.written import chinese_day

from supervision_svc.clauses import clause
from supervision_svc.publications.models import Edition

_UNDER_REVIEW = "（复核中）"


def title(content: dict[str, Any]) -> str:
    """关于截至2026年6月30日规范村级组织工作推进情况的通报: without a stop, as titles of documents are."""
    return f"关于截至{_day(content['as_of'])}规范村级组织工作推进情况的通报"


def number(edition: Edition, *, full: bool) -> str:
    """The county's code, the kind of the document, the day, the edition."""
    return f"{edition.region[:6]}-{'TBN' if full else 'TB'}-{edition.published_on:%Y%m%d}-{edition.number}"


def content(edition: Edition, issuer: str, *, full: bool) -> dict[str, Any]:
    """What the template is filled with, from the published text alone."""
    said = orjson.loads(edition.full_text if full else edition.open_text)
    sections = [("红榜", [_praise(entry) for entry in said["red"]])]
    if said.get("black"):
        sections.append(("黑榜", [_reproach(entry) for entry in said["black"]]))
    if said["struck"]:
        sections.append(("更正", [_struck(line) for line in said["struck"]]))
    sections.append(("申诉", [
        f"对列入有异议的，可自收到告知之日起30日内向{issuer}提出，由未经办此事的人员在30日内复核。复核期间标明“复核中”，"
        "异议成立的，在同一范围内更正。",
    ]))  # fmt: skip
    sections.append(("说明", [_method(said, edition.full_sha256 if full else edition.open_sha256)]))
    return {
        "addressee": "各乡镇党委，县直有关单位",
        "opening": f"现将{said['county']}规范村级组织工作推进情况通报如下（截至{_day(said['as_of'])}，"
        f"统计{said['window_days']}日）。",
        "sections": [
            {"heading": f"{'一二三四五'[place]}、{heading}", "items": [{"heading": "", "text": text} for text in texts]}
            for place, (heading, texts) in enumerate(sections)
        ],
        "closing": f"批准人：{said['approved_by']}。",
        "day": chinese_day(edition.published_on),
    }  # fmt: skip


def _praise(entry: dict[str, Any]) -> str:
    practices = "；".join(practice["title"] for practice in entry["practices"])
    said = f"经核实的做法：{practices}" if practices else "各项指标达到红榜标准"
    return f"{_name(entry)}：{said}。"


def _reproach(entry: dict[str, Any]) -> str:
    letters = "".join(_letter(letter) for letter in entry["letters"])
    approved = entry["approved"]
    objection = entry["objection"]
    heard = "听取意见期内未提出异议。" if objection is None else f"该乡镇提出异议：{_ended(objection['grounds'])}"
    if objection is not None and objection["review"]:
        heard += f"复核意见：{_ended(objection['review'])}"
    decided = f"经{approved['by']}于{_day(approved['on'])}批准列入：{_ended(approved['reason'])}"
    return f"{_name(entry)}：{letters}{heard}{decided}"


def _letter(letter: dict[str, Any]) -> str:
    help = "、".join(_day(day) for day in letter["helped_on"])
    helped = f"县级已于{help}上门会商。" if help else ""
    law = clause(letter["clause"]).name
    return (
        f"工作提示函（{letter['number']}）所列问题“{letter['problem']}”（依据：{law}），应于{_day(letter['deadline'])}前整改，"
        f"逾期仍未完成。{helped}"
    )


def _struck(line: dict[str, Any]) -> str:
    listed = "黑榜" if line["list"] == "black" else "红榜"
    return f"{line['name']}列入{listed}的事项，经复核予以撤销：{_ended(line['reason'])}"


def _method(said: dict[str, Any], digest: str) -> str:
    scheme = said["scheme"]
    return (
        f"依据评价方案“{scheme['name']}”第{scheme['number']}版，不列名次和总分。榜单摘要值{said['board_digest']}；"
        f"本通报文本摘要值（SHA-256）{digest}。"
    )


def _name(entry: dict[str, Any]) -> str:
    return f"{entry['name']}{_UNDER_REVIEW if entry['under_objection'] else ''}"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _day(day: str) -> str:
    return chinese_day(date.fromisoformat(day))

"""The letter on paper and as plain text: a 函 to one township, which cites law and rules and asks for no report.

Documents that are public stand as grounds; cases, circulars about others and our own codes do not.
"""

from collections.abc import Iterable
from typing import Any

from contracts.words import Action
from countykit.written import chinese_day, chinese_number

from supervision_svc.clauses import clause
from supervision_svc.letters.models import Letter
from supervision_svc.letters.wording import address_form, deadline_text

_WIDTH = 56
_INDENT = "\u3000\u3000"
_MATTERS = {
    Action.WORK: "村级组织工作事务",
    Action.PLAQUES: "机制牌子",
    Action.FORMS: "报表填报",
    Action.CERTIFICATES: "证明事项",
    Action.INSPECTIONS: "到村检查",
}


def title(letter: Letter) -> str:
    """关于规范机制牌子和证明事项的工作提示函: without a stop, as titles of documents are."""
    *others, last = [_MATTERS[action] for action in Action if action in letter.actions]
    return f"关于规范{'和'.join(filter(None, ['、'.join(others), last]))}的工作提示函"


def content(letter: Letter) -> dict[str, Any]:
    """What the template is filled with."""
    you, problems = address_form(letter.addressee), letter.problems
    return {
        "addressee": letter.addressee,
        "opening": f"经核查，{you}在{_matters(letter)}方面存在以下问题，现提示如下。",
        "sections": [
            _section("一、存在问题", (problem["description"] for problem in problems)),
            _section("二、有关规定", map(_grounds, problems)),
            _section("三、整改建议", (problem["demand"] for problem in problems)),
            {"heading": "四、整改时限", "items": [{"heading": "", "text": text} for text in _deadline(letter)]},
        ],
        "closing": f"对以上情况有不同意见的，可自收到本函之日起30日内向{letter.sender}申请复核，"
        "由未经办此事的人员办理。",
        "contact": f"{letter.contact_name}，{letter.contact_phone}",
        "day": chinese_day(letter.sent_on),
    }  # fmt: skip


def letter_text(letter: Letter) -> str:
    """The same words as plain text."""
    said = content(letter)
    lines = [
        _middle(title(letter)),
        "",
        _middle(letter.number),
        "",
        f"{said['addressee']}：",
        _INDENT + said["opening"],
        "",
    ]
    for section in said["sections"]:
        lines += [_INDENT + section["heading"]]
        lines += [_INDENT + item["heading"] + item["text"] for item in section["items"]]
        lines += [""]
    lines += [
        _INDENT + said["closing"],
        "",
        f"{_INDENT}联系人：{said['contact']}",
        "",
        _right(letter.sender),
        _right(said["day"]),
    ]
    return "\n".join([*lines, ""])


def _matters(letter: Letter) -> str:
    return "、".join(_MATTERS[action] for action in Action if action in letter.actions)


def _deadline(letter: Letter) -> list[str]:
    return [
        f"请于{deadline_text(letter)}前完成整改（自发函次日起{letter.deadline_workdays}个工作日）。整改结果由另外的工作人员"
        "上门核实后销号，不得要求村级组织另行填表报送。",
        "确有困难的，可在期限届满前提出延期；需要会商的，由县级上门，不要求准备汇报材料。",
    ]


def _section(heading: str, texts: Iterable[str]) -> dict[str, Any]:
    """One paragraph for each problem, under the same number in each section."""
    items = [{"heading": f"（{chinese_number(place)}）", "text": _stopped(text)} for place, text in enumerate(texts, 1)]
    return {"heading": heading, "items": items}


def _grounds(problem: dict[str, Any]) -> str:
    rule = clause(problem["clause"])
    name = rule.name.replace(";", "；").replace(",", "，")
    cited = problem.get("grounds") or rule.public_source  # letters of older releases did not keep it
    return f"{name}（{cited}）" if cited else name


def _stopped(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；")) else text + "。"


def _middle(text: str) -> str:
    return " " * max(0, (_WIDTH - 2 * len(text)) // 2) + text


def _right(text: str) -> str:
    return " " * max(0, _WIDTH - 2 * len(text)) + text

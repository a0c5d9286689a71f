"""The letter as it is read: plain text in the order of a Chinese official letter (函)."""

from typing import Any

from contracts.words import Action
from countykit.written import chinese_day, chinese_number

from supervision_svc.clauses import clause
from supervision_svc.letters.models import Letter

_WIDTH = 56
_SUFFIXES = ("街道", "镇", "乡")


def letter_text(letter: Letter) -> str:
    """The whole letter."""
    you = address_form(letter.addressee)
    return "\n".join(
        [
            _middle("工作提示函"),
            "",
            _middle(letter.number),
            "",
            f"{letter.addressee}：",
            f"\u3000\u3000近期督查发现，{you}在规范村级组织工作事务、机制牌子和证明事项工作中存在以下问题。现点对点提示如下，请认真整改。",
            "",
            "\u3000\u3000一、存在的问题和整改要求",
            *(line for place, problem in enumerate(letter.problems, 1) for line in _problem(place, problem)),
            "",
            "\u3000\u3000二、整改时限",
            f"\u3000\u3000请于{deadline_text(letter)}24时前完成整改（自发函次日起{letter.deadline_workdays}个工作日），"
            "并报送整改措施和佐证材料；整改结果由另外的工作人员复核后销号。佐证材料由乡镇提供，不得要求村级组织另行填表报送。",
            "\u3000\u3000确有困难的，请在期限届满前提出延期；需要现场会商的，我们会同有关部门上门研究整改举措。",
            "",
            "\u3000\u3000三、联系方式",
            f"\u3000\u3000联系人：{letter.contact_name}；联系电话：{letter.contact_phone}。",
            "",
            "",
            _right(letter.sender),
            _right(chinese_day(letter.sent_on)),
            "",
        ]
    )


def deadline_text(letter: Letter) -> str:
    """The day, and that it may move while the holidays of a year are not published."""
    day = chinese_day(letter.deadline)
    return f"{day}（暂定，国务院办公厅另行公布节假日安排的，按安排顺延，不提前）" if letter.provisional else day


def address_form(name: str) -> str:
    """How a township is addressed: 你镇, 你乡, 你街道."""
    return "你" + next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "单位")


def _problem(place: int, problem: dict[str, Any]) -> list[str]:
    rule = clause(problem["clause"])
    return [
        f"\u3000\u3000（{chinese_number(place)}）【{Action(problem['action']).title_zh}】{problem['description']}",
        f"\u3000\u3000依据：{rule.code}「{rule.name}」（来源：{rule.source}）。",
        f"\u3000\u3000要求：{problem['demand']}",
    ]


def _middle(text: str) -> str:
    return " " * ((_WIDTH - 2 * len(text)) // 2) + text


def _right(text: str) -> str:
    return " " * max(0, _WIDTH - 2 * len(text)) + text

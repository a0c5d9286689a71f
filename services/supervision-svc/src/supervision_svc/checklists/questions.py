"""The shipped questions, and which matters of the board answers cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from contracts.titles import TitledEnum
from contracts.words import Action, Matter
from servicekit.shipped import shipped_data


class Answer(TitledEnum, name="checklist_answer", title_zh="核实结果"):
    """What a question was answered with."""

    CLEAR = "clear", "没有发现"
    FOUND = "found", "有"
    UNSEEN = "unseen", "未核实"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the rule behind it, and what to do with what it finds."""

    code: str
    action: Action
    matter: Matter | None
    rule: str
    text: str
    then: str


@cache
def _document() -> tuple[int, Mapping[str, Question]]:
    table = shipped_data("supervision_svc", "data/checklists.yaml")
    rows = [
        Question(**{**row, "action": Action(row["action"]), "matter": row["matter"] and Matter(row["matter"])})
        for row in table["questions"]
    ]
    return int(table["version"]), {row.code: row for row in rows}


def version() -> int:
    """The version of the shipped list; answers keep it."""
    return _document()[0]


def every_question() -> Mapping[str, Question]:
    """The questions by their codes, in their order."""
    return _document()[1]


def looked_at(answers: Mapping[str, Answer]) -> list[Matter]:
    """The matters of which each question was answered by somebody who looked."""
    questions = every_question().values()
    return [
        matter
        for matter in Matter
        if all(
            answers.get(each.code, Answer.UNSEEN) is not Answer.UNSEEN for each in questions if each.matter is matter
        )
        and any(each.matter is matter for each in questions)
    ]

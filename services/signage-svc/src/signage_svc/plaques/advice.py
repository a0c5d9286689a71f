"""What the words of a board's name say of it: advice with its reasons, which a person confirms or corrects.

No name is judged unlawful by a machine. What the words speak against, or leave open, is a doubt: a question to somebody
who knows the village.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from wording.answers import Verdict
from wording.boards import BoardJudgement, judge_board

_QUESTION = "这块牌子由谁要求设立？是否在县级挂牌规格一览表内？"


class Candidate(BaseModel):
    """A row that the name may mean."""

    code: str
    name: str
    probability: float


class Advice(BaseModel):
    """Why a board is doubted, and what to ask."""

    question: str
    row: str | None = None
    merge_into: str | None = None
    marks: list[str] = []
    items: list[Candidate] = []
    nearest: str | None = None


@lru_cache(maxsize=8192)
def words_of(name: str) -> BoardJudgement:
    """The judgement of a name without its village; boards of a county share few names."""
    return judge_board(name)


def learn(names: Iterable[str]) -> None:
    """Judge many names ahead, off the event loop."""
    for name in set(names):
        words_of(name)


def merge_target(name: str) -> str | None:
    """The row that a board of this kind goes into, by its words; None where they are not sure."""
    found = words_of(name)
    return found.merge_into if found.answer is not Verdict.UNSURE else None


def advice(found: BoardJudgement, question: str | None = None) -> dict[str, Any]:
    """The reasons of a judgement as they are kept with the board."""
    made = Advice(
        question=question or found.question or _QUESTION, row=found.row, merge_into=found.merge_into,
        marks=[mark.text for mark in found.marks],
        items=[Candidate(**item.model_dump(include={"code", "name", "probability"})) for item in found.items],
        nearest=found.nearest.text if found.nearest else None,
    )  # fmt: skip
    return made.model_dump()

"""Facts of supervision-svc about what follows a letter: the township's statement, the answer, and its recall."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Action, Count, Day, Id, Number


class LetterStatementMade(Event):
    """The township said before the deadline why it holds a letter to be wrong, in whole or in part."""

    type: ClassVar[str] = "supervision.letter.statement_made.v1"
    title_zh: ClassVar[str] = "对提示函陈述意见"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number


class LetterStatementAnswered(Event):
    """Somebody other than who sent the letter answered the township's statement: the letter stands."""

    type: ClassVar[str] = "supervision.letter.statement_answered.v1"
    title_zh: ClassVar[str] = "答复陈述意见"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number


class LetterRecalled(Event):
    """A letter was recalled before its deadline, by somebody other than who sent it; its repairs are cancelled.

    What was counted of its receipt on `received_on` is taken back on that day.
    """

    type: ClassVar[str] = "supervision.letter.recalled.v1"
    title_zh: ClassVar[str] = "撤回工作提示函"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]
    received_on: Day | None


class LetterProblemFell(Event):
    """A problem of a letter fell with its finding, which was overturned; without a standing problem the letter is void.

    `actions` are those that none of its standing problems is about any more. What was counted of them at the receipt on
    `received_on` is taken back on that day.
    """

    type: ClassVar[str] = "supervision.letter.problem_fell.v1"
    title_zh: ClassVar[str] = "提示函所列问题撤销"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    finding: Id
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]
    standing: Count
    received_on: Day | None


class LetterWrittenProblemFell(Event):
    """A problem that was written out in a letter, without a finding, fell on an objection; as `LetterProblemFell`."""

    type: ClassVar[str] = "supervision.letter.written_problem_fell.v1"
    title_zh: ClassVar[str] = "提示函自列问题撤销"
    collection: ClassVar[str] = "letters"
    audience: ClassVar[Audience] = Audience.COUNTY

    number: Number
    rectification: Id
    actions: Annotated[list[Action], Field(max_length=5, examples=[["plaques"]])]
    standing: Count
    received_on: Day | None

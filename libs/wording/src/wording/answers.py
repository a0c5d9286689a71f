"""The one answer of every judgement: what it is, why, and what to ask a person."""

from datetime import date

from contracts.titles import TitledEnum
from pydantic import BaseModel, Field

from wording.cues import Law


class Verdict(TitledEnum, name="judgement", title_zh="词句判断"):
    """What a judgement says. Only `block` may stop something by itself, and an objection to it goes to a person."""

    BLOCK = "block", "不得要求"
    FLAG = "flag", "疑似不得要求"
    UNSURE = "unsure", "需再问一句"
    PASS = "pass", "未见问题"


class Basis(BaseModel):
    """The law that something rests on, with the days on which it holds (none: open, or not known for certain)."""

    title: str
    sentence: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, law: Law) -> "Basis":
        """The law as it is shown."""
        return cls(title=law.title, sentence=law.sentence, since=law.since, until=law.until)


class Candidate(BaseModel):
    """An item of a list that the text may mean."""

    code: str
    name: str
    probability: float = Field(ge=0, le=1)
    law: str = ""


class Mark(BaseModel):
    """Words that the judgement rests on, with their place in the text as it was written."""

    text: str
    start: int
    end: int
    cue: str
    denied: bool = Field(default=False, description="the words stand under a negation, so nothing is demanded by them")
    law: Basis


class Known(BaseModel):
    """The nearest known case, in our words."""

    text: str
    verdict: str
    items: list[str] = []
    similarity: float = Field(ge=0, le=1)


class Judgement(BaseModel):
    """What a text is, with its reasons. Advice to a person, unless it is `block`."""

    answer: Verdict
    items: list[Candidate] = Field(default=[], max_length=3)
    marks: list[Mark] = []
    question: str | None = Field(None, description="what to ask before deciding, when the answer is `unsure`")
    nearest: Known | None = None
    exception: Basis | None = Field(None, description="the statutory exception that makes it lawful")
    versions: dict[str, str] = Field(default={}, description="of the rules, texts and models that judged")

"""Facts of certificate-svc about letters to who demands certificates. They never say who told, or from where."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Code, Day, Title

Word = Annotated[str, Field(pattern=r"^[a-z]{1,20}$", examples=["question"])]


class DemandLetterSent(Event):
    """The office wrote to a body that demands a certificate: a `question` before any verdict, or a `notice`."""

    type: ClassVar[str] = "certificate.demand_letter.sent.v1"
    title_zh: ClassVar[str] = "就索要证明发函"
    collection: ClassVar[str] = "demand-letters"
    audience: ClassVar[Audience] = Audience.JUDGES

    kind: Word
    item: Code | None
    recipient: Title
    repeated: bool
    charged_home: ChargedHome | None


class DemandLetterAnswered(Event):
    """The body answered: `withdrawn`, `law` or `denied`."""

    type: ClassVar[str] = "certificate.demand_letter.answered.v1"
    title_zh: ClassVar[str] = "答复索要证明函件"
    collection: ClassVar[str] = "demand-letters"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code | None
    answer: Word


class DemandLetterLapsed(Event):
    """The days for an answer are over; the office writes again, to the body or its superior."""

    type: ClassVar[str] = "certificate.demand_letter.lapsed.v1"
    title_zh: ClassVar[str] = "索要证明函件逾期未答复"
    collection: ClassVar[str] = "demand-letters"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code | None
    due_on: Day


class DemandLetterDecided(Event):
    """The office accepted the law that a body cited, or found that it is no ground for the demand."""

    type: ClassVar[str] = "certificate.demand_letter.decided.v1"
    title_zh: ClassVar[str] = "认定索要证明所列依据"
    collection: ClassVar[str] = "demand-letters"
    audience: ClassVar[Audience] = Audience.JUDGES

    item: Code | None
    accepted: bool


EVENTS: tuple[type[Event], ...] = (
    DemandLetterSent, DemandLetterAnswered, DemandLetterLapsed, DemandLetterDecided,
)  # fmt: skip

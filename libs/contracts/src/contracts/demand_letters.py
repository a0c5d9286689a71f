"""Facts of certificate-svc about letters to who demands certificates. They never say who told, or from where."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import ChargedHome, Code, Title

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


EVENTS: tuple[type[Event], ...] = (DemandLetterSent, DemandLetterAnswered)

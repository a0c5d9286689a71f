"""What is shown of a charge."""

from datetime import date
from typing import Self
from uuid import UUID

from countykit.cases import CaseView
from countykit.identity import Caller
from countykit.joining import judging
from pydantic import Field

from certificate_svc.charges.models import WORKFLOW, DemandCharge
from certificate_svc.letters.models import Answer, DemandLetter


class DemandChargeView(CaseView):
    """A charge as it is shown; the accused body learns the matter, never how many said so or what they brought."""

    table_title = "违规索要证明"
    workflow = WORKFLOW

    title: str = Field(title="证明事项")
    item_code: str = Field(title="事项编码")
    occurred_on: date = Field(title="索要日期")
    written: str | None = Field(title="书面要求", description="the paper in which it was demanded, as it names itself")
    letter_id: UUID | None = Field(None, title="所发函件", description="for those who judge, as what follows")
    letter_answer: Answer | None = Field(None, title="对函件的答复")
    letter_statement: str | None = Field(None, title="答复说明")

    @classmethod
    def of(cls, charge: DemandCharge, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(charge, caller)
        if view.as_seen_by(charge, caller) or (caller.is_of_a_township and charge.reported_by != caller.sub):
            view.reported_by = view.written = None
        return view

    def heard(self, letter: DemandLetter | None, caller: Caller) -> Self:
        """With what the body answered to the letter about the matter, for those who judge."""
        if letter is not None and judging(caller):
            self.letter_id, self.letter_answer = letter.id, letter.answer
            self.letter_statement = "：".join(part for part in (letter.law, letter.statement) if part) or None
        return self

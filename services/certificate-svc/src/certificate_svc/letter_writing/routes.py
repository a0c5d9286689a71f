"""HTTP about writing to who demands."""

from uuid import UUID

from countykit.identity import Anyone
from countykit.questions import QuestionNotNeutral, QuestionWouldIdentify
from servicekit.http import Router, Tx

from certificate_svc.demands.models import WORKFLOW as DEMAND_WORKFLOW
from certificate_svc.letter_writing import service
from certificate_svc.letter_writing.errors import LetterCovers, LetterUnanswered
from certificate_svc.letters.errors import CopyTooEarly
from certificate_svc.letters.models import WORKFLOW
from certificate_svc.letters.schemas import DemandLetterView, LetterBody

router = Router(prefix="/v1", tags=["demands"])
_NEUTRAL = (CopyTooEarly, QuestionNotNeutral, QuestionWouldIdentify)


@router.step(
    DEMAND_WORKFLOW, "letter", of="/demands/{demand_id}", refused=(LetterUnanswered, LetterCovers, *_NEUTRAL),
    status_code=201,
)  # fmt: skip
async def write_demand_letter(demand_id: UUID, body: LetterBody, tx: Tx, caller: Anyone) -> DemandLetterView:
    """Write to who demanded: a neutral question to a body of the county until a charge is confirmed, else a notice."""
    return DemandLetterView.of(await service.write(tx, caller, demand_id, body.copy_to), caller)


@router.step(WORKFLOW, "reminder", of="/demand-letters/{letter_id}", refused=_NEUTRAL, status_code=201)
async def remind_by_demand_letter(letter_id: UUID, body: LetterBody, tx: Tx, caller: Anyone) -> DemandLetterView:
    """Write again, with a copy to the superior where one is named: the days passed without an answer."""
    return DemandLetterView.of(await service.remind(tx, caller, letter_id, body.copy_to), caller)

"""HTTP about letters to who demands."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.letters import repository, service
from certificate_svc.letters.models import WORKFLOW, DemandLetter
from certificate_svc.letters.schemas import DemandLetterView, LetterAnswer, LetterDecision
from certificate_svc.unlisted import NameHoldsPerson

router = Router(prefix="/v1", tags=["demands"])
Reader = Annotated[
    Caller,
    allow(Role.COUNTY_OFFICE, Role.DEPARTMENT, Role.TOWNSHIP, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER),
]
_ONE = "/demand-letters/{letter_id}"


@router.get("/demand-letters")
async def list_demand_letters(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[DemandLetterView]:
    """Letters to who demands certificates; a body sees those to itself, a township those to its units."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, DemandLetter, paging, view=lambda letter: DemandLetterView.of(letter, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_demand_letter(letter_id: UUID, tx: Tx, caller: Reader) -> DemandLetterView:
    """One letter."""
    return DemandLetterView.of(await repository.get(tx, caller, letter_id), caller)


@router.step(WORKFLOW, "answer", "reply", of=_ONE, refused=(NameHoldsPerson,))
async def step_demand_letter(
    letter_id: UUID, action: str, body: LetterAnswer, tx: Tx, caller: Anyone
) -> DemandLetterView:
    """Answer: the body no longer demands it, cites its law, or never did; what came on paper the office records."""
    return DemandLetterView.of(await service.answer(tx, caller, letter_id, action, body), caller)


@router.step(WORKFLOW, "decision", of=_ONE, refused=(NameHoldsPerson,))
async def decide_demand_letter(letter_id: UUID, body: LetterDecision, tx: Tx, caller: Anyone) -> DemandLetterView:
    """Accept the law that the body cites, or find that it is no ground; a charge of the matter is judged apart."""
    return DemandLetterView.of(await service.decide(tx, caller, letter_id, body.decision, body.reason), caller)

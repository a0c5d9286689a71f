"""HTTP about reminder letters."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone
from fastapi import Depends, Request
from fastapi.responses import PlainTextResponse
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from supervision_svc.clauses import ClauseUnknown
from supervision_svc.demands import DEMAND_REFUSALS
from supervision_svc.grounds.errors import GroundMissing
from supervision_svc.letters import repository, service
from supervision_svc.letters.errors import (
    AlreadyUnderRepair,
    FindingClosed,
    FindingElsewhere,
    MassLetter,
    StatementLate,
)
from supervision_svc.letters.models import WORKFLOW, Letter
from supervision_svc.letters.paper import letter_text
from supervision_svc.letters.schemas import LetterCheck, LetterDraft, LetterView, Receipt, Statement, StatementReply
from supervision_svc.rectifications.errors import RecallTooLate
from supervision_svc.routes import LetterReader, Office
from supervision_svc.settings import Settings

router = Router(prefix="/v1/letters", tags=["letters"])
DRAFT_REFUSALS = (
    *REGION_REFUSALS, *DEMAND_REFUSALS, ClauseUnknown, GroundMissing, FindingElsewhere, FindingClosed,
    AlreadyUnderRepair,
)  # fmt: skip


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@router.post(
    "", status_code=201,
    responses=refusals(*DRAFT_REFUSALS, MassLetter),
)  # fmt: skip
async def send_letter(
    draft: LetterDraft, tx: Tx, caller: Office, settings: Annotated[Settings, Depends(_settings)]
) -> LetterView:
    """Send a numbered reminder letter to one township; every problem becomes a rectification with the deadline."""
    return LetterView.of(await service.send(tx, caller, draft, settings), caller)


@router.post(
    "/checks",
    responses=refusals(*DRAFT_REFUSALS),
)
async def check_letter(draft: LetterDraft, tx: Tx, caller: Office) -> LetterCheck:
    """What to think of before a letter is sent: the same text to many, or guidance instead; nothing is stored."""
    return await service.check(tx, caller, draft)


@router.get("")
async def list_letters(
    tx: Tx,
    caller: LetterReader,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", "updated_at", deadline="期限")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[LetterView]:
    """The letters within the caller's region; a township sees its own and no other's."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Letter, paging, view=lambda row: LetterView.of(row, caller))


@router.get("/{letter_id}", responses=refusals(NotFound))
async def read_letter(letter_id: UUID, tx: Tx, caller: LetterReader) -> LetterView:
    """One letter."""
    return LetterView.of(await repository.get(tx, caller.scope, letter_id), caller)


@router.get("/{letter_id}/text", response_class=PlainTextResponse, responses=refusals(NotFound))
async def read_letter_text(letter_id: UUID, tx: Tx, caller: LetterReader) -> str:
    """The letter as it is read, in the form of an official letter."""
    return letter_text(await repository.get(tx, caller.scope, letter_id))


@router.step(WORKFLOW, "receipt", of="/{letter_id}")
async def confirm_receipt(letter_id: UUID, tx: Tx, caller: Anyone, body: Receipt | None = None) -> LetterView:
    """Confirm the receipt of a letter, and say who in the township sees to the repairs."""
    return LetterView.of(await service.receive(tx, caller, letter_id, body or Receipt()), caller)


@router.step(WORKFLOW, "statement", of="/{letter_id}", refused=(StatementLate,))
async def state_on_letter(letter_id: UUID, body: Statement, tx: Tx, caller: Anyone) -> LetterView:
    """Say before the deadline why the letter is wrong; somebody other than who sent it answers or recalls it."""
    return LetterView.of(await service.state(tx, caller, letter_id, body.statement), caller)


@router.step(WORKFLOW, "reply", of="/{letter_id}")
async def reply_to_statement(letter_id: UUID, body: StatementReply, tx: Tx, caller: Anyone) -> LetterView:
    """Answer a township's statement as a second person: the letter stands."""
    return LetterView.of(await service.answer(tx, caller, letter_id, "reply", body.reason), caller)


@router.step(WORKFLOW, "recall", of="/{letter_id}", refused=(RecallTooLate,))
async def recall_letter(letter_id: UUID, body: StatementReply, tx: Tx, caller: Anyone) -> LetterView:
    """Take a letter back as a second person, before its deadline and before a repair was reported; its repairs end."""
    return LetterView.of(await service.answer(tx, caller, letter_id, "recall", body.reason), caller)

"""HTTP about saving a scheme: the guard reads what it says and tries what it would pay for."""

import asyncio

from countykit.workdays import today
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from supervision_svc.board import repository as board
from supervision_svc.consequences import search
from supervision_svc.consequences.errors import ForbiddenPays
from supervision_svc.routes import Office
from supervision_svc.schemes import guard, service
from supervision_svc.schemes.errors import SchemeRetroactive
from supervision_svc.schemes.routes import GUARD
from supervision_svc.schemes.schemas import SchemeToSave, SchemeView

router = Router(prefix="/v1/schemes", tags=["schemes"])


@router.post("", status_code=201, responses=refusals(*GUARD, ForbiddenPays, SchemeRetroactive))
async def save_scheme(wanted: SchemeToSave, tx: Tx, caller: Office) -> SchemeView:
    """Save the county's next scheme; what the law forbids is refused, and what would pay for it, by an example."""
    document = wanted.document
    guard.check(document)
    own = await board.townships(tx, caller.region[:6], today(tx.now), document.window_days)
    await asyncio.to_thread(search.check, document, own)
    return SchemeView.of(await service.save(tx, caller, wanted))

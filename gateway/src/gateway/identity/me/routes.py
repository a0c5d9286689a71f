"""HTTP about the caller: who they are, as what, where, and what they may do."""

from countykit.identity import Anyone
from fastapi import Request
from servicekit.http import Router, Tx

from gateway.identity.me import service
from gateway.identity.me.schemas import MeView

router = Router(prefix="/api/identity/v1/me", tags=["identity"])


@router.get("")
async def who_am_i(request: Request, tx: Tx, caller: Anyone) -> MeView:
    """The caller, as every service sees them, with names, permissions, county and calendar."""
    state = request.app.state
    return await service.describe(tx, caller, state.catalogue.document(), demo=state.settings.demo)

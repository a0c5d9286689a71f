"""HTTP about the caller's own sessions."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals
from servicekit.security_log import SecurityKind

from gateway.identity.sessions import repository
from gateway.identity.sessions.models import Session
from gateway.identity.sessions.schemas import SessionView

router = Router(prefix="/api/identity/v1/me/sessions", tags=["identity"])


@router.get("")
async def list_own_sessions(
    tx: Tx, caller: Anyone, paging: Annotated[SortedPaging, sorted_by("id", "created_at")]
) -> Page[SessionView]:
    """Where the caller is signed in now: sessions that have neither ended nor expired."""
    statement = repository.open_sessions(caller.sub, tx.now)
    return await page(tx, statement, Session, paging, view=SessionView.model_validate)


@router.delete("/{session_id}", status_code=204, responses=refusals(NotFound))
async def end_own_session(session_id: UUID, tx: Tx, caller: Anyone) -> None:
    """End one of the caller's open sessions; its access token is refused within seconds."""
    session = await repository.locked_of(tx, caller.sub, session_id)
    session.revoked_at = tx.now
    tx.log_security(SecurityKind.SIGN_OUT, resource=f"session/{session_id}")

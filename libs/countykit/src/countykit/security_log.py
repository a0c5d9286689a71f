"""HTTP about the security log of one part; the gateway's list puts those of all parts together."""

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import AwareDatetime, BaseModel
from servicekit.http import Router
from servicekit.security_reading import MOST_ROWS, Position, SecurityEntry, Wanted, entries

from countykit.identity import Caller, Role, allow

router = Router(prefix="/v1/security-log", tags=["security log"])
Auditor = Annotated[Caller, allow(Role.AUDITOR)]


class SecurityEntries(BaseModel):
    """Rows of this part behind a position."""

    entries: list[SecurityEntry]


@router.get("")
async def read_security_log(
    request: Request, wanted: Annotated[Wanted, Depends()], _: Auditor,
    behind_at: Annotated[AwareDatetime | None, Query(description="instant of the row before")] = None,
    behind_id: Annotated[int, Query(ge=0, le=2**63 - 1, description="number of the row before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = MOST_ROWS,
    *, oldest_first: bool = False,
) -> SecurityEntries:  # fmt: skip
    """The security log of this part, newest first unless asked otherwise."""
    position = Position(behind_at, behind_id) if behind_at else None
    found = await entries(request.app.state.database, wanted, position, limit, oldest_first=oldest_first)
    return SecurityEntries(entries=found)

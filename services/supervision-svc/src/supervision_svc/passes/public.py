"""HTTP about visit passes that anyone may use, without login."""

from typing import Annotated

from contracts.passes import PassReason
from countykit.workdays import today
from fastapi import Path
from servicekit.http import Router, Tx

from supervision_svc.passes import payload, repository
from supervision_svc.passes.answers import standing
from supervision_svc.passes.schemas import PassStanding
from supervision_svc.plan.models import State

router = Router(prefix="/v1", tags=["public"])
Code = Annotated[str, Path(min_length=1, max_length=60, examples=["ABCD EFGH IJKL MNOP"])]
_SHOWN = ("number", "department", "region", "visit_on", "team_size")


@router.get("/public-passes/{code}")
async def read_public_pass(code: Code, tx: Tx) -> PassStanding:
    """Whether a pass is good today, whose it is, where to and what for; looking does not use it."""
    typed = payload.typed_code(code)
    row = None if typed is None else await repository.shown_to_anybody(tx, typed)
    entry = None if row is None else await repository.entry_of(tx, row)
    in_force = entry is not None and entry.state is State.PUBLISHED
    reason = standing(row, in_force=in_force, today=today(tx.now))
    if row is None or entry is None or reason is PassReason.UNKNOWN:
        return PassStanding(reason=reason)
    shown = {name: getattr(row, name) for name in _SHOWN}
    return PassStanding(reason=reason, title=entry.title, content=entry.content, **shown)

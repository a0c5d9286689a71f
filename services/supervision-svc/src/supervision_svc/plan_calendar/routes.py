"""HTTP of the plan as a calendar."""

from typing import Annotated

from countykit.identity import Anyone
from fastapi import Response
from servicekit.contract.binary import ANY, BINARY
from servicekit.filters import Wanted
from servicekit.http import Router, Tx

from supervision_svc.passes.repository import arrived
from supervision_svc.plan import repository
from supervision_svc.plan_calendar.file import MEDIA_TYPE, named_calendar

_FILE = {MEDIA_TYPE: {"schema": {"type": "string"}}, ANY: BINARY}

router = Router(prefix="/v1", tags=["plan"])


@router.get("/plan-calendar", response_class=Response, responses={200: {"content": _FILE}})
async def download_plan_calendar(tx: Tx, caller: Anyone, wanted: Annotated[Wanted, repository.CALENDAR]) -> Response:
    """The entries in force that the caller may see, as iCalendar: a body's own, a township's or village's announced,
    and what came there unannounced, from its arrival on.

    `year` and `department` narrow it. Cancelled and replaced ones stay as cancelled, so that calendars drop them.
    """
    entries = await repository.calendar(tx, wanted.narrow(repository.visible(caller)))
    arrivals = await arrived(tx, caller, wanted.values["year"], wanted.values["department"])
    headers = {"Content-Disposition": 'attachment; filename="plan.ics"'}
    return Response(await named_calendar(tx, "督检考计划", entries, arrivals), 200, headers, MEDIA_TYPE)

"""HTTP about calendar subscriptions, and what a calendar program reads without a login."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.identity import Anyone, Caller, allow
from fastapi import Path, Response
from servicekit.contract.binary import ANY, BINARY
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.calendar_subscriptions import repository, service
from supervision_svc.calendar_subscriptions.errors import CalendarSubscribed, CalendarUnknown
from supervision_svc.calendar_subscriptions.models import SUBSCRIBERS, WORKFLOW, CalendarSubscription
from supervision_svc.calendar_subscriptions.schemas import (
    CalendarEnding,
    CalendarSubscriptionView,
    CalendarToSubscribe,
)
from supervision_svc.plan.routes import Configured
from supervision_svc.plan_calendar.file import MEDIA_TYPE

_FILE = {MEDIA_TYPE: {"schema": {"type": "string"}}, ANY: BINARY}
Subscriber = Annotated[Caller, allow(*SUBSCRIBERS)]
Token = Annotated[str, Path(min_length=1, max_length=200, description="the last part of the address")]

router = Router(prefix="/v1/calendar-subscriptions", tags=["plan"])
public = Router(prefix="/v1", tags=["public"])


@router.post("", status_code=201, openapi_extra={TITLE: "开通日历订阅"}, responses=refusals(CalendarSubscribed))
async def subscribe_to_calendar(
    body: CalendarToSubscribe, tx: Tx, caller: Subscriber, settings: Configured
) -> CalendarSubscriptionView:
    """Get an address under which a telephone or mail program follows the announced plan of the caller's post."""
    return CalendarSubscriptionView.shown(await service.subscribe(tx, caller, body.title), caller, settings)


@router.get("")
async def list_calendar_subscriptions(
    tx: Tx, caller: Subscriber, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS], settings: Configured
) -> Page[CalendarSubscriptionView]:
    """The caller's own subscriptions; for the office those of its county, without their addresses."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(
        tx, statement, CalendarSubscription, paging,
        view=lambda row: CalendarSubscriptionView.shown(row, caller, settings),
    )  # fmt: skip


@router.get("/{subscription_id}", responses=refusals(NotFound))
async def read_calendar_subscription(
    subscription_id: UUID, tx: Tx, caller: Subscriber, settings: Configured
) -> CalendarSubscriptionView:
    """One subscription."""
    return CalendarSubscriptionView.shown(await repository.get(tx, caller, subscription_id), caller, settings)


@router.step(WORKFLOW, "ending", of="/{subscription_id}")
async def end_calendar_subscription(
    subscription_id: UUID, body: CalendarEnding, tx: Tx, caller: Anyone, settings: Configured
) -> CalendarSubscriptionView:
    """End an address at once, as its owner or as the county's office."""
    return CalendarSubscriptionView.shown(await service.end(tx, caller, subscription_id, body.note), caller, settings)


@public.get(
    "/calendars/{token}", response_class=Response, responses={200: {"content": _FILE}, **refusals(CalendarUnknown)}
)
async def read_subscribed_calendar(token: Token, tx: Tx, settings: Configured) -> Response:
    """The announced plan of a post as iCalendar (RFC 5545, 7986), for whoever has the address; nothing unannounced
    before it has arrived. Calendar programs read it again every twelve hours.
    """
    content = await service.read(tx, token, settings)
    return Response(content, 200, {"Content-Disposition": 'inline; filename="plan.ics"'}, MEDIA_TYPE)

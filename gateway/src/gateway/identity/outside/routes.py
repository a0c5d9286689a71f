"""HTTP about signing in at an outside provider, from a page."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request, Response
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from gateway.identity.outside import service
from gateway.identity.outside.errors import OutsideAway, OutsideDenied, OutsideOff, OutsideUnknown
from gateway.identity.outside.provider import Arrival, Ended, Provider
from gateway.identity.outside.schemas import OutsideReturn, OutsideTrip, OutsideView
from gateway.identity.outside.settings import OutsideSettings
from gateway.identity.outside.ticket import Ticket
from gateway.identity.tokens.browser import OwnPage, answer
from gateway.identity.tokens.errors import ForeignOrigin
from gateway.identity.tokens.outcomes import Denied, LoginLocked, SecondFactorNeeded, SecondFactorWrong
from gateway.identity.tokens.routes import NO_STORE, Issuing, denied
from gateway.identity.tokens.schemas import SessionAnswer

router = Router(prefix="/api/identity/v1/session/outside", tags=["identity"])
# Apart from the session's routes, whose rate limit is for people who try to sign in.
provider_routes = Router(prefix="/api/identity/v1/outside-provider", tags=["identity"])
COOKIE = "songbang_outside"


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.outside
    if provider is None:
        raise OutsideOff
    return provider


AtProvider = Annotated[Provider, Depends(_provider)]


@dataclass(frozen=True, slots=True)
class Returning:
    """A browser that comes back, with what its code was good for; None where it brings a one-time code alone."""

    ticket: Ticket
    body: OutsideReturn
    found: Arrival | Denied | None


async def _returning(request: Request, body: OutsideReturn, _: OwnPage, provider: AtProvider) -> Returning:
    ticket = Ticket(request.cookies.get(COOKIE, ""))
    if not ticket.secret:
        return Returning(ticket, body, OutsideDenied())
    if body.code is None:
        return Returning(ticket, body, None)
    try:
        return Returning(ticket, body, await provider.arrival(ticket, body.code, body.state or ""))
    except Denied as denial:
        return Returning(ticket, body, denial)


async def _ended(provider: AtProvider, logout_token: Annotated[str, Form(max_length=8000)]) -> Ended | Denied:
    try:
        return await provider.ended(logout_token)
    except Denied as denial:
        return denial


@provider_routes.get("")
async def read_outside(request: Request) -> OutsideView:
    """Whether people may sign in at an outside provider, and what it is called."""
    settings: OutsideSettings = request.app.state.settings
    return OutsideView(name=settings.oidc_name if request.app.state.outside is not None else None)


@router.post("", response_model=OutsideTrip, responses=refusals(ForeignOrigin, OutsideOff, OutsideAway))
async def leave_for_outside(request: Request, response: Response, _: OwnPage, provider: AtProvider) -> OutsideTrip:
    """Begin to sign in at the outside provider; needs the header `X-Songbang-CSRF` with any value."""
    ticket = Ticket.drawn()
    trip = OutsideTrip(url=await provider.address(ticket))
    response.headers.update(NO_STORE)
    _set_cookie(request, response, ticket.secret, service.TICKET_MINUTES * 60)
    return trip


# Declared before `tx`: nobody waits for the provider with a transaction in hand.
@router.post(
    "/arrival", response_model=SessionAnswer,
    responses=refusals(
        ForeignOrigin, OutsideOff, OutsideAway, OutsideDenied, OutsideUnknown, SecondFactorNeeded, SecondFactorWrong,
        LoginLocked, Denied,
    ),
)  # fmt: skip
async def arrive_from_outside(
    request: Request, returning: Annotated[Returning, Depends(_returning)], tx: Tx, issuer: Issuing
) -> Response:
    """Come back from the outside provider; a session begins as after a password.

    Where a one-time code is wanted, the page sends it alone, within ten minutes.
    """
    if returning.found is not None:
        denial = await service.arrive(tx, returning.ticket, returning.found)
        if denial is not None:
            return denied(request, denial)
    body = returning.body
    outcome = await service.come_in(tx, issuer, returning.ticket, body.post, body.one_time_code)
    response = answer(request, outcome, issuer.settings)
    if not isinstance(outcome, Denied):
        _set_cookie(request, response, "", 0)
    return response


@provider_routes.post("/logout", responses=refusals(OutsideOff, OutsideAway, OutsideDenied))
async def end_outside_sessions(
    request: Request, provider: AtProvider, ended: Annotated[Ended | Denied, Depends(_ended)], tx: Tx
) -> Response:
    """The provider ended somebody's session there: it ends here, too (OpenID Connect Back-Channel Logout 1.0)."""
    if isinstance(ended, Denied):
        return denied(request, ended)
    await service.sign_out(tx, provider.issuer, ended)
    return Response(status_code=200, headers=NO_STORE)


def _set_cookie(request: Request, response: Response, value: str, seconds: int) -> None:
    settings: OutsideSettings = request.app.state.settings
    response.set_cookie(
        COOKIE, value, max_age=seconds, path=router.prefix, httponly=True, samesite="strict",
        secure=request.app.state.settings.secure_cookies and not settings.demo,
    )  # fmt: skip

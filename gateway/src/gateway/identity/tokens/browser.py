"""HTTP about the browser's session: the access token in the answer, the refresh token in an HttpOnly cookie."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from gateway.identity.appointments.schemas import PostChoice
from gateway.identity.gate import LoginPlace
from gateway.identity.settings import IdentitySettings
from gateway.identity.tokens import service
from gateway.identity.tokens.errors import ForeignOrigin
from gateway.identity.tokens.outcomes import Denied, LoginLocked, RefreshDenied, Tokens
from gateway.identity.tokens.routes import NO_STORE, Issuing, denied
from gateway.identity.tokens.schemas import Login, SessionAnswer

router = Router(prefix="/api/identity/v1/session", tags=["identity"])
COOKIE = "songbang_refresh"
CSRF_HEADER = "x-songbang-csrf"


def _own_page(request: Request) -> None:
    """A form of another site can set neither this header nor our Origin."""
    settings: IdentitySettings = request.app.state.settings
    origin = request.headers.get("origin")
    own = origin is None or urlsplit(origin).netloc == request.headers.get("host") or origin in settings.cors_origins
    if not own or CSRF_HEADER not in request.headers:
        raise ForeignOrigin


OwnPage = Annotated[None, Depends(_own_page)]


@router.post("", response_model=SessionAnswer, responses=refusals(Denied, LoginLocked, ForeignOrigin))
async def sign_in(request: Request, body: Login, _: OwnPage, __: LoginPlace, tx: Tx, issuer: Issuing) -> Response:
    """Sign in from a page; needs the header `X-Songbang-CSRF` with any value."""
    outcome = await service.by_password(tx, issuer, body.username, body.password, body.post, body.one_time_code)
    return answer(request, outcome, issuer.settings)


@router.post("/refresh", response_model=SessionAnswer, responses=refusals(RefreshDenied, ForeignOrigin))
async def refresh_session(request: Request, _: OwnPage, tx: Tx, issuer: Issuing) -> Response:
    """The next access token of the browser's session; needs the header `X-Songbang-CSRF` with any value."""
    cookie = request.cookies.get(COOKIE, "")
    return answer(request, await service.by_refresh_token(tx, issuer, cookie), issuer.settings)


@router.post("/post", response_model=SessionAnswer, responses=refusals(RefreshDenied, ForeignOrigin))
async def choose_post(request: Request, body: PostChoice, _: OwnPage, tx: Tx, issuer: Issuing) -> Response:
    """Act in another of one's posts from now on, without a new password; needs the header `X-Songbang-CSRF`."""
    cookie = request.cookies.get(COOKIE, "")
    return answer(request, await service.by_refresh_token(tx, issuer, cookie, body.post), issuer.settings)


@router.delete("", status_code=204, responses=refusals(ForeignOrigin))
async def sign_out(request: Request, _: OwnPage, tx: Tx, issuer: Issuing) -> Response:
    """End the browser's session."""
    await service.end_session(tx, request.cookies.get(COOKIE, ""))
    response = Response(status_code=204, headers=NO_STORE)
    _set_cookie(response, "", 0, issuer.settings)
    return response


def answer(request: Request, outcome: Tokens | Denied, settings: IdentitySettings) -> Response:
    """Hand a session to a browser, or say why there is none."""
    if isinstance(outcome, Denied):
        return denied(request, outcome)
    document = SessionAnswer(access_token=outcome.access_token, expires_in=outcome.expires_in)
    response = JSONResponse(document.model_dump(), headers=NO_STORE)
    _set_cookie(response, outcome.refresh_token or "", settings.refresh_token_hours * 3600, settings)
    return response


def _set_cookie(response: Response, value: str, seconds: int, settings: IdentitySettings) -> None:
    response.set_cookie(
        COOKIE, value, max_age=seconds, path=router.prefix, httponly=True, samesite="strict",
        secure=settings.secure_cookies and not settings.demo,
    )  # fmt: skip

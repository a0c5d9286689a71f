"""HTTP about tokens: login, rotation, logout, who am I."""

from typing import Annotated, Any

from countykit.identity import Anyone
from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from servicekit.http import Router, Tx
from servicekit.problems import refusals, refused
from servicekit.security_log import Outcome, SecurityKind

from gateway.identity.accounts import service as accounts
from gateway.identity.accounts.schemas import PasswordChange
from gateway.identity.gate import LoginPlace
from gateway.identity.passwords import PasswordReused, PasswordWeak
from gateway.identity.sessions import repository as sessions
from gateway.identity.tokens import service
from gateway.identity.tokens.issuer import Issuer
from gateway.identity.tokens.outcomes import (
    ClientDenied,
    Denied,
    GrantUnsupported,
    LoginLocked,
    NoPost,
    OneTimePasswordExpired,
    PlaceEnded,
    RefreshDenied,
    RequestDenied,
    Tokens,
)  # fmt: skip
from gateway.identity.tokens.reading import token_request
from gateway.identity.tokens.schemas import Logout, TokenAnswer, TokenRequest

router = Router(prefix="/api/identity/v1", tags=["identity"])
keys = Router(tags=["identity"])
NO_STORE = {"Cache-Control": "no-store"}
# JSON is taken too and not described: generated clients prefer it where both stand, and then send the fields nowhere.
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": TokenRequest.model_json_schema()}},
    }
}


def _issuer(request: Request) -> Issuer:
    issuer: Issuer = request.app.state.issuer
    return issuer


Issuing = Annotated[Issuer, Depends(_issuer)]


def _anonymous(request: Request) -> None:
    request.scope["caller"] = None


# Declared before `tx`: a client may authenticate by HTTP Basic here, which is no access token.
Anonymous = Annotated[None, Depends(_anonymous)]


def denied(request: Request, outcome: Denied) -> Response:
    """A problem document that is also the error answer of RFC 6749 section 5.2."""
    response = refused(request, outcome.also(error=outcome.oauth_error, error_description=outcome.title))
    response.headers.update(NO_STORE)
    return response


@router.post(
    "/token", response_model=TokenAnswer, openapi_extra=_BODY,
    responses=refusals(
        Denied, RefreshDenied, RequestDenied, GrantUnsupported, ClientDenied, LoginLocked, PlaceEnded, NoPost,
        OneTimePasswordExpired,
    ),
)  # fmt: skip
async def issue_token(request: Request, _: Anonymous, __: LoginPlace, tx: Tx, issuer: Issuing) -> Response:
    """Password login, client credentials, or the next token for a refresh token (RFC 6749)."""
    try:
        outcome = await _outcome(tx, issuer, await token_request(request))
    except Denied as denial:
        outcome = denial
    if isinstance(outcome, Denied):
        return denied(request, outcome)
    return JSONResponse(answer_of(outcome), headers=NO_STORE)


async def _outcome(tx: Tx, issuer: Issuer, form: TokenRequest) -> Tokens | Denied:
    match form:
        case TokenRequest(grant_type="password", username=str(username), password=str(password)):
            return await service.by_password(tx, issuer, username, password, form.post, form.one_time_code)
        case TokenRequest(grant_type="client_credentials", client_id=str(client_id), client_secret=str(secret)):
            return await service.by_client(tx, issuer, client_id, secret)
        case TokenRequest(grant_type="refresh_token", refresh_token=str(refresh_token)):
            return await service.by_refresh_token(tx, issuer, refresh_token, form.post)
    return RequestDenied()


def answer_of(tokens: Tokens) -> dict[str, Any]:
    """The JSON of RFC 6749 section 5.1."""
    answer = TokenAnswer(
        access_token=tokens.access_token, expires_in=tokens.expires_in, refresh_token=tokens.refresh_token
    )
    return answer.model_dump(exclude_none=True)


@router.post("/logout", status_code=204)
async def logout(body: Logout, tx: Tx) -> None:
    """End the session that a refresh token belongs to, and with it its access token within seconds."""
    await service.end_session(tx, body.refresh_token)


@router.post("/logout-everywhere", status_code=204)
async def logout_everywhere(tx: Tx, caller: Anyone) -> None:
    """End all sessions of the caller, on every device."""
    await sessions.revoke_sessions_of(tx, caller.sub)
    tx.log_security(SecurityKind.SIGN_OUT, resource="all sessions")


@router.put("/me/password", status_code=204, responses=refusals(Denied, LoginLocked, PasswordWeak, PasswordReused))
async def change_password(
    request: Request, body: PasswordChange, _: LoginPlace, tx: Tx, caller: Anyone, issuer: Issuing
) -> Response:
    """Change one's own password; every session ends. Guessing the present one is counted like a login."""
    account = await service.check_password(tx, issuer.settings, caller.sub, body.current_password)
    if isinstance(account, Denied):
        tx.log_security(SecurityKind.SIGN_IN, Outcome.FAILURE, resource="password", code=account.code)
        return denied(request, account)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"account/{account.username}")
    await accounts.change_password(tx, account, body.password, known_passwords=issuer.settings.demo)
    return Response(status_code=204)


@keys.get("/.well-known/jwks.json")
async def read_keys(issuer: Issuing, response: Response) -> dict[str, Any]:
    """The public keys of our access tokens."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return issuer.keyring.jwks

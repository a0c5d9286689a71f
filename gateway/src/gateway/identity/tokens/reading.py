"""Reading a token request: a form or JSON, the client's secret in the body or by HTTP Basic."""

import base64
from urllib.parse import unquote_plus

import orjson
from fastapi import Request
from pydantic import ValidationError

from gateway.identity.tokens.outcomes import GrantUnsupported, RequestDenied
from gateway.identity.tokens.schemas import TokenRequest

_GRANTS = {"password", "client_credentials", "refresh_token"}


async def token_request(request: Request) -> TokenRequest:
    """The request of RFC 6749 section 4; raises RequestDenied, GrantUnsupported."""
    values = await _values(request)
    credentials = _basic(request.headers.get("authorization", ""))
    if credentials is not None:
        values["client_id"], values["client_secret"] = credentials
    if isinstance(values.get("grant_type"), str) and values["grant_type"] not in _GRANTS:
        raise GrantUnsupported
    try:
        return TokenRequest.model_validate(values)
    except ValidationError as error:
        raise RequestDenied from error


async def _values(request: Request) -> dict[str, object]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            document = orjson.loads(await request.body())
        except orjson.JSONDecodeError as error:
            raise RequestDenied from error
        if not isinstance(document, dict):
            raise RequestDenied
        return document
    form = await request.form(max_files=0, max_fields=20)
    values: dict[str, object] = dict(form)
    if len(values) != len(form.multi_items()):
        raise RequestDenied("参数重复")  # RFC 6749 section 3.2: parameters must not be included more than once
    return values


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise RequestDenied from error
    return unquote_plus(name), unquote_plus(secret)  # RFC 6749 section 2.3.1 encodes both before joining them

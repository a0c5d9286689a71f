"""Signs in, stays signed in, and raises what the county refuses."""

import time
import uuid
from collections.abc import Generator
from typing import Any

import httpx

from songbang_client.generated.client import AuthenticatedClient

_SIGN_IN = "/api/identity/v1/token"
_RENEW_BEFORE_SECONDS = 60


class Refused(Exception):
    """The county refused a request (RFC 9457): show `detail`, which is Chinese; decide by `code`."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.code: str = problem.get("code", f"http_{status}")
        self.detail: str = problem.get("detail", "")
        super().__init__(f"{status} {self.code}: {self.detail}")


class Login(httpx.Auth):
    """Signs requests as somebody; the access token is renewed a minute before it ends."""

    requires_response_body = True

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self._address = base_url + _SIGN_IN
        self._password = {"grant_type": "password", "username": username, "password": password}
        self._token = ""
        self._refresh_token = ""
        self._renew_at = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Renew the token when it is time, and put it on the request."""
        if time.monotonic() >= self._renew_at:
            answer = yield httpx.Request("POST", self._address, data=self._form())
            if not answer.is_success:
                self._refresh_token = ""
                raise _refusal(answer)
            got = answer.json()
            self._token, self._refresh_token = got["access_token"], got.get("refresh_token", "")
            self._renew_at = time.monotonic() + got["expires_in"] - _RENEW_BEFORE_SECONDS
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request

    def _form(self) -> dict[str, str]:
        if self._refresh_token:
            return {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        return self._password


class _Door(httpx.Client):
    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        answer = super().send(_once(request), **options)
        if answer.is_error:
            answer.read()
            raise _refusal(answer)
        return answer


class _AsyncDoor(httpx.AsyncClient):
    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        answer = await super().send(_once(request), **options)
        if answer.is_error:
            await answer.aread()
            raise _refusal(answer)
        return answer


def connect(url: str, username: str, password: str, **options: Any) -> AuthenticatedClient:
    """A client for the synchronous functions; `options` go to httpx.Client. Nothing is sent before the first call."""
    options = {"base_url": url, "timeout": 30, "auth": Login(url, username, password), **options}
    return AuthenticatedClient(base_url=url, token="").set_httpx_client(_Door(**options))


def connect_async(url: str, username: str, password: str, **options: Any) -> AuthenticatedClient:
    """A client for the asynchronous functions; `options` go to httpx.AsyncClient."""
    options = {"base_url": url, "timeout": 30, "auth": Login(url, username, password), **options}
    return AuthenticatedClient(base_url=url, token="").set_async_httpx_client(_AsyncDoor(**options))


def _once(request: httpx.Request) -> httpx.Request:
    """An act that is sent twice by a retry must happen once."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        request.headers.setdefault("Idempotency-Key", uuid.uuid4().hex)
    return request


def _refusal(answer: httpx.Response) -> Refused:
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    return Refused(answer.status_code, problem if isinstance(problem, dict) else {})

"""Staying signed in for longer than an access token lives, for tests and measurements."""

import time
from collections.abc import Generator

import httpx


class SignedIn(httpx.Auth):
    """Signs every request of a client as somebody: `httpx.Client(base_url=url, auth=SignedIn(url, name, password))`."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._url = url
        self._form = {"grant_type": "password", "username": username, "password": password}
        self._token = ""
        self._renew_at = 0.0

    def token(self) -> str:
        """An access token with half of its time left at least; raises httpx.HTTPStatusError."""
        if time.monotonic() >= self._renew_at:
            answer = httpx.post(f"{self._url}/api/identity/v1/token", data=self._form, trust_env=False, timeout=30)
            got = answer.raise_for_status().json()
            self._token, self._renew_at = got["access_token"], time.monotonic() + got["expires_in"] / 2
        return self._token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token on the request."""
        request.headers["authorization"] = f"Bearer {self.token()}"
        yield request

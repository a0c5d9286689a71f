"""The story's only way in: the public REST API, as signed-in people, with the moment of each act."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import httpx

from songbang.patience import Patience

_LATER = (429, 502, 503, 504)
_UNKNOWN_YET = {"region_unknown", "department_unknown"}
_PATIENCE_SECONDS = 90.0
_PAUSE_SECONDS = 0.3
_TOKEN_SECONDS = 480.0
T = TypeVar("T")
Heard = Callable[[httpx.Response], Awaitable[None]]
"""Who listens to every answer beside the story."""


class StoryBroken(Exception):
    """The API answered something that the story does not expect."""


class Door:
    """A client of the gateway for many people at once."""

    def __init__(self, url: str, *, at_once: int = 12, heard: Heard | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, timeout=60, trust_env=False, limits=httpx.Limits(max_connections=at_once),
            event_hooks={"response": [heard] if heard else []},
        )  # fmt: skip
        self._room = asyncio.Semaphore(at_once)
        self._passwords: dict[str, str] = {}
        self._tokens: dict[str, tuple[str, float]] = {}
        self._logins: dict[str, asyncio.Lock] = {}
        self.calls = 0
        """Calls that were answered as expected."""

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    def remember(self, username: str, password: str) -> None:
        """Somebody who may act from now on."""
        self._passwords[username] = password

    async def get(self, who: str, path: str, *, at_time: datetime | None = None, **params: Any) -> Any:
        """Read something as somebody."""
        headers = {"x-songbang-time": at_time.isoformat()} if at_time else {}
        return await self._send(who, "GET", path, params=params, headers=headers)

    async def post(
        self, who: str, path: str, body: Any = None, *, at: datetime | None = None, expect: Iterable[int] = (200, 201),
        files: Any = None, params: Any = None, content: bytes | None = None,
    ) -> Any:  # fmt: skip
        """Do something as somebody at a moment; returns the answer's JSON."""
        headers = {"idempotency-key": secrets.token_hex(12)}
        if at is not None:
            headers["x-songbang-time"] = at.isoformat()
        return await self._send(
            who,
            "POST",
            path,
            json=body,
            headers=headers,
            expect=tuple(expect),
            files=files,
            params=params,
            content=content,
        )

    async def _send(self, who: str, method: str, path: str, *, expect: tuple[int, ...] = (200,), **request: Any) -> Any:
        patience = Patience(_PATIENCE_SECONDS)
        headers = dict(request.pop("headers", None) or {})
        while True:
            try:
                async with self._room:
                    headers["authorization"] = f"Bearer {await self._token(who)}"
                    answer = await self._http.request(method, path, headers=headers, **request)
            except httpx.TransportError as error:  # the same Idempotency-Key makes a repetition safe
                fault, pause, later = repr(error), _PAUSE_SECONDS, True
            else:
                if answer.status_code in expect:
                    self.calls += 1
                    return answer.json() if answer.content else None
                fault, pause = f"{answer.status_code} {answer.text[:600]}", _pause_after(answer)
                later = answer.status_code in _LATER or _code(answer) in _UNKNOWN_YET
            # On a slow machine others are being served meanwhile; only when nobody is, something is broken.
            patience.saw(self.calls)
            if not later or patience.over:
                raise StoryBroken(f"{who}: {method} {path} -> {fault}")
            await asyncio.sleep(pause)

    async def _token(self, who: str) -> str:
        async with self._logins.setdefault(who, asyncio.Lock()):
            now = asyncio.get_running_loop().time()
            known = self._tokens.get(who)
            if known is None or known[1] < now:
                form = {"grant_type": "password", "username": who, "password": self._passwords[who]}
                patience = Patience(_PATIENCE_SECONDS)
                while (answer := await self._http.post("/api/identity/v1/token", data=form)).status_code in _LATER:
                    patience.saw(self.calls)
                    if patience.over:
                        break
                    await asyncio.sleep(_pause_after(answer))
                if answer.status_code != 200:
                    raise StoryBroken(f"{who} cannot sign in: {answer.status_code} {answer.text[:300]}")
                known = (answer.json()["access_token"], now + _TOKEN_SECONDS)
                self._tokens[who] = known
            return known[0]


def _pause_after(answer: httpx.Response) -> float:
    return float(answer.headers.get("retry-after", _PAUSE_SECONDS))


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except ValueError:
        return ""


async def all_of(acts: Iterable[Awaitable[T]]) -> list[T]:
    """Do many independent things at once; the first failure ends the story."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_await(act)) for act in acts]
    return [task.result() for task in tasks]


async def _await(act: Awaitable[T]) -> T:
    return await act

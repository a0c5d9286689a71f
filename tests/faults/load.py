"""A steady load through the gateway, to all five services and the directory; every write is remembered."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from countykit.workdays import today

from tests.faults.people import DEPARTMENT, INSPECTOR, OFFICE, PASSWORD, TOWNSHIPS, VILLAGES, of_township

# What passes when the fault has passed: the client is told to come back, or the directory has not been heard yet.
_PASSING = {"region_unknown", "department_unknown"}
_TOKEN_SECONDS = 480.0
_RETRY_SECONDS = 0.3

Body = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of record: how it is created, where its marker lies, and the step that changes it later."""

    service: str
    table: str
    column: str
    path: str
    creator: Callable[[str], str]
    body: Callable[[str, str, str], Body]
    """Of the marker, the township and one of its villages."""
    step: str = ""
    stepper: Callable[[str], str] = of_township
    step_body: Body = field(default_factory=dict)


def _group(marker: str, town: str, _: str) -> Body:
    return {"region": town, "name": marker, "platform": "wechat", "members": 3}


def _plaque(marker: str, _: str, village: str) -> Body:
    board = {"placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红", "text_colour": "白"}
    return {"region": village, "name": marker, **board}


def _demand(marker: str, _: str, village: str) -> Body:
    return {"title": marker, "department": DEPARTMENT, "reached": "group", "region": village}


def _training(marker: str, town: str, _: str) -> Body:
    return {"region": town, "topic": marker, "held_on": _DAY, "attendees": 5}


def _department(marker: str, town: str, _: str) -> Body:
    return {"code": marker, "name": f"机构{marker}", "home": town}


def _visit(marker: str, _: str, village: str) -> Body:
    return {"region": village, "visited_on": _DAY, "plan": marker, "unannounced": True, "team_size": 2}


# A day that lies before every told moment of the clock faults.
_DAY = (today(datetime.now(UTC)) - timedelta(days=90)).isoformat()
KINDS = (
    Kind("checklist", "chat_group", "name", "/api/checklist/v1/groups", of_township, _group, "dissolution",
         step_body={"reason": "长期不用"}),
    Kind("signage", "plaque", "name", "/api/signage/v1/plaques", of_township, _plaque, "flag",
         step_body={"reason": "not_in_spec"}),
    Kind("report", "offplan_demand", "title", "/api/report/v1/offplan-demands", of_township, _demand, "confirmation",
         lambda _: OFFICE, {"reason": "目录外报表"}),
    Kind("certificate", "training", "topic", "/api/certificate/v1/trainings", of_township, _training),
    Kind("supervision", "visit", "plan", "/api/supervision/v1/visits", lambda _: INSPECTOR, _visit),
    Kind("gateway", "registered_department", "code", "/api/directory/v1/departments", lambda _: OFFICE, _department),
)  # fmt: skip


@dataclass
class Write:
    """One record the clients asked for, and what they know about it."""

    kind: Kind
    marker: str
    id: UUID | None = None
    acknowledged: int = 0
    """How many of its versions were acknowledged: 1 is the creation, 2 the step after it."""
    wanted: int = 1
    """How many were asked for; what was asked for and not acknowledged is unknown."""


class Load:
    """Clients that never stop asking: an unknown outcome is asked again under the same idempotency key."""

    def __init__(self, url: str, seed: int, *, pause_seconds: float = 0.2, timeout_seconds: float = 20) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_seconds, trust_env=False)
        self._chance = random.Random(f"{seed}-load")
        self._seed = seed
        self._pause = pause_seconds
        self._tokens: dict[str, tuple[str, float]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = asyncio.Event()
        self.told_days_ago = 0.0
        """A jump of the clock: some requests tell a moment so many days ago."""
        self.writes: list[Write] = []
        self.statuses: Counter[str] = Counter()
        self.refused: list[str] = []

    async def start(self) -> None:
        """Let two clients per service write until the end."""
        self._writing.set()
        self._tasks = [asyncio.create_task(self._client(kind)) for kind in KINDS for _ in range(2)]

    async def stop(self) -> None:
        """End the clients."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    def pause(self) -> None:
        """Begin nothing new; what is unknown is asked on."""
        self._writing.clear()

    def resume(self) -> None:
        """Write on."""
        self._writing.set()

    @property
    def unknown(self) -> int:
        """How many writes have an unknown outcome."""
        return sum(write.acknowledged < write.wanted for write in self.writes)

    @property
    def acknowledged(self) -> int:
        """How many changes were acknowledged."""
        return sum(write.acknowledged for write in self.writes)

    async def _client(self, kind: Kind) -> None:
        while True:
            await self._writing.wait()
            write = Write(kind, f"F{self._seed}-{len(self.writes):06d}")
            self.writes.append(write)
            town = self._chance.choice(TOWNSHIPS)
            body = kind.body(write.marker, town, self._chance.choice(VILLAGES[town]))
            answer = await self._ask(kind.creator(town), kind.path, body, f"{write.marker}-1")
            if answer is not None:
                write.id, write.acknowledged = UUID(answer["id"]), 1
                if kind.step and self._chance.random() < 0.5:
                    await self._rest()
                    await self._change(write, town)
            else:
                write.wanted = 0
            await self._rest()

    async def _change(self, write: Write, town: str) -> None:
        write.wanted = 2
        path = f"{write.kind.path}/{write.id}/{write.kind.step}"
        answer = await self._ask(write.kind.stepper(town), path, write.kind.step_body, f"{write.marker}-2")
        write.acknowledged = 2 if answer is not None else 1
        write.wanted = write.acknowledged

    async def _rest(self) -> None:
        await asyncio.sleep(self._pause * (0.5 + self._chance.random()))

    async def _ask(self, who: str, path: str, body: Body, key: str) -> Body | None:
        """Ask until there is an answer; None is a refusal, which this load never earns."""
        headers = {"idempotency-key": key}
        if self.told_days_ago and self._chance.random() < 0.5:
            headers["x-songbang-time"] = (datetime.now(UTC) - timedelta(days=self.told_days_ago)).isoformat()
        while True:
            try:
                token = await self._token(who)
                sent = {**headers, "authorization": f"Bearer {token}"}
                answer = await self._http.post(path, json=body, headers=sent)
            except (httpx.HTTPError, PermissionError) as error:
                self.statuses[type(error).__name__] += 1
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self.statuses[str(answer.status_code)] += 1
            if answer.status_code < 300:
                document: Body = answer.json()
                return document
            if answer.status_code >= 500 or answer.status_code == 429 or _code(answer) in _PASSING:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            self.refused.append(f"{path} {key} -> {answer.status_code} {answer.text[:300]}")
            return None

    async def _token(self, who: str) -> str:
        now = asyncio.get_running_loop().time()
        known = self._tokens.get(who)
        if known is None or known[1] < now:
            form = {"grant_type": "password", "username": who, "password": PASSWORD}
            answer = await self._http.post("/api/identity/v1/token", data=form)
            if answer.status_code != 200:
                raise PermissionError(answer.text)
            known = (answer.json()["access_token"], now + _TOKEN_SECONDS)
            self._tokens[who] = known
        return known[0]


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except ValueError:
        return ""

"""The integrator's story, told to any running installation: it knows a base URL and an operator, nothing else."""

import contextlib
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat
from songbang.ports import free_port

from tests.waiting import wait_until

RECEIVER = Path(__file__).parents[3] / "examples" / "receiver" / "receiver.py"
INTEGRATION = "/api/integration/v1"
TYPES = ["gateway.department.*"]
SCHEDULE, TRIED = "[0, 0.5, 1, 3600]", 3
"""The waits of an installation that the story is told to, and the attempts that an hour leaves time for."""


class Server:
    """The integrator's own server: the example receiver with its SQLite file."""

    def __init__(self, directory: Path) -> None:
        self.port, self.store = free_port(), directory / "events.sqlite"
        self.url = f"http://127.0.0.1:{self.port}/"

    @contextmanager
    def running(self, *keys: str) -> Iterator[None]:
        child = subprocess.Popen(
            [sys.executable, str(RECEIVER), str(self.port), str(self.store)], stderr=subprocess.DEVNULL,
            env={**os.environ, "SONGBANG_WEBHOOK_SECRETS": " ".join(keys)},
        )  # fmt: skip
        try:
            wait_until(self._answers)
            yield
        finally:
            child.kill()
            child.wait()

    def received(self) -> dict[str, bytes]:
        """Every event once, by its id, as it arrived."""
        with contextlib.closing(sqlite3.connect(self.store)) as found:
            try:
                return dict(found.execute("SELECT id, body FROM event").fetchall())
            except sqlite3.OperationalError:
                return {}

    def _answers(self) -> bool:
        try:
            return httpx.post(self.url, content=b"{}", trust_env=False).status_code == 401
        except httpx.TransportError:
            return False


class Integrator:
    """What an outside system does, with the client that an operator made for it."""

    def __init__(self, base_url: str, client: dict[str, Any]) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=90, trust_env=False)
        form = {"grant_type": "client_credentials", "client_id": client["client_id"]}
        answer = self.http.post("/api/identity/v1/token", data=form | {"client_secret": client["client_secret"]})
        assert answer.status_code == 200, answer.text
        self.http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, INTEGRATION + path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def state(self, endpoint: str) -> str:
        return self.call("GET", f"/endpoints/{endpoint}")["state"]

    def delivered(self, endpoint: str) -> set[str]:
        page = self.call("GET", f"/endpoints/{endpoint}/deliveries?state=delivered&limit=200")
        return {item["event_id"] for item in page["items"]}

    def attempts(self, endpoint: str) -> list[int]:
        page = self.call("GET", f"/endpoints/{endpoint}/deliveries?state=pending")
        return [item["attempts"] for item in page["items"]]

    def pull(self, after: str) -> list[bytes]:
        """Everything behind a cursor, as lines."""
        lines: list[bytes] = []
        while True:
            answer = self.http.get(
                f"{INTEGRATION}/events", params={"after": after, "types": ",".join(TYPES), "wait": 1, "limit": 5},
                headers={"accept": "application/x-ndjson"},
            )  # fmt: skip
            assert answer.status_code == 200, answer.text
            lines += answer.content.splitlines()
            after = answer.headers["x-next-cursor"]
            if answer.headers["x-more"] == "false":
                return lines


def happen(operator: httpx.Client, region: str, count: int) -> None:
    """Facts of the real world: departments enter the directory."""
    for _ in range(count):
        code = f"STORY-{secrets.token_hex(6)}"
        entry = {"code": code, "name": "县级部门", "home": region}
        answer = operator.post("/api/directory/v1/departments", json=entry)
        assert answer.status_code == 201, answer.text


def tell(base_url: str, operator: httpx.Client, region: str, directory: Path) -> None:
    """Register, pass the challenge, receive, verify, lose the server, catch up, rotate, pull the same from the feed."""
    creation = {"name": "省级减负平台", "roles": ["integrator"], "region": region}
    client = operator.post("/api/identity/v1/clients", json=creation)
    assert client.status_code == 201, client.text
    integrator, server = Integrator(base_url, client.json()), Server(directory)
    known = {item["type"] for item in integrator.call("GET", "/event-types")["items"]}
    assert "gateway.department.registered.v1" in known
    begin = integrator.call("GET", "/events?latest=0")["next"]
    registration = {"url": server.url, "region": region, "types": TYPES, "description": "story"}
    endpoint = integrator.call("POST", "/endpoints", registration)
    id, secret = endpoint["id"], endpoint["secrets"][0]["secret"]
    with server.running(secret):
        integrator.call("POST", f"/endpoints/{id}/challenge")
        wait_until(lambda: integrator.state(id) == "enabled")
        probe = integrator.call("POST", f"/endpoints/{id}/test", {"type": "gateway.department.registered.v1"})
        wait_until(lambda: integrator.call("GET", f"/endpoints/{id}/probes/{probe['id']}")["state"] == "succeeded")
        tests = set(server.received())
        happen(operator, region, 3)
        wait_until(lambda: len(server.received()) == len(tests) + 3)
    # The server is lost until the first attempts are used up; the next one is an hour away.
    happen(operator, region, 4)
    wait_until(lambda: integrator.attempts(id) == [TRIED] * 4)
    assert integrator.call("GET", f"/endpoints/{id}")["health"]["failing_since"]
    with server.running(secret):
        happen(operator, region, 1)
        wait_until(lambda: len(server.received()) == len(tests) + 8)
    rotated = integrator.call("POST", f"/endpoints/{id}/secret-rotations", {"overlap_hours": 24})["secret"]
    for count, key in ((10, secret), (12, rotated)):
        with server.running(key):
            happen(operator, region, 2)
            wait_until(lambda wanted=count: len(server.received()) == len(tests) + wanted)
    pushed = {id: body for id, body in server.received().items() if id not in tests}
    pulled = {orjson.loads(line)["id"]: line for line in integrator.pull(begin)}
    assert pushed == pulled
    for line in pulled.values():
        event = from_structured_event(HTTPMessage({"content-type": "application/cloudevents+json"}, line), JSONFormat())
        assert event.get_type() == "gateway.department.registered.v1"
    wait_until(lambda: integrator.delivered(id) == pushed.keys())

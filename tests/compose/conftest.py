"""The real compose file, built and started once for all tests of this folder; only with --compose."""

import asyncio
import contextlib
import itertools
import json
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from songbang.compose import BUILD_SECONDS, ROOT, Compose
from songbang.demo import people
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import build
from songbang.demo.tell import tell
from songbang.inventory import PARTS
from songbang.ports import free_port

LAST_DAY = date(2026, 11, 20)
OURS = sorted({part.distribution for part in PARTS} | {"webhooks"})
FIGURES = ROOT / "var" / "compose-figures.json"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return None if config.getoption("--compose") else True


class Later(Exception):
    """A part is not there yet, and the answer says so."""


@dataclass
class Site:
    """A running installation, and short words for what the tests do to it."""

    compose: Compose
    https_port: int
    figures: dict[str, float] = field(default_factory=dict)
    digest: str = ""

    def measure(self, name: str, act: Callable[[], Any]) -> Any:
        started = time.monotonic()
        found = act()
        self.figures[name] = round(time.monotonic() - started, 1)
        return found

    def names_of(self, service: str = "") -> list[str]:
        return [found["Name"] for found in self.compose.containers(service)]

    def ask(self, *urls: str, service: str = "webhooks") -> list[bytes]:
        """What addresses inside of the containers' network answer: only the gateway is reachable from outside."""
        program = (
            "import sys, urllib.request as r; [print(r.urlopen(url, timeout=20).read().hex()) for url in sys.argv[1:]]"
        )
        told = self.compose.run("exec", "-T", service, "python", "-c", program, *urls).stdout
        return [bytes.fromhex(line) for line in told.split()]

    def until(self, condition: Callable[[], Any], seconds: float = 120) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < deadline, self.compose.run("ps", "--all").stdout
            time.sleep(0.5)
        return found

    def healthy(self, services: list[str]) -> bool:
        found = {container["Service"]: container["Health"] for container in self.compose.containers()}
        return all(found.get(service) == "healthy" for service in services)

    def signed_in(self, role: str, url: str = "", verify: ssl.SSLContext | bool = True) -> httpx.Client:
        """A client of somebody with a role."""
        person = next(one for one in people.everybody(build(1, LAST_DAY)) if one.role == role)
        form = {"grant_type": "password", "username": person.username, "password": person.password}
        base = url or self.compose.url
        answer = httpx.post(f"{base}/api/identity/v1/token", data=form, timeout=40, verify=verify, trust_env=False)
        if answer.status_code in (502, 503, 504):
            raise Later(answer.text)
        assert answer.status_code == 200, answer.text
        headers = {"authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=base, headers=headers, timeout=40, verify=verify, trust_env=False)

    def board(self, seconds: float = 60) -> str:
        """The digest of the board as of the story's last day; asked again while the answer is "later"."""

        def ask() -> str | None:
            try:
                with self.signed_in("county_office") as client:
                    answer = client.get("/api/supervision/v1/board", params={"as_of": LAST_DAY.isoformat()})
            except (Later, httpx.TransportError):
                return None
            if answer.status_code in (502, 503, 504):
                return None
            assert answer.status_code == 200, answer.text
            return str(answer.json()["digest"])

        return str(self.until(ask, seconds))


def inspect(container: str) -> dict[str, Any]:
    """What the engine knows of a container."""
    done = subprocess.run(["docker", "inspect", container], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found


_numbers = itertools.count(1)


def group_of(region: str) -> dict[str, Any]:
    """The body of a registration that has not been sent before."""
    return {"region": region, "name": f"核对工作群{next(_numbers)}", "platform": "qq", "members": 3}


def register_group(site: Site) -> None:
    """A change that the board shows: a township registers a chat group."""
    township = build(1, LAST_DAY).townships[0]
    with site.signed_in("township") as client:
        answer = client.post(
            "/api/checklist/v1/groups", json=group_of(township.code), headers={"idempotency-key": str(uuid4())}
        )
    assert answer.status_code == 201, answer.text


class Page:
    """An open page: what it hears of the board's stream, collected by a thread."""

    def __init__(self, site: Site, **where: Any) -> None:
        self.heard = ""
        self._closing = False
        self._client = site.signed_in("county_office", **where)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError),
            self._client,
            self._client.stream("GET", "/api/supervision/v1/board/stream", timeout=None) as answer,
        ):
            for text in answer.iter_text():
                self.heard += text
                if self._closing:
                    return

    def close(self) -> None:
        """End at the next heartbeat: a connection that is closed under a reader's hands gives its number to another."""
        self._closing = True


def settings(number: int) -> dict[str, str]:
    """A network of its own, and the images of this run."""
    return {
        "SONGBANG_SUBNET": f"172.30.{number}.0/24", "SONGBANG_CONTAINERS": f"172.30.{number}.128/25",
        "SONGBANG_TRUSTED_PROXY": f"172.30.{number}.2", "SONGBANG_IMAGE_TAG": "test",
    }  # fmt: skip


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Everything up and healthy, in demo mode, on a network of its own."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        https_port = free_port()
        compose = Compose(
            "songbang-test", Path(directory), port=free_port(), SONGBANG_HTTPS_PORT=str(https_port), **settings(66)
        )
        made = Site(compose, https_port)
        compose.prepare()
        compose.down(data_too=True)
        try:
            made.measure("build_seconds", lambda: compose.run("build", seconds=BUILD_SECONDS))
            made.measure("up_seconds", compose.up)
            yield made
            FIGURES.parent.mkdir(exist_ok=True)
            FIGURES.write_text(json.dumps(made.figures, indent=2) + "\n")
        except BaseException:
            sys.stderr.write(compose.run("logs", "--no-color", "--tail", "60", check=False).stdout[-20_000:])
            raise
        finally:
            compose.down(data_too=True)


@pytest.fixture(scope="session")
def told(site: Site) -> Site:
    """The county's year, told through the published port."""
    site.compose.songbang("user", "create", people.OPERATOR, stdin=OPERATOR_PASSWORD + "\n")
    site.measure(
        "story_seconds",
        lambda: asyncio.run(tell(site.compose.url, OPERATOR_PASSWORD, seed=1, today=LAST_DAY, say=print)),
    )
    site.digest = site.board()
    return site

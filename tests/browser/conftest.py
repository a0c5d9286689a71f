"""The built dashboard in the system's Chromium, on the demo county with every service real."""

import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from songbang import dashboard
from songbang.demo import seeded
from songbang.demo.signed_in import SignedIn
from songbang.stack import Stack

from bench.chromium import OFFICE_SCREEN, ChromiumMissing, chromium, executable, sign_in

PLACE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
SignIn = Callable[..., Page]
# How long a story waits for what must come: a busy machine is not a wrong page.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.timeout(600))
    try:
        executable()
    except ChromiumMissing as missing:
        if ours:
            raise pytest.UsageError(str(missing)) from None


@pytest.fixture(scope="session")
def county_stack() -> Iterator[Stack]:
    """Everything up on a copy of the county with the year told until today."""
    dashboard.build()
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        try:
            with seeded.seeded_county(Path(directory), lines.append) as stack:
                yield stack
        except BaseException:
            sys.stderr.write("\n".join(lines[-60:]))
            raise


@pytest.fixture(scope="session")
def passwords() -> dict[str, str]:
    return seeded.passwords()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


class Watch:
    """What went wrong on the pages of a test, and whom they talked to."""

    def __init__(self) -> None:
        self.forgiven: list[str] = []
        self.seen: list[str] = []
        self.hosts: set[str] = set()

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def forgive(self, pattern: str) -> None:
        """A story that breaks something on purpose says which errors belong to it, also those still to come."""
        self.forgiven.append(pattern)

    @property
    def errors(self) -> list[str]:
        return [error for error in self.seen if not any(re.search(pattern, error) for pattern in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        # A browser drops its connections when any network of the machine comes or goes; the page asks again.
        if message.type in ("error", "warning") and "ERR_NETWORK_CHANGED" not in message.text:
            self.seen.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _request(self, request: Request) -> None:
        self.hosts.add(httpx.URL(request.url).netloc.decode())


@pytest.fixture
def watch(county_stack: Stack) -> Iterator[Watch]:
    found = Watch()
    yield found
    assert found.errors == []
    assert found.hosts <= {httpx.URL(county_stack.url).netloc.decode()}


@pytest.fixture(scope="session")
def sessions(county_stack: Stack, browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One browser profile per person, so that nobody signs in more often than a person would."""
    found: dict[str, BrowserContext] = {}
    yield found
    for context in found.values():
        context.close()


@pytest.fixture
def visit(county_stack: Stack, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A page in a profile of its own, signed in to nothing."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=county_stack.url, **{"viewport": OFFICE_SCREEN, **PLACE, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def enter(
    county_stack: Stack, browser: Browser, passwords: dict[str, str], watch: Watch,
    sessions: dict[str, BrowserContext],
) -> Iterator[SignIn]:  # fmt: skip
    """Somebody's page, signed in: `enter("jianfuban", "/board")`."""
    opened: list[Page] = []

    def go_in(username: str, path: str = "/board", *, viewport: Any = OFFICE_SCREEN, **media: Any) -> Page:
        known = username in sessions
        if not known:
            sessions[username] = browser.new_context(base_url=county_stack.url, **PLACE)
        page = sessions[username].new_page()
        opened.append(page)
        page.set_default_timeout(30_000)
        page.set_viewport_size(viewport)
        page.emulate_media(**media)
        watch.follow(page)
        if not known:
            sign_in(page, county_stack.url, username, passwords[username])
        page.goto(path)
        return page

    yield go_in
    for page in opened:
        page.close()


class Api:
    """The public API beside the page, as somebody."""

    def __init__(self, url: str, passwords: dict[str, str]) -> None:
        self.url = url
        self.passwords = passwords
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=30)
        self._known: dict[str, SignedIn] = {}

    def ask(self, who: str, method: str, path: str, **request: Any) -> httpx.Response:
        known = self._known.setdefault(who, SignedIn(self.url, who, self.passwords[who]))
        return self._client.request(method, path, auth=known, **request)

    def call(self, who: str, method: str, path: str, **request: Any) -> Any:
        answer = self.ask(who, method, path, **request)
        assert answer.status_code < 300, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def api(county_stack: Stack, passwords: dict[str, str]) -> Api:
    return Api(county_stack.url, passwords)


EMPTY_COUNTY = "990202000000"
MANY = 2000
COLOURS = 128
"""Enough for a page of few colours, at a third of the bytes."""


@pytest.fixture(scope="session")
def wide_country(api: Api) -> None:
    """Beside the told county, one of thousands of townships, and one without any."""
    rows = [("990200000000", "另一示例市"), ("990201000000", "示例大县"), (EMPTY_COUNTY, "示例新县")]
    rows += [(f"9902{1 + n // 900:02d}{1 + n % 900:03d}000", f"第{n + 1}乡") for n in range(900)]
    rows += [("990203000000", "示例二县"), ("990204000000", "示例三县")]
    rows += [(f"9902{3 + n // 900:02d}{1 + n % 900:03d}000", f"第{n + 901}乡") for n in range(MANY - 900)]
    table = "code,name,valid_from\n" + "".join(f"{code},{name},2020-01-01\n" for code, name in sorted(rows))
    files = {"file": ("regions.csv", table.encode(), "text/csv")}
    api.call("operator", "POST", "/api/directory/v1/regions/import", files=files)


@pytest.fixture(scope="session")
def empty_county(api: Api, wide_country: None) -> str:
    """Somebody who may see everything of a county in which nothing has happened yet."""
    name, password = "xinxian1", "Songyun-xinxian1-2026!"
    account = {
        "username": name, "name": "新县减负办", "password": password, "roles": ["county_office", "operator"],
        "region": EMPTY_COUNTY,
    }  # fmt: skip
    made = api.ask("operator", "POST", "/api/identity/v1/accounts", json=account)
    assert made.status_code in (201, 409), made.text
    api.passwords[name] = password
    return name


@pytest.fixture
def dead(county_stack: Stack) -> Callable[..., Any]:
    """`with dead("checklist"):` the service's process is killed and stays down until the block ends."""

    @contextmanager
    def without(*names: str) -> Iterator[None]:
        for name in names:
            county_stack.kill(name, keep_down=True)
        try:
            yield
        finally:
            for name in names:
                county_stack.launch(name)
            county_stack.wait_ready()

    return without


@pytest.fixture
def stopped(county_stack: Stack) -> Callable[..., Any]:
    """`with stopped("checklist"):` the service's process hangs: it takes requests and answers nothing."""

    @contextmanager
    def hanging(*names: str) -> Iterator[None]:
        for name in names:
            county_stack.kill(name, signal.SIGSTOP)
        try:
            yield
        finally:
            for name in names:
                county_stack.kill(name, signal.SIGCONT)
            county_stack.wait_ready()

    return hanging


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., None]:
    """Takes a picture in few colours; SONGBANG_SCREENSHOTS names the folder that the documents show."""
    folder = Path(os.environ.get("SONGBANG_SCREENSHOTS", tmp_path))

    def take(page: Page, name: str) -> None:
        taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
        taken.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)

    return take

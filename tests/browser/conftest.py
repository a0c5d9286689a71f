"""The built dashboard in the system's Chromium, on the demo county with every service real."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from songbang import dashboard
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import CHINA, build
from songbang.demo.people import OPERATOR, everybody
from songbang.demo.tell import tell
from songbang.inventory import SERVICES
from songbang.ports import free_port
from songbang.stack import Ports, Stack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SEED = 1
SignIn = Callable[..., Page]

collect_ignore_glob: list[str] = []
if CHROMIUM is None:
    sys.stderr.write("tests/browser is left out: there is no Chromium (apt-get install chromium fonts-noto-cjk)\n")
    collect_ignore_glob = ["test_reading.py", "test_working.py", "test_looks.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def county_stack() -> Iterator[Stack]:
    """Everything up with the year told; SONGBANG_BROWSER_ROOT keeps the told county for the next run."""
    dashboard.build()
    lines: list[str] = []
    with ExitStack() as cleanup:
        kept = os.environ.get("SONGBANG_BROWSER_ROOT")
        root = Path(kept or cleanup.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        root.mkdir(exist_ok=True)
        root.chmod(0o755)
        services = {part.name: free_port() for part in SERVICES}
        stack = Stack(
            root, ports=Ports(gateway=free_port(), postgres=free_port(), services=services), log=lines.append,
            fsync=False,
        )  # fmt: skip
        try:
            stack.start()
            if not (root / "story.json").exists():
                stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
                today = datetime.now(CHINA).date()
                asyncio.run(tell(stack.url, OPERATOR_PASSWORD, seed=SEED, today=today, say=lines.append))
                (root / "story.json").write_text("{}")
            yield stack
        except BaseException:
            sys.stderr.write("\n".join(lines[-60:]))
            raise
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def passwords() -> dict[str, str]:
    people = everybody(build(SEED, datetime.now(CHINA).date()))
    return {person.username: person.password for person in people} | {OPERATOR: OPERATOR_PASSWORD}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"])
        yield found
        found.close()


class Watch:
    """What went wrong on the pages of a test, and whom they talked to."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.hosts: set[str] = set()

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def forgive(self, pattern: str) -> None:
        """A story that breaks something on purpose says which errors belong to it."""
        self.errors = [error for error in self.errors if not re.search(pattern, error)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _request(self, request: Request) -> None:
        self.hosts.add(httpx.URL(request.url).netloc.decode())


@pytest.fixture
def watch(county_stack: Stack) -> Iterator[Watch]:
    found = Watch()
    yield found
    assert found.errors == []
    assert found.hosts <= {httpx.URL(county_stack.url).netloc.decode()}


@pytest.fixture
def enter(county_stack: Stack, browser: Browser, passwords: dict[str, str], watch: Watch) -> Iterator[SignIn]:
    """Sign somebody in through the page: `enter("jianfuban", "/board")`."""
    contexts: list[BrowserContext] = []

    def sign_in(username: str, path: str = "/board", **options: Any) -> Page:
        settings = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(base_url=county_stack.url, **{**settings, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        watch.follow(page)
        page.goto("/login" if path == "/board" else f"/login?next={path}")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(passwords[username])
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()


class Api:
    """The public API beside the page, as somebody."""

    def __init__(self, url: str, passwords: dict[str, str]) -> None:
        self._url, self._passwords = url, passwords
        self._tokens: dict[str, str] = {}

    def call(self, who: str, method: str, path: str, **request: Any) -> Any:
        with httpx.Client(base_url=self._url, trust_env=False, timeout=30) as client:
            if who not in self._tokens:
                form = {"grant_type": "password", "username": who, "password": self._passwords[who]}
                self._tokens[who] = client.post("/api/identity/v1/token", data=form).json()["access_token"]
            headers = {"authorization": f"Bearer {self._tokens[who]}"}
            answer = client.request(method, path, headers=headers, **request)
            assert answer.status_code < 300, answer.text
            return answer.json()


@pytest.fixture(scope="session")
def api(county_stack: Stack, passwords: dict[str, str]) -> Api:
    return Api(county_stack.url, passwords)

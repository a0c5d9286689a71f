"""The machine's own Chromium, for tests and measurements of the dashboard."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Heap figures are rounded for pages unless the browser is told that they are wanted exactly.
_ARGUMENTS = ["--no-sandbox", "--enable-precise-memory-info"]
# As on the office's machines: the language of its own controls, such as date fields, is the process's.
_CHINESE = {"LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
OFFICE_SCREEN = {"width": 1366, "height": 768}


class ChromiumMissing(Exception):
    """There is no browser on this machine; the message says how to get one."""


def executable() -> str:
    """Where the browser is; raises ChromiumMissing."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found is None:
        raise ChromiumMissing(
            "the dashboard's pages need a browser: apt-get install chromium chromium-l10n fonts-noto-cjk"
        )
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; raises ChromiumMissing."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS, env={**os.environ, **_CHINESE})
        yield browser
        browser.close()


@contextmanager
def debuggable(profile: Path, port: int) -> Iterator[BrowserContext]:
    """A browser whose only profile another program can use too, at this port."""
    path = executable()
    arguments = [*_ARGUMENTS, f"--remote-debugging-port={port}"]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, args=arguments, viewport=OFFICE_SCREEN, locale="zh-CN",
            env={**os.environ, **_CHINESE},
        )  # fmt: skip
        yield context
        context.close()


def fill_in(page: Page, username: str, password: str) -> None:
    """Fill in the form of the login page and send it."""
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def sign_in(page: Page, url: str, username: str, password: str) -> None:
    """Sign somebody in through the page; ends on the first page that is theirs."""
    page.goto(f"{url}/login")
    fill_in(page, username, password)
    page.wait_for_url(lambda address: "/login" not in address)


def counters(page: Page) -> dict[str, Any]:
    """The browser's own counters of a page after its garbage is collected."""
    session = page.context.new_cdp_session(page)
    try:
        session.send("Performance.enable")
        for _ in range(2):  # what the first collection lets go by finalizers is collected by the second
            session.send("HeapProfiler.collectGarbage")
        found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return {"heap": found["JSHeapUsedSize"], "nodes": found["Nodes"], "listeners": found["JSEventListeners"]}
    finally:
        session.detach()

"""Open pages under live updates for a long time, by the browser's own counters: what is collected must not grow.

python -m bench.soak [--minutes 30] [--per-second 2] [--root DIRECTORY]
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page
from songbang import dashboard
from songbang.demo.seeded import passwords, seeded_county
from songbang.demo.signed_in import SignedIn

from bench.chromium import OFFICE_SCREEN, chromium, counters, sign_in

OFFICE = "jianfuban"
CLERK, UNIT, TOWNSHIP = "v003001", "T003", "990101003000"
PAGES = ("/board", f"/townships/{TOWNSHIP}", "/departments", "/overview", "/events")
SETTLE_SHARE = 0.2
"""The first part of a run fills what is kept on purpose: names, the newest events, compiled code."""
MOST_GROWTH = {"heap": 1.10, "nodes": 1.05, "listeners": 1.05}
_SLACK = {"heap": 1_000_000, "nodes": 200, "listeners": 40}


@dataclass
class Course:
    """The counters of one page, in the order in which they were read."""

    path: str
    minutes: list[float] = field(default_factory=list)
    read: list[dict[str, float]] = field(default_factory=list)

    def growth(self) -> dict[str, tuple[float, float]]:
        """Each counter after settling and at the end: the least of some readings, since one may come at a bad time."""
        settled = [
            each for at, each in zip(self.minutes, self.read, strict=True) if at >= SETTLE_SHARE * self.minutes[-1]
        ]
        third = max(1, len(settled) // 3)
        return {
            name: (min(each[name] for each in settled[:third]), min(each[name] for each in settled[-third:]))
            for name in MOST_GROWTH
        }  # fmt: skip

    def leaks(self) -> list[str]:
        """What has grown beyond measure, in words."""
        return [
            f"{self.path}: {name} {before:,.0f} → {after:,.0f}"
            for name, (before, after) in self.growth().items()
            if after > max(before * MOST_GROWTH[name], before + _SLACK[name])
        ]  # fmt: skip


class Writer:
    """Reports and confirms imposed tasks through the public API, so that every page has something to show anew."""

    def __init__(self, url: str, per_second: float) -> None:
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=30)
        self._pause = 1 / per_second
        self._people = {who: SignedIn(url, who, passwords()[who]) for who in (CLERK, OFFICE)}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.written = 0
        self.failure: Exception | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write in the background as long as the context lasts; raises what stopped it before."""
        self._thread.start()
        yield
        self._stopped.set()
        self._thread.join()
        self._client.close()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            while not self._stopped.wait(self._pause):
                report = {"title": f"要求上传打卡照片（{self.written}）", "department": UNIT}
                task = self._post(CLERK, "/api/checklist/v1/imposed-tasks", report)
                self._post(OFFICE, f"/api/checklist/v1/imposed-tasks/{task['id']}/confirmation", {"reason": "核实属实"})
                self.written += 1
        except (httpx.HTTPError, KeyError) as error:
            self.failure = error

    def _post(self, who: str, path: str, body: dict[str, str]) -> Any:
        return self._client.post(path, json=body, auth=self._people[who]).raise_for_status().json()


def soak(
    browser: Browser, url: str, paths: Sequence[str] = PAGES, *, minutes: float, per_second: float, readings: int
) -> tuple[list[Course], int]:  # fmt: skip
    """Keep every page open while the county lives; returns their courses and how many changes they saw."""
    context = browser.new_context(base_url=url, viewport=OFFICE_SCREEN, locale="zh-CN", timezone_id="Asia/Shanghai")
    first = context.new_page()
    sign_in(first, url, OFFICE, passwords()[OFFICE])
    pages: dict[str, Page] = {}
    for path in paths:
        pages[path] = context.new_page()
        pages[path].goto(path)
        pages[path].locator("[data-state=ready]").first.wait_for(timeout=180_000)
    first.close()
    courses = [Course(path) for path in paths]
    writer = Writer(url, per_second)
    started = time.monotonic()
    with writer.writing():
        for number in range(readings):
            due = started + minutes * 60 * (number + 1) / readings
            # The page must be left alone, but the browser's messages have to be heard.
            first_open = pages[paths[0]]
            first_open.wait_for_timeout(max(0, due - time.monotonic()) * 1000)
            for course in courses:
                course.minutes.append((time.monotonic() - started) / 60)
                course.read.append(counters(pages[course.path]))
                print(f"{course.minutes[-1]:6.1f} min {course.path:24} {json.dumps(course.read[-1])}", flush=True)
    context.close()
    return courses, writer.written


def main() -> int:
    """The command line: prints every reading, then the table; fails when something grew."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--per-second", type=float, default=2)
    parser.add_argument("--root", type=Path, help="a folder that keeps the told county")
    options = parser.parse_args()
    dashboard.build()
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        root = options.root or Path(directory)
        with seeded_county(root, lambda _: None) as stack, chromium() as browser:
            courses, written = soak(
                browser, stack.url, minutes=options.minutes, per_second=options.per_second, readings=30
            )
    print(f"\n{written} changes in {options.minutes:g} minutes")
    for course in courses:
        growth = (f"{name} {before:,.0f} → {after:,.0f}" for name, (before, after) in course.growth().items())
        print(f"{course.path:24} {', '.join(growth)}")
    leaks = [leak for course in courses for leak in course.leaks()]
    print("nothing grew" if not leaks else "grew: " + "; ".join(leaks))
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())

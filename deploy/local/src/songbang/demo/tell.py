"""Tells the whole year, waits until the stream has been heard, and prints what came out of it."""

import asyncio
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from songbang.demo import people
from songbang.demo.county import CHINA, County, build
from songbang.demo.door import Door, Heard, StoryBroken, all_of
from songbang.demo.story import (
    certificate,
    checklist,
    desk,
    directory,
    publication,
    report,
    signage,
    supervision,
    territory,
)
from songbang.patience import Patience

SETTLED_SECONDS = 120.0
_CALM_SECONDS = 3.0
_REPORT_SECONDS = 10.0
_LISTS = {"red": "[bold red]红榜[/]", "black_proposed": "[bold white on black]拟列黑榜[/]", "unlisted": "未上榜"}


async def tell(
    url: str, operator_password: str, *, seed: int, today: date, say: Callable[[str], None], heard: Heard | None = None
) -> None:  # fmt: skip
    """The whole story through the gateway at `url`; raises StoryBroken where the API does not do as expected."""
    county = build(seed, today)
    door = Door(url, heard=heard)
    door.remember(people.OPERATOR, operator_password)
    started = time.monotonic()
    reporting = asyncio.create_task(_report(door, say))
    try:
        await directory.tell(door, county)
        await people.open_accounts(door, county)
        say(f"{len(county.townships)} townships, {sum(len(t.villages) for t in county.townships)} villages are named")
        chapters = (checklist, signage, report, certificate, supervision, territory)
        await all_of(chapter.tell(door, county) for chapter in chapters)
        await _now(door, county.at(publication.FROZEN - 1))
        await _settle(door)
        await publication.tell(door, county)
        await desk.tell(door, county)
        await _now(door, datetime.now(CHINA))
        await _settle(door)
        say(f"a year told by {door.calls} calls in {time.monotonic() - started:.0f} s")
    finally:
        reporting.cancel()
        await door.close()


async def _report(door: Door, say: Callable[[str], None]) -> None:
    """Say now and then how far the story is, as long as it goes on."""
    said = 0
    while True:
        await asyncio.sleep(_REPORT_SECONDS)
        if door.calls > said:
            said = door.calls
            say(f"{said} calls ...")


async def _now(door: Door, now: datetime) -> None:
    """Make a moment the last told one in all services; after the present one their clocks are real."""
    for path in ("checklist/v1/groups", "signage/v1/plaques", "report/v1/forms", "supervision/v1/visits"):
        await door.get(people.OFFICE, f"/api/{path}", at_time=now, limit=1)


async def _settle(door: Door) -> None:
    """Wait until the overdue clock has rung and the projection has heard everything."""
    patience = Patience(SETTLED_SECONDS)
    calm_since = time.monotonic()
    while True:
        began = time.monotonic()
        board = await door.get(people.OFFICE, "/api/supervision/v1/board")
        overview = await door.get(people.OFFICE, "/api/supervision/v1/overview")
        now = f"{board['digest']} {orjson.dumps(overview['figures'], option=orjson.OPT_SORT_KEYS)!r}"
        answered = time.monotonic()
        # A machine that takes long to answer also takes long to hear the next event.
        calm = max(_CALM_SECONDS, _CALM_SECONDS * (answered - began))
        if patience.saw(now):
            calm_since = answered
        elif answered - calm_since > calm and overview["figures"].get("rectifications_overdue_open"):
            return
        if patience.over:
            raise StoryBroken(f"the board did not settle: {overview['figures']}")
        await asyncio.sleep(0.5)


def write_logins(path: Path, operator_password: str, county: County) -> dict[str, dict[str, str]]:
    """One login per role, for people and scripts to use."""
    logins = {"operator": {"username": people.OPERATOR, "password": operator_password}}
    for person in people.everybody(county):
        logins.setdefault(person.role, {"username": person.username, "password": person.password})
    path.write_bytes(orjson.dumps(logins, option=orjson.OPT_INDENT_2) + b"\n")
    return logins


async def show(url: str, logins: dict[str, dict[str, str]], console: Console) -> None:
    """Print the board, the county's figures, the addresses, one login per role and three calls worth trying."""
    door = Door(url)
    office = logins["county_office"]
    door.remember(office["username"], office["password"])
    try:
        board = await door.get(office["username"], "/api/supervision/v1/board")
        overview = await door.get(office["username"], "/api/supervision/v1/overview")
    finally:
        await door.close()
    console.print(_board_table(board))
    console.print(_figures(overview))
    table = Table("role", "username", "password", title="logins", title_justify="left")
    for role, login in logins.items():
        table.add_row(role, login["username"], login["password"])
    console.print(table)
    console.print(
        f"[bold]{url}/[/] dashboard · [bold]{url}/docs[/] API · [bold]{url}/openapi.json[/] · digest {board['digest']}"
    )
    for line in _curl_lines(url, office, board["items"][-1]["region"]):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def _board_table(board: dict[str, Any]) -> Table:
    title = f"红黑榜 {board['as_of']} (近{board['window_days']}天, {board['scheme']['name']})"
    table = Table("名次", "乡镇", "得分", "榜单", "缘由", title=title, title_justify="left")
    for row in board["items"]:
        reasons = ";".join(reason["text"] for reason in row["reasons"])
        table.add_row(str(row["rank"] or "—"), row["name"], str(row["score"] or "—"), _LISTS[row["list"]], reasons)
    return table


def _figures(overview: dict[str, Any]) -> Table:
    table = Table("figure", "value", title="全县情况 (from events)", title_justify="left")
    for name, value in sorted(overview["figures"].items()):
        table.add_row(name, str(value))
    return table


def _curl_lines(url: str, office: dict[str, str], township: str) -> list[str]:
    form = f"-d grant_type=password -d username={office['username']} --data-urlencode 'password={office['password']}'"
    token = f"TOKEN=$(curl -s {url}/api/identity/v1/token {form} | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])')"
    header = '-H "Authorization: Bearer $TOKEN"'
    return [
        token,
        f"curl -s {header} '{url}/api/supervision/v1/board?limit=3'",
        f"curl -s {header} '{url}/api/supervision/v1/board/{township}/explanation'",
    ]

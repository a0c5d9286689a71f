"""How it looks: axe-core finds nothing serious, thousands of rows scroll, and every page has its picture."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from songbang.dashboard import DASHBOARD

AXE = DASHBOARD / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "board": ("jianfuban", "/board"), "township": ("jianfuban", "/townships/990101012000"),
    "departments": ("jianfuban", "/departments"), "overview": ("jianfuban", "/overview"),
    "oversight": ("jianfuban", "/oversight"), "events": ("jianfuban", "/events"),
    "integration": ("operator", "/integration"),
}  # fmt: skip
MANY = 2000


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical. It is run by the debugger, which the page's policy does not bind."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found["violations"] if each["impact"] in ("serious", "critical")
    ]  # fmt: skip


@pytest.fixture
def picture(tmp_path):
    """Where a picture goes: SONGBANG_SCREENSHOTS names the folder that the documents show."""
    folder = Path(os.environ.get("SONGBANG_SCREENSHOTS", tmp_path))
    return lambda page, name, **options: page.screenshot(path=folder / f"{name}.png", **options)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_nothing_serious_for_axe_and_its_picture_is_taken(enter, picture, name, scheme):
    who, path = PAGES[name]
    page = enter(who, path, color_scheme=scheme)
    page.locator("[data-state=ready], [data-state=empty]").first.wait_for()
    page.wait_for_timeout(1500)
    assert serious(page) == []
    if scheme == "light" or name == "board":
        picture(page, name if scheme == "light" else f"{name}-dark")


def test_the_login_page_has_nothing_serious_for_axe(county_stack, browser, watch, picture):
    context = browser.new_context(base_url=county_stack.url, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    watch.follow(page)
    page.goto("/login")
    expect(page.get_by_label("用户名")).to_be_visible()
    assert serious(page) == []
    picture(page, "login")
    context.close()


def test_the_wall_screen_turns_by_itself_and_fills_its_height(enter, picture):
    page = enter("jianfuban", "/wall", viewport={"width": 1920, "height": 1080})
    page.locator("tr[data-region]").nth(12).wait_for()
    page.wait_for_timeout(500)
    picture(page, "wall")
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    expect(page.get_by_role("button", name="五减态势")).to_have_attribute("aria-current", "true", timeout=30_000)


def test_the_phone_and_the_printed_notice_have_their_pictures(enter, picture):
    page = enter("jianfuban", viewport={"width": 390, "height": 844})
    page.locator("tr[data-region]").first.wait_for()
    picture(page, "phone")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    expect(page.get_by_text("红黑榜通报")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    picture(page, "print")


def test_two_thousand_townships_scroll_with_few_rows_in_the_page(enter, api):
    rows = [("990200000000", "另一示例市"), ("990201000000", "示例大县")]
    rows += [(f"9902{1 + n // 900:02d}{1 + n % 900:03d}000", f"第{n + 1}乡") for n in range(MANY)]
    rows += [(f"9902{county:02d}000000", f"示例{county}县") for county in (2, 3)]
    table = "code,name,valid_from\n" + "".join(f"{code},{name},2020-01-01\n" for code, name in sorted(rows))
    files = {"file": ("regions.csv", table.encode(), "text/csv")}
    api.call("operator", "POST", "/api/directory/v1/regions/import", files=files)
    page = enter("operator")
    expect(page.locator(f"table[aria-rowcount='{MANY + 13 + 1}']")).to_be_visible(timeout=90_000)
    assert page.locator("tr[data-region]").count() < 120
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(f"tr[aria-rowindex='{MANY + 14}']")).to_be_visible()
    assert page.locator("tr[data-region]").count() < 120

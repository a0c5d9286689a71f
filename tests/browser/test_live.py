"""The page while the county lives: changes within a second, coming back by itself, thousands of rows."""

import re
import time
from datetime import datetime, timedelta
from itertools import cycle

import httpx
from playwright.sync_api import expect
from songbang.demo.county import CHINA

from bench.chromium import fill_in

MANY = 2000
SLOW_MS = 101  # six frames of a screen that draws sixty a second
# A township loses points for its first imposed tasks only, so each change is another one's.
TOWNSHIPS = cycle(range(1, 11))
# Remembers when the row was first seen marked, by the clock that the test reads too.
WHEN_MARKED = """region => {
  window.markedAt = null
  const row = `tr[data-region="${region}"].marked`
  const look = () => { if (window.markedAt === null && document.querySelector(row)) window.markedAt = Date.now() }
  new MutationObserver(look).observe(document.body, {subtree: true, attributes: true, childList: true})
}"""
# Scrolls by a window's height every frame and measures each frame by the browser's clock.
FRAMES = """() => new Promise(resolve => {
  const gaps = [], ends = performance.now() + 2500
  let last = performance.now()
  const next = now => {
    gaps.push(now - last)
    last = now
    window.scrollBy(0, window.innerHeight / 3)
    if (now < ends) requestAnimationFrame(next)
    else resolve(gaps.slice(1).sort((a, b) => a - b))
  }
  requestAnimationFrame(next)
})"""


def confirmed(api, place, title):
    """A task imposed by a township is confirmed; returns when that was acknowledged."""
    told = {"title": title, "department": f"T{place:03}"}
    task = api.call(f"v{place:03}001", "POST", "/api/checklist/v1/imposed-tasks", json=told)
    path = f"/api/checklist/v1/imposed-tasks/{task['id']}/confirmation"
    api.call("jianfuban", "POST", path, json={"reason": "核实属实"})
    return time.time()


def row_of(page, place, state=""):
    return page.locator(f"tr[data-region='990101{place:03}000']{state}")


def test_a_change_made_through_the_api_is_marked_on_an_open_page_within_a_second(enter, api):
    page = enter("jianfuban")
    expect(page.locator("tr[data-region]")).to_have_count(13)
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    delays = []
    # A busy machine may delay one change; the page is not allowed to need longer every time.
    for _ in range(5):
        place = next(TOWNSHIPS)
        page.evaluate(WHEN_MARKED, f"990101{place:03}000")
        acknowledged = confirmed(api, place, "要求每日打卡上传照片")
        expect(row_of(page, place, ".marked")).to_contain_text("刚刚更新")
        delays.append(page.evaluate("window.markedAt") / 1000 - acknowledged)
        if delays[-1] <= 1:
            break
    assert min(delays) <= 1, delays
    expect(page.get_by_text(re.compile("刚刚更新：.*")).first).to_be_attached()


def test_ten_tabs_share_one_stream_and_pass_it_on_when_its_tab_is_closed(enter, api):
    tabs = [enter("ducha1") for _ in range(10)]
    streams = []
    for tab in tabs:
        tab.on("request", lambda request: streams.append(request) if request.url.endswith("/stream") else None)
    for tab in tabs:
        expect(tab.locator("tr[data-region]")).to_have_count(13)
        expect(tab.get_by_text("实时", exact=True)).to_be_visible()
    everybody_sees_a_change(api, tabs)
    assert streams == []
    tabs.pop(0).close()
    everybody_sees_a_change(api, tabs)
    assert len(streams) == 1


def everybody_sees_a_change(api, tabs):
    place = next(TOWNSHIPS)
    before = row_of(tabs[0], place).inner_text()
    confirmed(api, place, "每个标签页都看得到")
    for tab in tabs:
        expect(row_of(tab, place)).not_to_have_text(before, use_inner_text=True)


def test_the_page_comes_back_by_itself_after_the_gateway_restarts(enter, api, dead, watch, picture):
    page = enter("jianfuban")
    banner = page.get_by_text(re.compile("实时连接于.*中断"))
    rows = page.locator("tr[data-region]")
    # The stream may be open before the board has been read.
    expect(rows).to_have_count(13)
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    with dead("gateway"):
        expect(banner).to_be_visible()
        expect(rows).to_have_count(13)
        picture(page, "board-stale")
    expect(page.get_by_text("实时", exact=True)).to_be_visible(timeout=60_000)
    expect(banner).to_have_count(0)
    everybody_sees_a_change(api, [page])
    watch.forgive("ERR_|50[234]")


def compared(request) -> str:
    return httpx.URL(request.url).params.get("compare_to", "")


def a_week_before(moment: datetime) -> str:
    return (moment.date() - timedelta(days=7)).isoformat()


def test_a_page_that_stays_open_over_midnight_shows_the_new_day(visit, passwords):
    page = visit()  # a profile of its own: its clock is turned for all of its pages, and stays so
    page.goto("/login?next=/wall")
    fill_in(page, "jianfuban", passwords["jianfuban"])
    expect(page.locator("tr[data-region]")).to_have_count(13)
    evening = datetime.now(CHINA).replace(hour=23, minute=59, second=0)
    page.clock.install(time=evening)
    with page.expect_request(lambda request: compared(request) == a_week_before(evening)):
        page.reload()
    expect(page.locator("tr[data-region]")).to_have_count(13)
    with page.expect_request(lambda request: compared(request) == a_week_before(evening + timedelta(days=1))):
        page.clock.fast_forward(130_000)


def test_an_upgrade_is_told_on_an_open_page_and_taken_up_by_the_wall(enter, dead, watch):
    office, wall = enter("jianfuban"), enter("jianfuban", "/wall")
    upgraded = '<script type="module" src="/assets/index-upgraded.js"></script>'
    for page in (office, wall):
        expect(page.locator("tr[data-region]")).to_have_count(13)
        page.evaluate("window.before = true")
        page.route("**/", lambda route: route.fulfill(body=upgraded, content_type="text/html"))
    with dead("gateway"):
        expect(office.get_by_text(re.compile("实时连接于.*中断"))).to_be_visible()
    expect(office.get_by_text("系统已升级")).to_be_visible(timeout=60_000)
    wall.wait_for_function("() => window.before === undefined", timeout=60_000)
    expect(wall.locator("tr[data-region]")).to_have_count(13)
    office.unroute("**/")
    office.get_by_role("button", name="刷新页面").click()
    expect(office.locator("tr[data-region]")).to_have_count(13)
    expect(office.get_by_text("系统已升级")).to_have_count(0)
    watch.forgive("ERR_|50[234]")


def test_two_thousand_townships_scroll_smoothly_with_few_rows_in_the_page(enter, wide_country):
    # A wide board is kept for minutes; one over another stretch of time is computed with the new townships at once.
    page = enter("operator", "/board?window=365")
    expect(page.locator(f"table[aria-rowcount='{MANY + 13 + 1}']")).to_be_visible(timeout=90_000)
    assert page.locator("tr[data-region]").count() < 120
    tried = []
    for _ in range(4):
        page.evaluate("window.scrollTo(0, 0)")
        gaps = page.evaluate(FRAMES)
        assert page.locator("tr[data-region]").count() < 120
        tried.append((gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)]))
        if tried[-1][0] <= 34 and tried[-1][1] <= SLOW_MS:
            break
    assert min(median for median, _ in tried) <= 34, f"half of the frames at less than 30 a second: {tried}"
    assert min(slow for _, slow in tried) <= SLOW_MS, f"one frame in twenty jerks: {tried}"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(f"tr[aria-rowindex='{MANY + 14}']")).to_be_visible()


def test_thirteen_townships_are_not_made_virtual(enter):
    page = enter("jianfuban")
    expect(page.locator("tr[data-region]")).to_have_count(13)
    assert page.evaluate(FRAMES)

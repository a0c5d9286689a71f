"""The page while the county lives: changes within a second, coming back by itself, thousands of rows."""

import re
import time

from playwright.sync_api import expect

CLERK, UNIT, TOWNSHIP = "v003001", "T003", "990101003000"
MANY = 2000
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


def confirmed(api, title):
    told = {"title": title, "department": UNIT}
    task = api.call(CLERK, "POST", "/api/checklist/v1/imposed-tasks", json=told)
    path = f"/api/checklist/v1/imposed-tasks/{task['id']}/confirmation"
    api.call("jianfuban", "POST", path, json={"reason": "核实属实"})
    return time.time()


def test_a_change_made_through_the_api_is_marked_on_an_open_page_within_a_second(enter, api):
    page = enter("jianfuban")
    row = page.locator(f"tr[data-region='{TOWNSHIP}']")
    expect(row).to_be_visible()
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    delays = []
    # A busy machine may delay one change; the page is not allowed to need longer every time.
    for attempt in range(5):
        expect(page.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_have_count(0, timeout=15_000)
        page.evaluate(WHEN_MARKED, TOWNSHIP)
        acknowledged = confirmed(api, f"要求每日打卡上传照片{attempt}")
        expect(page.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_be_visible(timeout=15_000)
        expect(row).to_contain_text("刚刚更新")
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
        expect(tab.locator(f"tr[data-region='{TOWNSHIP}']")).to_be_visible()
        expect(tab.get_by_text("实时", exact=True)).to_be_visible()
    confirmed(api, "十个标签页都看得到")
    for tab in tabs:
        expect(tab.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_be_visible(timeout=15_000)
    assert streams == []
    tabs[0].close()
    expect(tabs[-1].locator("tr.marked")).to_have_count(0, timeout=15_000)
    confirmed(api, "读的那个标签页关了也看得到")
    for tab in tabs[1:]:
        expect(tab.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_be_visible(timeout=15_000)
    assert len(streams) == 1


def test_the_page_comes_back_by_itself_after_the_gateway_restarts(enter, api, county_stack, watch, picture):
    page = enter("jianfuban")
    banner = page.get_by_text(re.compile("实时连接于.*中断"))
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    county_stack.kill("gateway", keep_down=True)
    expect(banner).to_be_visible(timeout=15_000)
    expect(page.locator("tr[data-region]")).to_have_count(13)
    picture(page, "board-stale")
    county_stack.launch("gateway")
    county_stack.wait_ready()
    expect(page.get_by_text("实时", exact=True)).to_be_visible(timeout=60_000)
    expect(banner).to_have_count(0)
    confirmed(api, "恢复之后的变化也看得到")
    expect(page.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_be_visible(timeout=15_000)
    watch.forgive("ERR_|50[234]")


def test_two_thousand_townships_scroll_smoothly_with_few_rows_in_the_page(enter, wide_country):
    page = enter("operator")
    expect(page.locator(f"table[aria-rowcount='{MANY + 13 + 1}']")).to_be_visible(timeout=90_000)
    assert page.locator("tr[data-region]").count() < 120
    tried = []
    for _ in range(4):
        page.evaluate("window.scrollTo(0, 0)")
        gaps = page.evaluate(FRAMES)
        assert page.locator("tr[data-region]").count() < 120
        tried.append((gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.95)]))
        if tried[-1][0] <= 34 and tried[-1][1] <= 100:
            break
    assert min(median for median, _ in tried) <= 34, f"half of the frames at less than 30 a second: {tried}"
    assert min(slow for _, slow in tried) <= 100, f"one frame in twenty jerks: {tried}"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(f"tr[aria-rowindex='{MANY + 14}']")).to_be_visible()


def test_thirteen_townships_are_not_made_virtual(enter):
    page = enter("jianfuban")
    expect(page.locator("tr[data-region]")).to_have_count(13)
    assert page.evaluate(FRAMES)

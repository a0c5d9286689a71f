"""Every state that a tile can be in, brought about on real services: hanging, killed, forbidden, empty, overtaken."""

import re
import time
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from songbang.demo.county import CHINA
from songbang.inventory import SERVICES as PARTS

from bench.chromium import fill_in

SERVICES = tuple(part.name for part in PARTS)
TOWNSHIP = "990101012000"
OFFICE_PAGES = {
    "board": "/board", "township": f"/townships/{TOWNSHIP}", "departments": "/departments", "overview": "/overview",
    "oversight": "/oversight",
}  # fmt: skip
DOOR_PAGES = {"events": ("jianfuban", "事件流"), "integration": ("operator", "集成")}


def test_a_page_whose_services_hang_shows_skeletons_in_the_shape_of_its_tiles(enter, stopped, picture, watch):
    page = enter("jianfuban")
    for name, path in OFFICE_PAGES.items():
        # Each page anew: a service that hangs for long is held for dead by the gateway.
        with stopped(*SERVICES):
            page.goto(path)
            expect(page.locator(".tile[data-state=loading] .skeleton").first).to_be_visible()
            picture(page, f"{name}-loading")
        expect(page.locator(".tile[data-state=loading]")).to_have_count(0, timeout=60_000)
    watch.forgive("50[234]")


def test_a_page_with_more_tiles_than_connections_can_be_left_while_its_services_hang(enter, stopped, watch):
    page = enter("jianfuban")
    with stopped(*SERVICES):
        page.goto(f"/townships/{TOWNSHIP}")
        expect(page.locator(".tile[data-state=loading]").nth(3)).to_be_visible()
        page.wait_for_timeout(1500)
        began = time.monotonic()
        page.reload()
        assert time.monotonic() - began < 10
    expect(page.locator(".tile[data-state=loading]")).to_have_count(0, timeout=60_000)
    watch.forgive("50[234]")


def test_killed_services_are_a_state_of_each_tile_that_heals_by_itself(enter, dead, picture, watch):
    page = enter("jianfuban")
    with dead(*SERVICES):
        for name, path in OFFICE_PAGES.items():
            page.goto(path)
            tile = page.locator(".tile[data-state=error]").first
            expect(tile).to_contain_text("这一块暂时取不到数据", timeout=30_000)
            expect(tile.get_by_role("button", name=re.compile("重试"))).to_be_visible()
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            picture(page, f"{name}-error")
    expect(page.locator(".tile[data-state=error]")).to_have_count(0, timeout=60_000)
    watch.forgive("ERR_|50[234]")


def test_one_dead_service_leaves_the_other_tiles_of_the_page_alone(enter, dead, watch):
    page = enter("jianfuban", "/departments")
    expect(page.locator(".tile[data-state=ready]").first).to_be_visible()
    with dead("checklist"):
        page.reload()
        tile = page.get_by_role("region", name="待认定：清单外派交")
        expect(tile).to_contain_text("这一块暂时取不到数据", timeout=30_000)
        expect(page.get_by_role("region", name="谁在添负担")).to_have_attribute("data-state", "ready")
        expect(page.get_by_role("region", name="待认定：计划外检查")).not_to_have_attribute("data-state", "error")
    expect(page.locator(".tile[data-state=error]")).to_have_count(0, timeout=60_000)
    watch.forgive("ERR_|50[234]")


def test_what_was_read_stays_with_its_time_when_its_service_dies(enter, api, dead, picture, watch):
    reported = {"title": "要求报送台账照片", "department": "T003"}
    api.call("v003001", "POST", "/api/checklist/v1/imposed-tasks", json=reported)
    page = enter("jianfuban", "/departments")
    tile = page.get_by_role("region", name="待认定：清单外派交")
    expect(tile).to_contain_text("要求报送台账照片")
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    # A department's visit to a village counts once a day, and the told county may be an old one.
    day = (datetime.now(CHINA).date() - timedelta(days=time.time_ns() % 150 + 1)).isoformat()
    visit = {"region": "990101003001", "department": "D102", "visited_on": day, "demanded": "要求现场翻台账"}
    with dead("checklist"):
        # Something else happens in the county, so that the page reads again what it shows.
        made = api.call("v003001", "POST", "/api/supervision/v1/visits/offplan", json=visit)
        decision = {"reason": "核实属实"}
        path = f"/api/supervision/v1/visits/{made['id']}/confirmation"
        api.call("jianfuban", "POST", path, json=decision)
        expect(tile).to_have_attribute("data-state", "stale", timeout=30_000)
        expect(tile).to_contain_text(re.compile(r"以下是 \d\d:\d\d:\d\d 的数据"))
        expect(tile).to_contain_text("要求报送台账照片")
        picture(page, "departments-stale")
    expect(tile).to_have_attribute("data-state", "ready", timeout=60_000)
    watch.forgive("ERR_|50[234]")


@pytest.mark.parametrize("name", DOOR_PAGES)
def test_the_pages_of_the_gateway_say_that_it_is_gone_and_come_back(enter, stopped, dead, picture, watch, name):
    who, title = DOOR_PAGES[name]
    page = enter(who, f"/{name}")
    expect(page.locator("[data-state=ready], [data-state=empty]").first).to_be_visible()
    go = page.get_by_role("navigation", name="主导航").get_by_role("link", name=title)
    elsewhere = page.get_by_role("navigation", name="主导航").get_by_role("link", name="红黑榜")
    elsewhere.click()
    expect(page).to_have_url(re.compile("/board"))
    with stopped("gateway"):
        go.click()
        expect(page.locator("[data-state=loading]").first).to_be_visible()
        picture(page, f"{name}-loading")
    elsewhere.click()
    expect(page).to_have_url(re.compile("/board"))
    with dead("gateway"):
        go.click()
        expect(page.locator("[data-state=error]").first).to_contain_text("连接不上网关", timeout=30_000)
        picture(page, f"{name}-error")
    expect(page.locator("[data-state=ready], [data-state=empty]").first).to_be_visible(timeout=60_000)
    watch.forgive("ERR_|50[234]|Failed to fetch")


@pytest.mark.parametrize("path", ["/board", "/departments"])
def test_a_hanging_gateway_shows_within_ten_seconds_and_is_forgotten_when_it_answers(enter, stopped, watch, path):
    page = enter("jianfuban", path)
    expect(page.locator("[data-state=ready]").first).to_be_visible()
    banner = page.get_by_text("网关没有响应，正在自动重试")
    with stopped("gateway"):
        expect(banner).to_be_visible(timeout=10_000)
    expect(banner).to_have_count(0, timeout=10_000)
    watch.forgive("50[234]")


def test_a_name_that_could_not_be_had_is_had_later_and_no_code_stands_in_its_place(enter, watch):
    page = enter("jianfuban", "/login")
    page.route("**/directory/v1/**", lambda route: route.fulfill(status=503), times=40)
    page.goto("/oversight")
    table = page.get_by_role("region", name="整改事项").locator("tbody")
    table.locator("tr").first.wait_for()
    assert re.search(r"\d{12}", page.locator("main").inner_text()) is None
    page.unroute("**/directory/v1/**")
    expect(table.get_by_role("rowheader").first).to_have_text(re.compile("[镇乡]$"), timeout=30_000)
    watch.forgive("503")


AWAY = "暂时连接不上系统，正在自动重试"


def test_a_door_that_is_away_for_a_moment_ends_no_session(enter, picture, watch):
    page = enter("jianfuban")
    expect(page.locator("tr[data-region]")).to_have_count(13)
    for step in ("**/session/refresh", "**/identity/v1/me"):
        page.route(step, lambda route: route.abort(), times=1)
        page.route(step, lambda route: route.fulfill(status=503), times=1)
        page.reload()
        expect(page.get_by_text(AWAY)).to_be_visible()
        expect(page.locator("tr[data-region]")).to_have_count(13)
        expect(page.get_by_text(AWAY)).to_have_count(0)
    watch.forgive("ERR_FAILED|503")


def test_a_page_whose_code_cannot_be_had_opens_when_the_door_is_back(visit, passwords, dead, watch):
    page = visit()  # a profile of its own, whose cache has no page's code yet
    page.goto("/board")
    fill_in(page, "jianfuban", passwords["jianfuban"])
    expect(page.locator("tr[data-region]")).to_have_count(13)
    with dead("gateway"):
        page.get_by_role("navigation", name="主导航").get_by_role("link", name="督办").click()
        expect(page.get_by_text(AWAY)).to_be_visible()
    expect(page.get_by_role("region", name="整改事项").locator("tbody tr").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text(AWAY)).to_have_count(0)
    watch.forgive("ERR_|50[234]|Failed to fetch")


def test_a_document_of_an_older_version_gets_its_next_page_from_the_new_one(enter, watch):
    page = enter("jianfuban")
    expect(page.locator("tr[data-region]")).to_have_count(13)
    code = "**/assets/OversightPage*.js"
    page.route(code, lambda route: route.fulfill(status=404))
    page.route("**/oversight", lambda route: (page.unroute(code), route.continue_()))
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="督办").click()
    expect(page.get_by_role("region", name="整改事项").locator("tbody tr").first).to_be_visible()
    watch.forgive("404|Failed to fetch")


@pytest.mark.parametrize(
    ("name", "who", "path"),
    [
        ("township", "d101", f"/townships/{TOWNSHIP}"),
        ("departments", "v003001", "/departments"), ("overview", "v003001", "/overview"),
        ("oversight", "d105", "/oversight"), ("events", "t012", "/events"),
        ("integration", "jianfuban", "/integration"),
    ],
)  # fmt: skip
def test_a_page_that_is_not_for_a_role_says_so_in_every_tile(enter, picture, watch, name, who, path):
    page = enter(who, path)
    expect(page.get_by_text("您的角色看不到").first).to_be_visible()
    # A department's own visits and the minutes that they took are its own, if it has made any.
    own = page.get_by_role("heading", name=re.compile("到村检查日历|村里的工时"))
    expect(page.locator("[data-state=ready]").filter(has_not=own)).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("登记|发出|认定"))).to_have_count(0)
    picture(page, f"{name}-forbidden")
    watch.forgive("403")


def test_a_village_begins_at_its_own_page_and_has_no_board(enter, picture):
    page = enter("v003001", "/")
    expect(page.get_by_role("heading", name="村里有事，从这里办")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_count(0)
    picture(page, "board-forbidden")


@pytest.mark.parametrize(
    ("name", "path", "told"),
    [
        ("board", "/board", "您的辖区内没有参评的乡镇"), ("township", "/townships", "您的辖区内没有参评的乡镇"),
        ("departments", "/departments", "没有部门或乡镇给村级添负担的记录"), ("overview", "/overview", "还没有发生过"),
        ("oversight", "/oversight", "还没有发过提示函"), ("events", "/events?types=checklist.*", "没有符合条件的事件"),
        ("integration", "/integration", "还没有登记接收端"),
    ],
)  # fmt: skip
def test_a_county_in_which_nothing_happened_has_its_own_words(enter, empty_county, picture, name, path, told):
    page = enter(empty_county, path)
    expect(page.get_by_text(told).first).to_be_visible(timeout=30_000)
    expect(page.locator("[data-state=error]")).to_have_count(0)
    picture(page, f"{name}-empty")


def test_a_day_before_everything_has_no_lists_and_says_why(enter):
    page = enter("jianfuban", "/board?as_of=2020-06-01")
    expect(page.get_by_text("本期没有乡镇列入红榜")).to_be_visible()
    expect(page.get_by_role("paragraph").filter(has_text="没有拟列黑榜的乡镇。")).to_be_visible()

"""What the page may not do: run foreign code, call foreign hosts, keep tokens, show what a role may not have."""

import re

import httpx
import pytest
from playwright.sync_api import expect
from songbang.dashboard import DASHBOARD

from bench.chromium import fill_in

TODOS = re.compile(r"^\s*待办\s*\d*\s*$")
"""With their number, where there are some."""
PAGES = {
    "t003": (TODOS, "台账", "红黑榜", "乡镇", "五减态势", "督办"),
    "d101": (TODOS, "台账", "部门"),
    "shiji": ("台账", "红黑榜", "乡镇", "部门", "五减态势", "督办", "事件流"),
    "duijie": (TODOS, "台账", "事件流", "集成"),
    "operator": (TODOS, "台账", "红黑榜", "乡镇", "部门", "五减态势", "事件流", "开局", "待第二人确认", "集成"),
    "ducha1": ("到村", TODOS, "台账", "红黑榜", "乡镇", "部门", "五减态势", "督办", "事件流"),
    "jianfuban": (TODOS, "台账", "红黑榜", "乡镇", "部门", "五减态势", "督办", "事件流"),
}


def test_the_policy_of_the_page_allows_nothing_inline_and_nobody_else(county_stack):
    answer = httpx.get(county_stack.url, trust_env=False)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = (DASHBOARD / "dist" / "index.html").read_text()
    assert re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|https?://", page) is None


def test_an_inline_script_that_got_into_the_page_does_not_run(enter, watch):
    page = enter("jianfuban")
    page.locator("tr[data-region]").first.wait_for()
    page.evaluate("""() => {
      const script = document.createElement('script')
      script.textContent = 'window.broken = true'
      document.body.append(script)
    }""")
    assert page.evaluate("window.broken") is None
    assert watch.errors
    watch.forgive("Content Security Policy|inline script")


def test_tokens_are_in_memory_and_in_a_cookie_that_scripts_cannot_read(enter):
    page = enter("jianfuban")
    page.locator("tr[data-region]").first.wait_for()
    kept = page.evaluate("[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join()")
    assert "songbang.signed-in" in kept
    assert re.search(r"eyJ|[A-Za-z0-9_-]{30}", kept) is None
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert cookie["path"] == "/api/identity/v1/session"


def test_the_session_cannot_be_renewed_from_another_site(enter, county_stack):
    page = enter("jianfuban")
    (cookie,) = page.context.cookies()
    jar = {cookie["name"]: cookie["value"]}
    path = f"{county_stack.url}/api/identity/v1/session/refresh"
    assert httpx.post(path, cookies=jar, trust_env=False).status_code == 403
    page.reload()
    expect(page.locator("tr[data-region]").first).to_be_visible()


@pytest.mark.parametrize("who", PAGES)
def test_a_role_is_shown_its_own_pages_only(enter, who):
    page = enter(who, "/")
    links = page.get_by_role("navigation", name="主导航").get_by_role("link")
    expect(links).to_have_text(PAGES[who])


@pytest.mark.parametrize("who", ["shiji", "fenguan"])
def test_who_only_reads_is_offered_no_act(enter, who):
    page = enter(who, "/oversight")
    page.locator("tbody tr").first.wait_for()
    for path in ("/oversight", "/townships/990101012000", "/departments"):
        page.goto(path)
        expect(page.locator("[data-state=ready]").first).to_be_visible()
        expect(page.locator("[data-state=loading]")).to_have_count(0)
        acts = re.compile("发工作提示函|签收|报送整改|复核|延期|认定属实|不属实|登记|撤回销号|核实…")
        expect(page.get_by_role("button", name=acts)).to_have_count(0)


def test_what_is_not_shown_is_refused_by_the_api_anyway(api):
    tasks = api.call("jianfuban", "GET", "/api/checklist/v1/imposed-tasks", params={"limit": 1})["items"]
    decision = f"/api/checklist/v1/imposed-tasks/{tasks[0]['id']}/confirmation"
    assert api.ask("shiji", "POST", decision, json={"reason": "试试看"}).status_code == 403
    assert api.ask("t003", "GET", "/api/integration/v1/events").status_code == 403
    assert api.ask("d101", "GET", "/api/supervision/v1/letters").status_code == 403
    assert api.ask("jianfuban", "GET", "/api/integration/v1/endpoints").status_code == 403


def signed_in(visit, passwords, who):
    page = visit()
    page.goto("/login")
    fill_in(page, who, passwords[who])
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def test_signing_out_ends_the_session(visit, passwords):
    page = signed_in(visit, passwords, "t005")
    page.get_by_role("button", name=re.compile("减负专员")).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    page.goto("/board")
    expect(page).to_have_url(re.compile("/login"))


def test_signing_out_everywhere_ends_the_session_of_another_machine_too(visit, passwords, watch):
    here, there = (signed_in(visit, passwords, "t005") for _ in range(2))
    here.get_by_role("button", name=re.compile("减负专员")).click()
    here.get_by_role("button", name="退出所有设备").click()
    expect(here).to_have_url(re.compile("/login"))
    there.reload()
    expect(there).to_have_url(re.compile("/login"))
    watch.forgive("40[01]")


def test_who_signs_out_or_in_on_one_tab_does_so_on_the_others(visit, passwords, watch):
    first = signed_in(visit, passwords, "t005")
    second = first.context.new_page()
    watch.follow(second)
    second.goto("/overview")
    second.get_by_role("button", name=re.compile("减负专员")).click()
    second.get_by_role("button", name="退出登录").click()
    expect(first).to_have_url(re.compile("/login"))
    fill_in(second, "d105", passwords["d105"])
    expect(second).to_have_url(re.compile("/todos$"))
    # The same cookie renews the first tab's session: it must not go on under the name of who was there before.
    expect(first.get_by_role("banner")).to_contain_text("部门 · 松安县")
    expect(first.get_by_text("减负专员")).to_have_count(0)


def test_a_refused_end_of_the_session_is_told_instead_of_pretended(visit, passwords, watch):
    page = signed_in(visit, passwords, "t005")
    page.route("**/identity/v1/session", lambda route: route.fulfill(status=503), times=1)
    page.get_by_role("button", name=re.compile("减负专员")).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("alert")).to_contain_text("暂时不可用")
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    watch.forgive("503")


def test_an_address_of_somebody_else_is_not_reached_through_the_login(visit, passwords):
    page = visit()
    page.goto("/login?next=//evil.example/")
    fill_in(page, "t005", passwords["t005"])
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/todos"))

"""The questions of the office, answered by reading: who is on the lists, which record it was, who causes load."""

import gzip
import re

from playwright.sync_api import Page, expect
from songbang.dashboard import DASHBOARD

FIRST_LOAD_LIMIT_BYTES = 250_000


def test_a_wrong_password_is_told_in_chinese_and_opens_nothing(county_stack, browser, watch):
    context = browser.new_context(base_url=county_stack.url, locale="zh-CN")
    page = context.new_page()
    watch.follow(page)
    page.goto("/oversight")
    expect(page).to_have_url(re.compile(r"/login\?next=/oversight"))
    page.get_by_label("用户名").fill("jianfuban")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("[一-鿿]{4}"))
    expect(page).to_have_url(re.compile("/login"))
    watch.forgive("401|400|Unauthorized|Bad Request")
    context.close()


def test_the_lists_with_their_reasons_are_the_first_thing_seen(enter):
    page = enter("jianfuban")
    black = page.get_by_role("region", name="拟列黑榜")
    expect(black.get_by_role("link", name="黑松乡")).to_be_in_viewport()
    expect(black).to_contain_text("提示函逾期")
    expect(page.get_by_role("region", name="红榜", exact=True)).to_be_in_viewport()
    expect(page.locator("tr[data-region]")).to_have_count(13)


def test_three_clicks_lead_from_the_board_to_the_record_that_cost_the_points(enter):
    page = enter("jianfuban")
    page.get_by_role("region", name="拟列黑榜").get_by_role("link", name="黑松乡").click()
    page.get_by_role("button", name="清单外派交属实").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("黑松乡人民政府")
    drawer.get_by_text("来源记录的 JSON").click()
    expect(drawer.locator("pre").first).to_contain_text('"state": "confirmed"')
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_the_reverse_board_leads_to_every_single_burden(enter):
    page = enter("jianfuban", "/departments")
    page.get_by_role("button", name="黑松乡人民政府").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="清单外派交")).to_be_visible()
    expect(drawer.locator("tbody tr").first).to_be_visible()


def test_the_five_cards_carry_the_figures_of_the_seed_and_lead_to_their_events(enter):
    page = enter("jianfuban", "/overview")
    expect(page.get_by_role("region", name="减工作事务")).to_contain_text("234")
    expect(page.get_by_role("region", name="减工作事务")).to_contain_text("20 类 63 项")
    plaques = page.get_by_role("region", name="减牌子")
    expect(plaques).to_contain_text("138")
    plaques.locator(".lead a").click()
    expect(page).to_have_url(re.compile("/events"))
    expect(page.locator("tbody tr").first).to_be_visible()


def test_the_past_can_be_asked_and_the_question_is_kept_in_the_address(enter):
    page = enter("jianfuban")
    page.get_by_label("窗口").select_option("90")
    expect(page).to_have_url(re.compile("window=90"))
    expect(page.get_by_text("近 90 天，按第")).to_be_visible()
    page.reload()
    expect(page.get_by_text("近 90 天，按第")).to_be_visible()


def test_a_role_sees_only_the_pages_that_are_for_it_and_a_refusal_has_its_own_state(enter, watch):
    page = enter("d101")
    expect(page).to_have_url(re.compile("/departments"))
    expect(page.get_by_role("navigation", name="主导航").get_by_role("link")).to_have_count(1)
    page.goto("/oversight")
    expect(page.get_by_text("您的角色看不到这一块").first).to_be_visible()
    watch.forgive("403")


def test_a_township_sees_itself_and_no_other(enter):
    page = enter("t012")
    expect(page.locator("tr[data-region]")).to_have_count(1)
    page.get_by_role("link", name="乡镇", exact=True).click()
    expect(page.get_by_role("heading", name="黑松乡", level=1)).to_be_visible()


def test_the_page_fits_a_phone_without_scrolling_sideways(enter):
    page = enter("jianfuban", viewport={"width": 390, "height": 844})
    for path in ("/board", "/townships/990101012000", "/oversight", "/overview", "/departments"):
        page.goto(path)
        page.locator(".tile[data-state=ready]").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_everything_can_be_reached_by_keyboard(enter):
    page = enter("jianfuban")
    page.locator("tr[data-region]").first.wait_for()
    page.reload()
    page.keyboard.press("Tab")
    assert focused(page) == "跳到主要内容"
    link = page.locator("tr[data-region] a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/townships/\d{9}000"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_first_load_of_the_board_is_light(enter):
    page = enter("jianfuban")
    page.locator("tr[data-region]").first.wait_for()
    page.reload()
    page.locator("tr[data-region]").first.wait_for()
    urls = page.evaluate("performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)")
    files = [DASHBOARD / "dist" / url.lstrip("/") for url in urls if url.startswith("/assets/")]
    assert files
    assert not any("echarts" in file.name for file in files)
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < FIRST_LOAD_LIMIT_BYTES

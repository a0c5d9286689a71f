"""Work done on the page, and the page while things change or break."""

import re
import time

from playwright.sync_api import expect

CLERK, UNIT, TOWNSHIP = "v003001", "T003", "990101003000"


def reported(api, title):
    return api.call(CLERK, "POST", "/api/checklist/v1/imposed-tasks", json={"title": title, "department": UNIT})


def test_a_change_made_through_the_api_is_marked_on_an_open_page(enter, api):
    page = enter("jianfuban")
    page.locator(f"tr[data-region='{TOWNSHIP}']").wait_for()
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    task = reported(api, "要求每日打卡上传照片")
    finding = {"reason": "核实属实"}
    api.call("jianfuban", "POST", f"/api/checklist/v1/imposed-tasks/{task['id']}/confirmation", json=finding)
    expect(page.locator(f"tr[data-region='{TOWNSHIP}'].marked")).to_be_visible(timeout=10_000)
    expect(page.locator(f"tr[data-region='{TOWNSHIP}']")).to_contain_text("刚刚更新")


def test_a_reported_task_is_confirmed_after_asking_back(enter, api):
    title = f"代收商业保险费{int(time.time())}"
    reported(api, title)
    page = enter("jianfuban", "/departments")
    item = page.get_by_role("listitem").filter(has_text=title)
    item.get_by_role("button", name="认定属实").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("认定不能撤回")
    expect(dialog.get_by_role("button", name="确认属实")).to_be_disabled()
    dialog.get_by_label("理由").fill("没有准入编号")
    dialog.get_by_role("button", name="确认属实").click()
    expect(dialog).to_have_count(0)
    expect(item).to_have_count(0)


def test_two_people_at_once_are_told_that_the_record_changed(enter, api, watch):
    title = f"协助征订报刊{int(time.time())}"
    task = reported(api, title)
    page = enter("jianfuban", "/departments")
    page.get_by_role("listitem").filter(has_text=title).get_by_role("button", name="不属实").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("属于正常工作")
    finding = {"reason": "另一人先认定"}
    api.call("jianfuban", "POST", f"/api/checklist/v1/imposed-tasks/{task['id']}/dismissal", json=finding)
    dialog.get_by_role("button", name="确认不属实").click()
    expect(dialog.get_by_role("alert")).to_contain_text("刚被他人改动")
    watch.forgive("412")


def test_a_letter_goes_out_is_received_repaired_rechecked_and_closed(enter):
    office = enter("jianfuban", f"/townships/{TOWNSHIP}")
    office.get_by_role("button", name="发工作提示函").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_text("另写一个问题").click()
    dialog.get_by_label("依据条款编号").fill("LST-01")
    problem = f"向村级转嫁任务{int(time.time())}"
    dialog.get_by_label("问题", exact=True).fill(problem)
    dialog.get_by_label("办公电话").fill("0990-7654321")
    dialog.get_by_role("button", name="发出提示函").click()
    expect(dialog).to_have_count(0)

    township = enter("t003", "/oversight")
    township.get_by_role("button", name="签收").first.click()
    township.get_by_role("dialog").get_by_role("button", name="确认签收").click()
    row = township.get_by_role("row").filter(has_text=problem)
    row.get_by_role("button", name="报送整改").click()
    township.get_by_label("整改措施").fill("已收回任务并通报")
    township.get_by_label(re.compile("佐证")).fill("收回通知")
    township.get_by_role("dialog").get_by_role("button", name="报送整改").click()
    expect(row.get_by_role("button", name="报送整改")).to_have_count(0)

    inspector = enter("ducha1", "/oversight")
    row = inspector.get_by_role("row").filter(has_text=problem)
    expect(row).to_contain_text("待复核")
    row.get_by_role("button", name="复核").click()
    inspector.get_by_label("复核意见").fill("现场看过，已收回")
    inspector.get_by_role("dialog").get_by_role("button", name="确认办结").click()
    expect(row).to_have_count(0)


def test_an_endpoint_is_registered_rekeyed_and_stopped_with_its_secret_shown_once(enter):
    page = enter("operator", "/integration")
    page.get_by_role("button", name="登记接收端").click()
    name = f"市级平台{int(time.time())}"
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("接收地址")).fill("https://platform.example.com/songbang")
    dialog.get_by_label("说明").fill(name)
    dialog.get_by_label(re.compile("行政区划")).fill("990101000000")
    dialog.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text(re.compile("whsec_")).first).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_text(re.compile("whsec_"))).to_have_count(0)
    item = page.get_by_role("listitem").filter(has_text=name)
    item.get_by_role("button", name=name).click()
    page.get_by_role("button", name="更换密钥…").click()
    page.get_by_role("dialog").get_by_role("button", name="更换密钥").click()
    expect(page.get_by_text(re.compile("whsec_")).first).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    item.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(item).to_contain_text("停用")


def test_the_page_comes_back_by_itself_after_the_gateway_restarts(enter, county_stack, watch):
    page = enter("jianfuban")
    expect(page.get_by_text("实时", exact=True)).to_be_visible()
    county_stack.kill("gateway")
    expect(page.get_by_text(re.compile("实时连接于.*中断"))).to_be_visible(timeout=15_000)
    expect(page.get_by_text("实时", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("实时连接于.*中断"))).to_have_count(0)
    watch.forgive("ERR_|50[234]")


def test_a_dead_service_is_a_state_of_its_tile_and_heals(enter, county_stack, watch):
    page = enter("jianfuban", "/departments")
    expect(page.locator(".tile[data-state=ready]").first).to_be_visible()
    county_stack.kill("checklist", keep_down=True)
    try:
        page.reload()
        expect(page.locator(".tile[data-state=error]")).to_contain_text("这一块暂时取不到数据", timeout=30_000)
        expect(page.locator(".tile[data-state=ready]").first).to_be_visible()
    finally:
        county_stack.launch("checklist")
        county_stack.wait_ready()
    expect(page.locator(".tile[data-state=error]")).to_have_count(0, timeout=60_000)
    watch.forgive("ERR_|50[234]")


def test_signing_out_ends_the_session(enter):
    page = enter("jianfuban")
    page.get_by_role("button", name="县减负办").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile("/login"))
    page.goto("/board")
    expect(page).to_have_url(re.compile("/login"))

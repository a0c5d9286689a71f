"""Work done on the page, against real services: every step asks back, names its version and shows what came of it."""

import re
import time
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from songbang.demo.county import CHINA

from tests.printed import text_of

CLERK, UNIT, TOWNSHIP, VILLAGE = "v003001", "T003", "990101003000", "990101003001"
YESTERDAY = (datetime.now(CHINA).date() - timedelta(days=1)).isoformat()


def reported(api, kind, title):
    """Somebody tells the county of a burden, by the kind of it."""
    if kind == "tasks":
        body = {"title": title, "department": UNIT}
        return api.call(CLERK, "POST", "/api/checklist/v1/imposed-tasks", json=body)
    if kind == "forms":
        body = {"title": title, "department": "D101", "reached": "paper"}
        return api.call(CLERK, "POST", "/api/report/v1/offplan-demands", json=body)
    # A department's visit to a village counts once a day, and the told county may be an old one.
    day = (datetime.now(CHINA).date() - timedelta(days=time.time_ns() % 150 + 1)).isoformat()
    body = {"region": VILLAGE, "department": "D101", "visited_on": day, "demanded": title}
    return api.call(CLERK, "POST", "/api/supervision/v1/visits/offplan", json=body)


@pytest.mark.parametrize(
    ("kind", "tile", "unit"),
    [
        ("tasks", "清单外派交", "白鹭镇人民政府"),
        ("forms", "目录外报表", "县民政局"),
        ("visits", "计划外检查", "县民政局"),
    ],
)
def test_what_a_village_reports_is_confirmed_after_asking_back(enter, api, kind, tile, unit):
    title = f"要求村里代办{kind}{time.time_ns()}"
    reported(api, kind, title)
    page = enter("jianfuban", "/departments")
    item = page.get_by_role("region", name=f"待认定：{tile}").get_by_role("listitem").filter(has_text=title)
    item.get_by_role("button", name="认定属实").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("认定不能撤回")
    expect(dialog.get_by_role("button", name="确认属实")).to_be_disabled()
    dialog.get_by_label("理由").fill("没有准入编号")
    dialog.get_by_role("button", name="确认属实").click()
    expect(dialog).to_have_count(0)
    expect(item).to_have_count(0)
    page.get_by_role("region", name="谁在添负担").get_by_role("button", name=unit).click()
    expect(page.get_by_role("dialog")).to_contain_text(title)


def test_two_people_at_once_are_told_that_the_record_changed(enter, api, watch):
    title = f"协助征订报刊{time.time_ns()}"
    task = reported(api, "tasks", title)
    page = enter("jianfuban", "/departments")
    page.get_by_role("listitem").filter(has_text=title).get_by_role("button", name="不属实").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("属于正常工作")
    finding = {"reason": "另一人先认定"}
    api.call("jianfuban", "POST", f"/api/checklist/v1/imposed-tasks/{task['id']}/dismissal", json=finding)
    dialog.get_by_role("button", name="确认不属实").click()
    expect(dialog.get_by_role("alert")).to_contain_text("刚被他人改动")
    expect(dialog.get_by_label("理由")).to_have_value("属于正常工作")
    watch.forgive("412")


def test_a_refusal_of_the_api_is_told_in_its_own_chinese_words(enter, watch):
    page = enter("jianfuban", f"/townships/{TOWNSHIP}")
    page.get_by_role("button", name="发工作提示函").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("另写一个问题").click()
    dialog.get_by_label("依据条款编号").fill("XYZ-99")
    dialog.get_by_label("问题", exact=True).fill("没有这一条款")
    dialog.get_by_label("办公电话").fill("0990-7654321")
    dialog.get_by_role("button", name="发出提示函").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有办成")
    expect(dialog.get_by_role("alert")).to_contain_text("没有这一条规则")
    watch.forgive("422|400")


def photo() -> dict[str, str | bytes]:
    """A picture of what was repaired."""
    content = BytesIO()
    Image.new("RGB", (64, 48), "green").save(content, "PNG")
    return {"name": "更换后.png", "mimeType": "image/png", "buffer": content.getvalue()}


def found(api):
    """Something that the inspectors found in a village of the township."""
    visit = {"region": VILLAGE, "visited_on": YESTERDAY, "plan": "松减督1号", "unannounced": True, "team_size": 3}
    made = api.call("ducha1", "POST", "/api/supervision/v1/visits", json=visit)
    problem = f"村部外墙挂牌超出规格{time.time_ns()}"
    finding = {
        "action": "plaques", "grade": "general", "clause": "PLQ-01", "description": problem, "concerns": "township",
    }  # fmt: skip
    api.call("ducha1", "POST", f"/api/supervision/v1/visits/{made['id']}/findings", json=finding)
    return problem


def test_a_finding_becomes_a_letter_is_received_repaired_rechecked_closed_and_reopened(enter, api):
    problem = found(api)
    office = enter("jianfuban", f"/townships/{TOWNSHIP}")
    office.get_by_role("button", name="发工作提示函").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_text(problem).click()
    dialog.get_by_label("办公电话").fill("0990-7654321")
    dialog.get_by_role("button", name="发出提示函").click()
    expect(dialog).to_have_count(0)

    township = enter("t003", "/oversight")
    township.get_by_role("button", name="签收").first.click()
    township.get_by_role("dialog").get_by_role("button", name="确认签收").click()
    row = township.get_by_role("row").filter(has_text=problem)
    row.get_by_role("button", name="报送整改").click()
    township.get_by_label("整改措施").fill("已按规格更换并通报")
    township.get_by_label("添加佐证文件").set_input_files(photo())
    expect(township.get_by_role("dialog").get_by_label(re.compile("更换后"))).to_be_checked()
    township.get_by_role("dialog").get_by_role("button", name="报送整改").click()
    expect(row.get_by_role("button", name="报送整改")).to_have_count(0)

    inspector = enter("ducha2", "/oversight")
    row = inspector.get_by_role("row").filter(has_text=problem)
    expect(row).to_contain_text("待复核")
    row.get_by_role("button", name="复核").click()
    inspector.get_by_label("复核意见").fill("现场看过，已更换")
    expect(inspector.get_by_role("button", name="确认办结")).to_be_disabled()
    inspector.get_by_label("添加复核文件").set_input_files(photo())
    inspector.get_by_role("dialog").get_by_role("button", name="确认办结").click()
    expect(row).to_have_count(0)

    office.goto("/oversight")
    office.get_by_label(re.compile("也看已办结的")).check()
    office.get_by_role("row").filter(has_text=problem).get_by_role("button", name="撤回销号").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("理由").fill("群众反映又挂了出来")
    dialog.get_by_role("button", name="重新打开问题").click()
    expect(dialog).to_have_count(0)
    office.goto(f"/townships/{TOWNSHIP}")
    office.get_by_role("button", name="发工作提示函").click()
    expect(office.get_by_role("dialog").get_by_text(problem)).to_be_visible()


def test_a_letter_is_printed_and_anybody_checks_its_code(enter, visit, watch):
    page = enter("jianfuban", "/oversight")
    number = page.get_by_role("region", name="工作提示函").get_by_role("button").first
    name = number.inner_text()
    number.click()
    with page.expect_download() as printed:
        page.get_by_role("dialog").get_by_role("button", name="下载 PDF（打印）").click()
    paper = text_of(Path(printed.value.path()).read_bytes())
    assert name in paper
    code = re.search(r"核验码：([A-Z2-7]{16})", paper)[1]
    anybody = visit()
    anybody.goto(f"/documents/supervision/{code}")
    expect(anybody.get_by_role("region", name="核验结果")).to_contain_text(name)
    anybody.get_by_label("核验码").fill("A" * 16)
    anybody.get_by_role("button", name="核验").click()
    expect(anybody.get_by_role("alert")).to_contain_text("没有这个核验码对应的文书")
    watch.forgive("404")


def test_a_certificates_code_opens_its_state_and_the_facts_that_only_the_paper_holds(api, visit):
    issued = api.call("v001001", "GET", "/api/certificate/v1/certificates?state=valid&item=AC01")["items"][0]
    page, asked = visit(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(issued["qr_payload"])
    state = page.get_by_role("region", name="这份证明是否有效")
    expect(state).to_contain_text(issued["number"])
    expect(state).not_to_contain_text(issued["holder"])
    facts = page.get_by_role("region", name="二维码里签有的事实")
    expect(facts).to_contain_text("另一方姓名")
    expect(facts).to_contain_text(issued["holder"])
    signed = issued["qr_payload"].partition("#")[2]
    assert asked
    assert not any(signed in url for url in asked)
    page.goto(issued["qr_payload"].replace(signed, signed[:-9] + "A" * 9))
    page.reload()
    expect(facts).to_contain_text("不能采信")


def test_a_deadline_is_extended_with_its_reason_kept(enter, api):
    problem = f"报表未按目录精简{time.time_ns()}"
    letter = {
        "region": TOWNSHIP, "contact": {"name": "县减负办", "phone": "0990-7654321"},
        "problems": [{"action": "forms", "description": problem, "clause": "FRM-06"}],
    }  # fmt: skip
    api.call("jianfuban", "POST", "/api/supervision/v1/letters", json=letter)
    page = enter("jianfuban", "/oversight")
    row = page.get_by_role("row").filter(has_text=problem)
    row.get_by_role("button", name="延期").click()
    page.get_by_label("延期理由").fill("汛期抢险")
    page.get_by_role("dialog").get_by_role("button", name="延期").click()
    expect(row).to_contain_text("已延期")


def test_a_guidance_visit_is_registered_for_a_letter(enter):
    page = enter("jianfuban", "/oversight")
    page.get_by_role("region", name="上门指导").get_by_role("button", name="登记").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("group", name="参加单位").locator("label").first).to_have_text(re.compile("县"))
    dialog.get_by_label("县民政局").check()
    agreed = f"合并三张重复报表{time.time_ns()}"
    dialog.get_by_label("商定的举措").fill(agreed)
    dialog.get_by_role("button", name="登记", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="上门指导")).to_contain_text(agreed)


def test_a_good_practice_is_verified_by_a_second_person(enter, api):
    visit = {"region": VILLAGE, "visited_on": YESTERDAY, "plan": "松减督2号", "unannounced": True, "team_size": 2}
    made = api.call("ducha1", "POST", "/api/supervision/v1/visits", json=visit)
    title = f"一张表管到底{time.time_ns()}"
    practice = {"action": "forms", "title": title, "description": "三十张表并成一张，村里不再重复填。"}
    api.call("ducha1", "POST", f"/api/supervision/v1/visits/{made['id']}/practices", json=practice)
    page = enter("ducha2", f"/townships/{TOWNSHIP}")
    item = page.get_by_role("listitem").filter(has_text=title)
    item.get_by_role("button", name="核实").click()
    page.get_by_label("核实意见").fill("现场核对过")
    page.get_by_role("dialog").get_by_role("button", name="确认属实").click()
    expect(item).to_contain_text("已核实")


def test_an_endpoint_is_registered_and_rekeyed_with_its_secret_shown_once(enter, watch):
    page = enter("operator", "/integration")
    page.get_by_role("button", name="登记接收端").click()
    name = f"市级平台{time.time_ns()}"
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
    # The delivery process asks the new address for its challenge meanwhile: a stale version is refused, and read again.
    watch.forgive("412")
    enabled = item.get_by_role("button", name="启用")
    while not enabled.is_visible():
        item.get_by_role("button", name="停用").click()
        dialog.get_by_role("button", name="停用").click()
        expect(enabled.or_(dialog.get_by_text(re.compile("刚被他人改动")))).to_be_visible()
        if dialog.is_visible():
            dialog.get_by_role("button", name=re.compile("取消|关闭")).click()


def test_an_inspector_sees_which_villages_nobody_has_been_to_for_how_long(enter, api):
    seen = api.call("ducha1", "GET", "/api/supervision/v1/coverage?unseen_days=90")
    first = seen["items"][0]
    page = enter("ducha1", "/oversight")
    tile = page.get_by_role("region", name="到村覆盖")
    tile.get_by_label("未到").select_option("90")
    expect(tile).to_contain_text(f"{seen['unseen']} 个超期未到，其中 {seen['never']} 个从未到过")
    tile.get_by_role("button", name=first["region_name"]).click()
    villages = api.call(
        "ducha1", "GET", f"/api/supervision/v1/coverage?unseen_days=90&level=village&region={first['region']}"
    )
    expect(tile.get_by_role("row")).to_have_count(len(villages["items"]) + 1)
    expect(tile).to_contain_text(villages["items"][0]["region_name"])
    tile.get_by_role("button", name="回到各乡镇").click()
    expect(tile.get_by_role("button", name=first["region_name"])).to_be_visible()
    township = enter("t003", "/oversight")
    expect(township.get_by_role("region", name="整改事项")).to_be_visible()
    expect(township.get_by_role("region", name="到村覆盖")).to_have_count(0)

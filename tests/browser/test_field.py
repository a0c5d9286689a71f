"""An inspector's day without a network: recorded on the telephone, sent once when the network is back."""

import time
from datetime import datetime
from io import BytesIO

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Error, expect
from songbang.demo.county import CHINA

from bench.chromium import sign_in

PHONE = {"width": 390, "height": 844}
VISITS = "/api/supervision/v1/visits"
VILLAGE = "990101003001"


@pytest.fixture
def telephone(visit, county_stack, passwords, watch):
    """The page of an inspector who opened it once with a network."""
    watch.forgive("ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_FAILED|ERR_FAILED")

    def open_page(username="ducha1"):
        page = visit(viewport=PHONE, has_touch=True)
        sign_in(page, county_stack.url, username, passwords[username])
        page.goto("/field")
        expect(page.get_by_role("status").filter(has_text="已联网")).to_be_visible()
        page.wait_for_function(
            "async () => (await caches.open('songbang-field')).match('/field', { ignoreVary: true }).then(Boolean)"
        )
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return page

    return open_page


def photo() -> dict:
    """A picture as a telephone takes it: with the place in it."""
    content, image = BytesIO(), Image.new("RGB", (3000, 2000), "green")
    exif = Image.Exif()
    exif[0x010F] = "telephone-maker"
    image.save(content, "JPEG", exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def village(api):
    """The name of a village."""
    return api.call("ducha1", "GET", f"/api/directory/v1/regions/{VILLAGE}")["name"]


def record(page, village, problem):
    """A whole visit with one finding, its photo, and one good practice."""
    page.get_by_label("村名").fill(village)
    page.get_by_role("button", name="到村").last.click()
    page.get_by_role("button", name="记问题").click()
    page.get_by_text("减牌子", exact=True).click()
    page.get_by_text("较重", exact=True).click()
    page.get_by_label("违反哪条规则").select_option("PLQ-01")
    page.get_by_label("问题", exact=True).fill(problem)
    page.get_by_label("拍照（可不拍）").set_input_files(photo())
    expect(page.get_by_text("已拍 1 张")).to_be_visible()
    page.get_by_role("button", name="记下").click()
    page.get_by_role("button", name="记好做法").click()
    page.get_by_text("减报表", exact=True).click()
    page.get_by_label("好做法").fill("一表多用")
    page.get_by_label("怎么做的").fill("人口数只填一次")
    page.get_by_role("button", name="记下").click()


def reload(page):
    """Load the page again without a network; a busy browser may give up on its worker, and one tries again."""
    try:
        page.reload()
    except Error:
        page.wait_for_timeout(3_000)
        page.reload()


def recorded(api, problem):
    """The findings of that description, and the visits they belong to."""
    rows = api.call("ducha1", "GET", "/api/supervision/v1/findings", params={"limit": 200})["items"]
    return [row for row in rows if row["description"] == problem]


def test_a_whole_visit_is_recorded_in_airplane_mode_and_sent_once(telephone, api, village, picture):
    page, problem = telephone(), f"村部多挂了牌子{time.time_ns()}"
    page.context.set_offline(True)
    reload(page)
    expect(page.get_by_role("status").filter(has_text="没有网络")).to_be_visible()
    record(page, village, problem)
    picture(page, "field-offline")
    page.get_by_role("button", name="结束到村").click()
    expect(page.get_by_text("1 次到村存在手机里")).to_be_visible()
    reload(page)
    expect(page.get_by_text("1 次到村存在手机里")).to_be_visible()
    assert recorded(api, problem) == []

    lost = []

    def lose(route):
        """The server has the finding and the telephone never hears of it."""
        answer = httpx.post(
            route.request.url, content=route.request.post_data_buffer, headers=route.request.headers, trust_env=False
        )
        lost.append(answer.status_code)
        route.abort("connectionfailed")

    page.context.route("**/findings", lose, times=1)
    page.context.set_offline(False)
    expect(page.get_by_text("已上传 1 次到村，手机里没有留存")).to_be_visible(timeout=60_000)
    assert lost == [201]
    (finding,) = recorded(api, problem)
    (kept,) = api.call("ducha1", "GET", f"/api/supervision/v1/findings/{finding['id']}/attachments")["items"]
    content = api.ask("ducha1", "GET", kept["href"]).content
    assert Image.open(BytesIO(content)).size == (2048, 1365)
    assert b"telephone-maker" not in content
    visits = api.call("ducha1", "GET", VISITS, params={"limit": 200})["items"]
    assert sum(row["id"] == finding["visit_id"] for row in visits) == 1
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 1
    assert left(page) == {"visits": 0, "photos": 0}


def left(page) -> dict:
    """How many rows the telephone still keeps."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open('songbang-field')
            opening.onsuccess = () => {
                const found = {}, change = opening.result.transaction(['visits', 'photos'])
                for (const name of ['visits', 'photos'])
                    change.objectStore(name).count().onsuccess = (event) => { found[name] = event.target.result }
                change.oncomplete = () => { opening.result.close(); resolve(found) }
            }
        })"""
    )


def test_what_the_server_refuses_stays_on_the_telephone_with_its_words(telephone, api, village, watch):
    watch.forgive("422")
    page, problem = telephone(), f"又挂了一块牌子{time.time_ns()}"
    record(page, village, problem)
    page.get_by_label("人数").fill("99")
    page.get_by_role("button", name="结束到村").click()
    expect(page.get_by_role("alert")).to_contain_text("没有收下")
    assert recorded(api, problem) == []
    page.get_by_label("人数").fill("3")
    page.get_by_role("button", name="再次上传").click()
    expect(page.get_by_text("已上传 1 次到村，手机里没有留存")).to_be_visible()
    assert len(recorded(api, problem)) == 1


def test_nobody_sees_or_sends_what_somebody_else_recorded(telephone, village, passwords, county_stack, watch):
    watch.forgive("401")
    page = telephone()
    record(page, village, f"别人的记录{time.time_ns()}")
    page.goto("/board")
    page.evaluate("""async () => { await fetch('/api/identity/v1/session', {
        method: 'DELETE', headers: { 'X-Songbang-CSRF': '1' } }); localStorage.clear() }""")
    sign_in(page, county_stack.url, "ducha2", passwords["ducha2"])
    page.goto("/field")
    expect(page.get_by_text("手机里还有别人没有上传的 1 次到村")).to_be_visible()
    expect(page.get_by_role("heading", name=village)).to_have_count(0)
    assert left(page) == {"visits": 1, "photos": 1}


TODAY = datetime.now(CHINA).date().isoformat()
SUPERVISION = "/api/supervision/v1"


@pytest.fixture
def team(api):
    """A team of two bodies that goes to the village today, under a plan entry in force, with the inspector in it."""
    now = time.time_ns()
    entry = {
        "department": "D101", "year": int(TODAY[:4]), "kind": "inspection", "title": f"低保抽查{now}",
        "content": f"核对低保对象家庭情况{now}", "subject": "低保对象", "places": [VILLAGE],
        "starts_on": TODAY, "ends_on": TODAY, "quota": 9, "basis": "社会救助暂行办法第十三条", "announced": False,
        "justification": "上级新部署的专项抽查",
    }  # fmt: skip
    filed = api.call("d101", "POST", f"{SUPERVISION}/plan-entries", json=entry)
    path = f"{SUPERVISION}/plan-entries/{filed['id']}"
    api.call("jianfuban", "POST", f"{path}/review", json={"decision": "accepted", "reason": "符合要求"})
    entry = api.call("fenguan", "POST", f"{path}/approval", json={"decision": "approved", "reason": "同意"})
    members = [
        {"name": "郑实", "department": "D101", "leader": True, "account": "ducha1"},
        {"name": "周正", "department": "D115"},
    ]
    body = {"number": entry["number"], "members": members, "route": [VILLAGE], "starts_on": TODAY, "ends_on": TODAY}
    formed = api.call("jianfuban", "POST", f"{SUPERVISION}/visit-teams", json=body)
    yield formed
    api.call("jianfuban", "POST", f"{SUPERVISION}/visit-teams/{formed['id']}/dissolution", json={"note": "工作结束"})


def test_a_visit_of_a_team_with_its_checklist_is_written_without_a_network_and_sent_once(
    telephone, api, team, village, picture
):
    page = telephone()
    page.context.set_offline(True)
    reload(page)
    section = page.get_by_role("region", name=f"检查组 {team['number']}")
    expect(section).to_contain_text("郑实、周正")
    section.get_by_role("button", name="到村").click()
    expect(section).to_contain_text("行程中的村都已记录")
    card = page.get_by_role("region", name=village)
    card.get_by_label("周正").uncheck()
    card.get_by_text("减报表核实").click()
    card.get_by_role("group", name="目录以外的表格").get_by_text("没有发现").click()
    card.get_by_role("group", name="几家要").get_by_text("有", exact=True).click()
    expect(card.get_by_role("button", name="结束到村")).to_be_disabled()
    card.get_by_label("情况（必填）").fill("人口数两家单位各要一次")
    card.get_by_label("情况（必填）").blur()
    expect(card.get_by_text("减报表核实 2/2")).to_be_visible()
    picture(page, "field-checklist")
    card.get_by_role("button", name="结束到村").click()
    expect(page.get_by_text("1 次到村存在手机里")).to_be_visible()
    sent = []

    def lose(route):
        """The server has the answers and the telephone never hears of it."""
        content, headers = route.request.post_data_buffer, route.request.headers
        sent.append(httpx.post(route.request.url, content=content, headers=headers, trust_env=False).status_code)
        route.abort("connectionfailed")

    page.context.route("**/checklist", lose, times=1)
    page.context.set_offline(False)
    expect(page.get_by_text("已上传 1 次到村，手机里没有留存")).to_be_visible(timeout=60_000)
    assert sent == [201]
    visits = api.call("jianfuban", "GET", VISITS, params={"limit": 200, "region": VILLAGE})["items"]
    (visit,) = [row for row in visits if row["team_id"] == team["id"]]
    assert (visit["team"], visit["team_size"], visit["plan"]) == (["郑实"], 1, team["number"])
    kept = api.call("jianfuban", "GET", f"{SUPERVISION}/visit-checklists", params={"visit": visit["id"]})["items"]
    (checklist,) = kept
    assert [(each["question"], each["answer"]) for each in checklist["answers"]] == [
        ("FRM-1", "clear"), ("FRM-2", "found"),
    ]  # fmt: skip
    assert checklist["matters"] == ["offplan_forms"]
    assert left(page) == {"visits": 0, "photos": 0}

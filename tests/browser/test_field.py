"""An inspector's day without a network: recorded on the telephone, sent once when the network is back."""

import time
from io import BytesIO

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Error, expect

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

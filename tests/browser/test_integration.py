"""The integration page against a receiver that really listens: pause, undo, resend and replay."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.receiver import Receiver
from tests.waiting import wait_until


@pytest.fixture
def receiver():
    with Receiver().serving() as found:
        yield found


def happen(api, title):
    told = {"title": title, "department": "T003"}
    api.call("v003001", "POST", "/api/checklist/v1/imposed-tasks", json=told)
    return title


@pytest.fixture
def item(enter, receiver):
    """The receiver's entry on the operator's page, registered there and verified by its answer."""
    page = enter("operator", "/integration")
    page.get_by_role("button", name="登记接收端").click()
    name = f"省级平台{time.time_ns()}"
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("接收地址")).fill(receiver.url)
    dialog.get_by_label("说明").fill(name)
    dialog.get_by_label(re.compile("行政区划")).fill("990101000000")
    dialog.get_by_label(re.compile("事件类型")).fill("checklist.task.*")
    dialog.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("button", name="关闭").click()
    entry = page.get_by_role("listitem").filter(has_text=name)
    entry.get_by_role("button", name=name).click()
    expect(entry).to_contain_text("启用", timeout=60_000)
    return entry


def take(item, step):
    item.get_by_role("button", name=step).click()
    item.page.get_by_role("dialog").get_by_role("button", name=step).click()
    expect(item.page.get_by_role("dialog")).to_have_count(0)


def test_a_paused_receiver_gets_nothing_until_the_pause_is_undone(item, receiver, api):
    first = happen(api, f"暂停以前{time.time_ns()}")
    wait_until(lambda: receiver.titled(first))
    take(item, "暂停")
    expect(item).to_contain_text("暂停")
    second = happen(api, f"暂停期间{time.time_ns()}")
    log = item.page.get_by_role("region", name="投递记录")
    expect(log.get_by_role("row").filter(has_text="待投递").first).to_be_visible()
    assert receiver.titled(second) == []
    item.page.get_by_role("button", name="撤销（恢复）").click()
    wait_until(lambda: receiver.titled(second))
    expect(item).to_contain_text("启用")
    expect(log.get_by_role("row").filter(has_text="待投递")).to_have_count(0)


def test_a_stretch_of_time_is_counted_first_and_then_sent_again_under_the_same_ids(item, receiver, api):
    title = happen(api, f"补发对象{time.time_ns()}")
    (sent,) = wait_until(lambda: receiver.titled(title))
    page = item.page
    page.get_by_role("button", name="补发一段…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="数一数有多少").click()
    counted = dialog.get_by_role("status")
    expect(counted).to_contain_text("个事件符合")
    assert receiver.titled(title) == [sent]
    dialog.get_by_role("button", name=re.compile(r"补发 [\d,]+ 个事件")).click()
    expect(dialog).to_have_count(0)
    wait_until(lambda: receiver.titled(title) == [sent, sent])


def test_one_delivery_is_read_with_its_tries_and_sent_again(item, receiver, api):
    title = happen(api, f"重发对象{time.time_ns()}")
    (sent,) = wait_until(lambda: receiver.titled(title))
    page = item.page
    log = page.get_by_role("region", name="投递记录")
    row = log.get_by_role("row").filter(has_text="已送达").first
    expect(row).to_be_visible(timeout=30_000)
    row.get_by_role("button", name="反映清单外派交").click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(re.compile(r"第 1 次 · .* · 200 · \d+ 毫秒"))
    drawer.get_by_role("button", name="重发").click()
    wait_until(lambda: receiver.titled(title) == [sent, sent])

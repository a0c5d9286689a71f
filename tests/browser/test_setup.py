"""An empty installation becomes a county on one page, with the tables that the page offers."""

import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from songbang.demo import seeded
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.people import OPERATOR
from songbang.example_county import FOLDER
from songbang.stack import Stack

from bench.chromium import OFFICE_SCREEN, sign_in

CLERK = "shifan"


@pytest.fixture(scope="module")
def empty() -> Iterator[Stack]:
    """Everything up, with nobody but the operator and nothing entered."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        root = Path(directory)
        root.chmod(0o755)
        stack = Stack(root, ports=seeded.free_ports(), bus="postgres", log=lambda line: None, fsync=False)
        try:
            with ThreadPoolExecutor(1) as apart:  # the browser's event loop runs in this thread
                apart.submit(stack.start).result()
            stack.open_first_account(OPERATOR, OPERATOR_PASSWORD)
            yield stack
        finally:
            stack.stop()


@pytest.fixture
def entered(browser: Browser, empty: Stack) -> Iterator[Page]:
    """The operator at the page of the first day."""
    context = browser.new_context(
        base_url=empty.url, viewport=OFFICE_SCREEN, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, empty.url, OPERATOR, OPERATOR_PASSWORD)
    page.get_by_role("link", name="开局").first.click()
    yield page
    context.close()


def _read(page: Page, stage: str, file: str) -> None:
    page.get_by_role("listitem", name=stage).get_by_role("button", name="导入表格").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^表格文件")).set_input_files(FOLDER / f"{file}.xlsx")
    dialog.get_by_role("button", name="试读").click()
    expect(dialog.get_by_role("status")).to_contain_text("没有错误")


def _take_in(page: Page, stage: str, file: str, rows: int) -> None:
    _read(page, stage, file)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=f"写入 {rows} 行").click()
    expect(dialog.get_by_role("status")).to_contain_text(f"已写入 {rows} 行")
    dialog.get_by_role("button", name="取消").click()


def test_an_empty_installation_becomes_a_county_on_one_page(entered, empty, browser, picture):
    page = entered
    steps = page.get_by_role("region", name="步骤")
    expect(steps).to_contain_text("必办的还有 3 步")
    expect(page.get_by_role("listitem", name="机构目录")).to_contain_text("还没有办")
    picture(page, "setup")
    page.get_by_role("listitem", name="行政区划").get_by_role("button", name="导入表格").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^表格文件")).set_input_files(FOLDER / "departments.xlsx")
    dialog.get_by_role("button", name="试读").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有办成")  # the wrong table is told, and nothing written
    dialog.get_by_role("button", name="取消").click()
    _take_in(page, "行政区划", "regions", 14)
    expect(page.get_by_role("listitem", name="行政区划")).to_contain_text("8 个村")
    _take_in(page, "机构目录", "departments", 6)
    expect(steps).to_contain_text("必办的还有 1 步")
    _read(page, "人员账号", "people")
    dialog.get_by_role("button", name="写入 7 行").click()
    given = dialog.get_by_role("row").filter(has_text=CLERK).get_by_role("code").inner_text()
    dialog.get_by_role("button", name="取消").click()
    expect(page.get_by_role("listitem", name="人员账号")).to_contain_text("8 个账号")
    expect(steps).to_contain_text("必办的都办好了")
    picture(page, "setup-done")

    clerk = browser.new_context(base_url=empty.url, viewport=OFFICE_SCREEN, locale="zh-CN").new_page()
    sign_in(clerk, empty.url, CLERK, given)
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("待办")
    clerk.context.close()

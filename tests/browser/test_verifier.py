"""The page that checks a certificate's code without a network, opened from a file as people keep it."""

import base64
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from certificate_svc.papers import payload
from certificate_svc.papers.paper import FactCheck, digest_of
from certificate_svc.papers.schemas import Statement
from certificate_svc.papers.writing import written
from playwright.sync_api import Browser, Page, expect
from servicekit.signing import Signer

OLD, NEW, STRANGER = (Signer(base64.b64encode(letter * 32).decode()) for letter in (b"a", b"b", b"c"))
NUMBER, CODE = "990101001201-2026-AC06-00017-K", "MZXW6YTBOI4DQMJS"
PAPER = written(
    Statement(
        facts={
            "since": "2019-03", "place": "第三村民小组12号", "until": "2026-03-02", "continuous": "是",
            "case_number": "（2026）青民初18号",
        },
        valid_days=365,
    ),
    FactCheck(by="李建民", on=date(2026, 3, 1), method="走访"),
    item="AC06", day=date(2026, 3, 2), village="前进村", holders=[("张三丰", "居民身份证号110105********002X")],
    purpose="确定管辖", demander="青山县人民法院",
)  # fmt: skip
TEXT = payload.text_of(PAPER, number=NUMBER, issued_on=date(2026, 3, 2), code=CODE, holder="张*丰")
TYPED = "\n".join(PAPER.lines(NUMBER, date(2026, 3, 2)))


@pytest.fixture
def page(browser: Browser, tmp_path: Path):
    """The page as a file, with the county's key of today and the one before it, and no network."""
    source = (files("certificate_svc") / "templates" / "verifier.html").read_text("utf-8")
    kept = tmp_path / "verifier.html"
    kept.write_text(source.replace("[/* keys */]", f'["{NEW.public_key}", "{OLD.public_key}"]'), "utf-8")
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(kept.as_uri())
    yield page
    context.close()
    assert complaints == []


def fill(page: Page, code: str, typed: str = "") -> None:
    page.get_by_label("照抄纸面文字").fill(typed)
    page.get_by_label("二维码内容").fill(code)


@pytest.mark.parametrize("signer", [OLD, NEW], ids=["replaced key", "key in use"])
def test_a_paper_is_proved_without_a_network_with_the_facts_of_its_text(page, signer):
    fill(page, payload.signed(TEXT, CODE, signer, "https://songbang.example.gov.cn"), TYPED)
    expect(page.locator("#result")).to_contain_text("二维码是真的")
    for said in (NUMBER, "张*丰", "居住起始年月", "2019年3月", "（2026）青民初18号"):
        expect(page.locator("#result")).to_contain_text(said)
    expect(page.locator("#same")).to_contain_text("完全一致")


def test_a_paper_of_the_layout_before_still_verifies_without_the_line_of_the_check(page):
    before = [line for line in PAPER.lines(NUMBER, date(2026, 3, 2)) if line != PAPER.check.line]
    old = TEXT.replace("SB3", "SB2", 1).replace(digest_of(PAPER.lines(NUMBER, date(2026, 3, 2))), digest_of(before))
    fill(page, payload.signed(old, CODE, OLD, None), "\n".join(before))
    expect(page.locator("#result")).to_contain_text("二维码是真的")
    expect(page.locator("#same")).to_contain_text("完全一致")
    expect(page.locator("#checked")).to_be_hidden()


def test_a_layout_that_came_after_the_page_is_not_called_a_forgery(page):
    fill(page, payload.signed(TEXT.replace("SB3", "SB9", 1), CODE, NEW, None))
    expect(page.locator("#result")).to_contain_text("请重新下载本页")
    expect(page.locator("#result")).not_to_contain_text("不能核实")


def test_another_checker_is_found_in_the_typed_text(page):
    fill(page, payload.signed(TEXT, CODE, NEW, None), TYPED.replace("李建民", "王五六"))
    expect(page.locator("#same")).to_contain_text("不一致")


def test_2009_for_2019_is_seen_in_the_facts_and_found_in_the_typed_text(page):
    fill(page, payload.signed(TEXT, CODE, NEW, None), TYPED.replace("2019年", "2009年"))
    expect(page.locator("#result")).to_contain_text("2019年3月")
    expect(page.locator("#same")).to_contain_text("不一致")


@pytest.mark.parametrize(
    "code",
    [
        payload.signed(TEXT, CODE, STRANGER, None), payload.signed(TEXT, CODE, NEW, None)[:-9] + "AAAAAAAAA",
        "https://songbang.example.gov.cn/verify/" + CODE, "随便写的", "#" + "A" * 3000,
    ],
    ids=["a stranger's key", "changed", "no code", "words", "rubbish"],
)  # fmt: skip
def test_nothing_else_is_taken_for_a_paper(page, code):
    fill(page, code)
    expect(page.locator("#result")).to_contain_text("不能核实")


def test_a_clock_before_the_day_of_issue_judges_nothing(page):
    page.clock.set_fixed_time("2025-01-01T08:00:00")
    fill(page, payload.signed(TEXT, CODE, NEW, None))
    expect(page.locator("#result")).to_contain_text("本机日期早于出具日期")

"""How it looks to everybody: axe-core, keyboard, phone, wall, paper; and every page has its picture."""

import re

import pytest
from playwright.sync_api import Page, expect
from songbang.dashboard import DASHBOARD

from bench.chromium import OFFICE_SCREEN

AXE = DASHBOARD / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
PAGES = {
    "board": ("jianfuban", "/board"), "township": ("jianfuban", "/townships/990101012000"),
    "departments": ("jianfuban", "/departments"), "overview": ("jianfuban", "/overview"),
    "oversight": ("jianfuban", "/oversight"), "events": ("jianfuban", "/events"),
    "integration": ("operator", "/integration"), "wall": ("jianfuban", "/wall"),
}  # fmt: skip
# Everything is read, drawn where it can be seen, and named: a region without its name yet shows its twelve digits.
SETTLED = """() => document.querySelector('[data-state=ready], [data-state=empty]')
  && !document.querySelector('[data-state=loading], [aria-busy=true]')
  && [...document.querySelectorAll('.canvas')].every(each => each.querySelector('canvas')
    || each.getBoundingClientRect().top > innerHeight || !each.checkVisibility())
  && !/\\b99\\d{10}\\b/.test(document.body.innerText)"""
CHOICES = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# What a keyboard can stand on must show that it does.
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
}"""


def settled(page: Page) -> None:
    page.wait_for_function(SETTLED, timeout=60_000)


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical. It is run by the debugger, which the page's policy does not bind."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found["violations"] if each["impact"] in ("serious", "critical")
    ]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_nothing_serious_for_axe_in_light_in_dark_and_on_a_phone(enter, picture, name):
    who, path = PAGES[name]
    page = enter(who, path, reduced_motion="reduce", color_scheme="light")
    for form, scheme, size in (
        ("", "light", OFFICE_SCREEN), ("-dark", "dark", OFFICE_SCREEN), ("-phone", "light", PHONE),
    ):  # fmt: skip
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        settled(page)
        assert serious(page) == [], f"{name}{form}"
        if name != "wall":
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name}{form}"
            picture(page, name + form)


def test_the_login_page_has_nothing_serious_for_axe(visit, picture):
    page = visit()
    page.goto("/login")
    for form, scheme, size in (
        ("", "light", OFFICE_SCREEN),
        ("-dark", "dark", OFFICE_SCREEN),
        ("-phone", "light", PHONE),
    ):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        expect(page.get_by_label("用户名")).to_be_visible()
        assert serious(page) == []
        picture(page, f"login{form}")


def test_a_dialog_and_a_drawer_have_nothing_serious_for_axe(enter, picture):
    page = enter("jianfuban", "/townships/990101012000", reduced_motion="reduce")
    settled(page)
    page.get_by_role("button", name="发工作提示函").click()
    page.get_by_role("dialog").get_by_text("另写一个问题").click()
    page.wait_for_function(SETTLED)
    assert serious(page) == []
    picture(page, "township-letter")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="清单外派交属实").first.click()
    expect(page.get_by_role("dialog").get_by_text("来源记录的 JSON")).to_be_visible()
    page.wait_for_function(SETTLED)
    assert serious(page) == []
    picture(page, "township-source")


@pytest.mark.parametrize("name", [name for name in PAGES if name != "wall"])
def test_the_keyboard_alone_reaches_everything_that_can_be_pressed(enter, name):
    who, path = PAGES[name]
    page = enter(who, path, reduced_motion="reduce")
    settled(page)
    page.evaluate("document.body.focus()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到主要内容"
    # The first rows of long tables stand for the others; what is hidden or behind another radio button has no stop.
    wanted = page.evaluate(f"""() => [...document.querySelectorAll("{CHOICES}")].filter(each => each.checkVisibility()
      && !each.disabled && each.tabIndex >= 0).slice(0, 60).map((each, at) => each.dataset.stop = String(at))""")
    reached = set()
    for _ in range(len(wanted) + 10):
        stop = page.evaluate("document.activeElement.dataset.stop ?? ''")
        if stop:
            reached.add(stop)
            assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        page.keyboard.press("Tab")
    assert sorted(set(wanted) - reached, key=int) == []


def test_a_letter_can_be_written_without_a_mouse(enter):
    page = enter("jianfuban", "/townships/990101012000")
    write = page.get_by_role("button", name="发工作提示函")
    expect(write).to_be_enabled()
    write.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.get_by_label("另写一个问题").press("Space")
    page.get_by_label("依据条款编号").press_sequentially("LST-01")
    page.keyboard.press("Tab")
    page.keyboard.type("向村级转嫁任务")
    expect(page.get_by_label("问题", exact=True)).to_have_value("向村级转嫁任务")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(write).to_be_focused()


def test_every_chart_has_a_table_beside_it(enter):
    page = enter("jianfuban", "/townships/990101012000")
    for path, charts in (("/townships/990101012000", 2), ("/overview", 1), ("/oversight", 1), ("/board", 1)):
        page.goto(path)
        settled(page)
        buttons = page.get_by_role("button", name="看表格")
        expect(buttons).to_have_count(charts)
        for _ in range(charts):
            buttons.first.click()
        expect(page.get_by_role("button", name="看图")).to_have_count(charts)
        for table in page.get_by_role("table").all():
            assert table.locator("th[scope=col]").count() > 0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_the_wall_screen_turns_by_itself_and_fills_its_height(enter, picture, width, height):
    page = enter("jianfuban", "/wall", viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.locator("tr[data-region]").nth(12).wait_for()
    page.wait_for_function(SETTLED)
    if width == 1920:
        picture(page, "wall")
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= height / 65
    expect(page.get_by_role("button", name="五减态势")).to_have_attribute("aria-current", "true", timeout=30_000)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_board_prints_as_a_notice_on_paper(enter, picture, theme):
    page = enter("jianfuban", viewport={"width": 794, "height": 1123}, color_scheme=theme)
    page.locator("tr[data-region]").first.wait_for()
    page.emulate_media(media="print")
    expect(page.get_by_text("松安县基层减负红黑榜通报")).to_be_visible()
    expect(page.get_by_text("审批人（签名）")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="打印通报")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert pale(page) == []
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    picture(page, "print" if theme == "light" else "print-from-dark")


def pale(page):
    """Texts that could hardly be read on white paper: their contrast is below 4.5."""
    return page.evaluate("""() => {
      const parts = (colour) => colour.match(/[\\d.]+/g).map(Number)
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
        .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
      const behind = (node) => {
        for (; node; node = node.parentElement) {
          const colour = parts(getComputedStyle(node).backgroundColor)
          if (colour.length === 3 || colour[3] > 0.5) return colour
        }
        return [255, 255, 255]
      }
      const found = new Set()
      const walk = document.createTreeWalker(document.querySelector('.page'), NodeFilter.SHOW_TEXT)
      while (walk.nextNode()) {
        const node = walk.currentNode.parentElement
        const text = walk.currentNode.textContent.trim()
        if (!text || !node.checkVisibility() || node.closest('.visually-hidden, [hidden]')) continue
        const [a, b] = [light(parts(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x)
        if ((a + 0.05) / (b + 0.05) < 4.5) found.add(text)
      }
      return [...found]
    }""")


def test_a_long_board_prints_every_township_also_while_one_is_searched_for(enter, wide_country, empty_county):
    page = enter("operator", "/board", viewport={"width": 1280, "height": 900})
    rows = page.locator("tr[data-region]")
    rows.first.wait_for()
    # The rest of a long board comes page by page.
    expect(page.get_by_role("table").first).to_have_attribute("aria-rowcount", re.compile(r"^\d{4}$"))
    page.get_by_label("找乡镇").fill("第1乡")
    page.emulate_media(media="print")
    expect(rows.nth(100)).to_be_attached()
    assert rows.count() == int(page.get_by_role("table").first.get_attribute("aria-rowcount")) - 1 > 1000

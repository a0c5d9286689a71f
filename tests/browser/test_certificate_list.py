"""The public page of the list: what villages issue, what nobody may ask of them, and where to go instead."""

import re

import pytest
from playwright.sync_api import expect

COUNTY = "990101000000"  # other tests bring in more counties, and then the address names one
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def public_list(api):
    """What the page shows, as anybody reads it."""
    return api.call("jianfuban", "GET", f"/api/certificate/v1/public-list?region={COUNTY}")


def test_a_villager_finds_on_a_phone_what_nobody_may_ask_and_where_to_go_instead(visit, public_list, picture):
    page = visit(viewport=PHONE, has_touch=True)
    page.goto(f"/certificate-list/{COUNTY}")
    expect(page.get_by_role("heading", level=1)).to_have_text("村里能开和不能开的证明")
    shown = page.locator("details summary")
    expect(shown).to_have_count(len(public_list["forbidden"]) + len(public_list["allowed"]))
    page.get_by_label("找一种证明").fill("无犯罪记录")
    (wanted,) = [item for item in public_list["forbidden"] if "无犯罪记录" in item["name"]]
    expect(shown).to_have_text([wanted["name"]])
    shown.click()
    expect(page.get_by_text(wanted["legal_basis"])).to_be_visible()
    expect(page.get_by_text(wanted["issue_instead"])).to_be_visible()
    expect(page.get_by_text("没有找到。清单以外的证明，任何单位不得索要。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "certificate-list")


def test_words_that_no_list_knows_find_nothing_and_a_county_that_is_none_is_said(visit, watch):
    watch.forgive("404|422")
    page = visit()
    page.goto(f"/certificate-list/{COUNTY}")
    page.get_by_label("找一种证明").fill("养了几只猫")
    expect(page.get_by_text("没有找到。请换一个说法，或者问村里。")).to_be_visible()
    page.get_by_role("link", name="核验真伪").click()
    expect(page).to_have_url(re.compile("/verify$"))
    page.goto("/certificate-list/990199000000")
    expect(page.get_by_role("alert").first).to_be_visible()

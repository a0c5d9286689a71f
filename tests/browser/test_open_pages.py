"""What anybody opens on a telephone without a login: the three lists, an admission number, a visit pass."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def looked_at(picture):
    """Nothing is wider than the telephone, and a picture is kept where somebody wants to look."""

    def look(page, name):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        picture(page, name)

    return look


def test_anybody_reads_the_three_lists_and_finds_a_matter(visit, looked_at):
    page = visit(viewport=PHONE)
    page.goto("/login")
    expect(page.get_by_role("navigation", name="不登录也能查").get_by_role("link")).to_have_count(8)
    page.goto("/lists/990101000000")  # other tests bring in more counties, and then the address names one
    never = page.get_by_role("region", name="不得交给村里的事")
    expect(never.get_by_role("group")).to_have_count(13)
    page.get_by_label("找一件事").fill("责任")
    expect(never.get_by_role("group")).not_to_have_count(13)
    never.get_by_role("group").first.locator("summary").click()
    expect(never).to_contain_text("依据")
    looked_at(page, "lists")


def test_anybody_checks_an_admission_number_and_a_forged_one_is_said_to_be_none(visit, api, looked_at):
    found = api.call("jianfuban", "GET", "/api/checklist/v1/admissions?state=granted")["items"]
    admission = next(each for each in found if each["number"])
    page = visit(viewport=PHONE)
    page.goto(f"/n/{admission['number']}")
    told = page.get_by_role("region", name="这个编号是否有效")
    expect(told).to_contain_text(admission["title"])
    expect(told).to_contain_text(admission["department_name"])
    looked_at(page, "number")
    page.get_by_label("准入编号").fill("990101-2026-999999-0")
    page.get_by_role("button", name="核验").click()
    expect(told).to_contain_text("不是本县发出的编号")
    expect(told).not_to_contain_text(admission["title"])


def test_anybody_who_holds_a_pass_sees_what_it_is_good_for(visit, api, looked_at):
    passes = api.call("jianfuban", "GET", "/api/supervision/v1/visit-passes")["items"]
    used = next(each for each in passes if each["state"] == "used")
    page = visit(viewport=PHONE)
    page.goto("/p")
    page.get_by_label(re.compile("通行单编号")).fill(used["code"])
    page.get_by_role("button", name="核验").click()
    told = page.get_by_role("region", name="这张通行单今天是否有效")
    expect(told).to_contain_text("已过期")
    expect(told).to_contain_text(used["region_name"])
    looked_at(page, "pass")

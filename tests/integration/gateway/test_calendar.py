"""The working-day calendar, through a running gateway."""

import io

import pytest
from contracts.gateway import CalendarPublished
from countykit.identity import Role
from openpyxl import Workbook

from .conftest import COUNTY

CALENDAR = "/api/directory/v1/calendar"
NOTICE = {
    "days_off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05", "2027-02-06"],
    "make_up_days": ["2027-02-20"],
    "source": "国务院办公厅关于2027年部分节假日安排的通知",
}


@pytest.fixture
async def operator(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        yield client


def workbook(*rows) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in [("日期", "安排", "节日"), *rows]:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


async def test_shipped_years_are_known_and_the_next_only_by_the_law(operator):
    known = (await operator.get(f"{CALENDAR}/2026")).json()
    assert (known["published"], known["version"], known["make_up_days"][0]) == (True, 0, "2026-01-04")
    following = (await operator.get(f"{CALENDAR}/2027")).json()
    assert (following["published"], following["days_off"]) == (False, [])
    assert {"day": "2027-02-05", "name": "春节"} in following["statutory_days"]
    assert len(following["statutory_days"]) == 13


async def test_a_notice_is_published_once_and_corrected_as_a_new_version(gateway, operator):
    for _ in range(2):
        answer = await operator.put(f"{CALENDAR}/2027", json=NOTICE)
        assert answer.status_code == 200, answer.text
    assert (answer.json()["published"], answer.json()["version"]) == (True, 1)
    corrected = {**NOTICE, "make_up_days": ["2027-02-21"]}
    assert (await operator.put(f"{CALENDAR}/2027", json=corrected)).json()["version"] == 2
    first, second = await gateway.events(CalendarPublished)
    assert (first["region"], first["sequence"], first["data"]) == ("000000000000", 1, {"year": 2027, **NOTICE})
    assert (second["sequence"], second["data"]["make_up_days"]) == (2, ["2027-02-21"])


async def test_a_notice_is_read_from_a_table(gateway, operator):
    table = workbook(("2027-01-01", "放假", "元旦"), ("2027-01-02", "休"), ("2027-01-09", "调休上班"))
    answer = await operator.put(f"{CALENDAR}/2027", files={"file": ("2027.xlsx", table)}, data={"source": "国办通知"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["days_off"], answer.json()["make_up_days"]) == (["2027-01-01", "2027-01-02"], ["2027-01-09"])
    (event,) = await gateway.events(CalendarPublished)
    assert event["data"]["source"] == "国办通知"
    wrong = await operator.put(f"{CALENDAR}/2027", files={"file": ("2027.xlsx", workbook(("2027-01-01", "加班")))})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "rows_refused")
    nameless = await operator.put(f"{CALENDAR}/2027", files={"table": ("2027.xlsx", table)})
    assert (nameless.status_code, nameless.json()["code"]) == (422, "invalid_request")


async def test_an_autonomous_area_adds_its_own_holidays(gateway, operator):
    local = {"days_off": ["2027-04-09", "2027-04-12"], "source": "广西壮族自治区少数民族习惯节日放假办法"}
    answer = await operator.put(f"{CALENDAR}/2027", params={"region": "450000000000"}, json=local)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["region"], answer.json()["statutory_days"]) == ("450000000000", [])
    (event,) = await gateway.events(CalendarPublished)
    assert event["region"] == "450000000000"
    assert not (await operator.get(f"{CALENDAR}/2027")).json()["published"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days_off": ["2027-01-01", "2028-01-01"]}, "calendar_day_outside_year"),
        ({"days_off": ["2026-12-21"]}, "calendar_day_outside_year"),
        ({"make_up_days": ["2027-01-01"], "days_off": ["2027-01-01"]}, "calendar_day_twice"),
        ({"days_off": ["2027-01-01", "2027-01-01"]}, "calendar_day_twice"),
        ({"make_up_days": ["2027-02-22"]}, "calendar_make_up_day_not_weekend"),
        ({"make_up_days": ["2027-05-01"]}, "calendar_statutory_day_worked"),
        ({"days_off": []}, "invalid_request"), ({"days_off": "2027-01-01"}, "invalid_request"),
        ({"holidays": []}, "invalid_request"), ({"days_off": [0]}, "invalid_request"),
    ],
)  # fmt: skip
async def test_a_notice_that_cannot_be_one_is_refused(gateway, operator, changes, code):
    answer = await operator.put(f"{CALENDAR}/2027", json={**NOTICE, **changes})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await gateway.events(CalendarPublished) == []


async def test_only_an_operator_of_the_area_publishes_and_everybody_reads(gateway):
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        assert (await office.put(f"{CALENDAR}/2027", json=NOTICE)).status_code == 403
        assert (await office.get(f"{CALENDAR}/2027")).status_code == 200
    async with gateway.client(Role.OPERATOR, region=COUNTY) as local:
        assert (await local.put(f"{CALENDAR}/2027", json=NOTICE)).status_code == 403
        own = await local.put(f"{CALENDAR}/2027", params={"region": COUNTY}, json=NOTICE)
        assert own.status_code == 200
    async with gateway.client() as anybody:
        assert (await anybody.get(f"{CALENDAR}/2027")).status_code == 401

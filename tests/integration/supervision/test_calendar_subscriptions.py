"""An address under which a calendar program follows the plan, opened by a real calendar library."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, timedelta

import pytest
from contracts.calendar_subscriptions import CalendarSubscribed, CalendarSubscriptionEnded
from contracts.gateway import DepartmentRegistered
from countykit.identity import Role
from countykit.testing import open_actions
from icalendar import Calendar
from supervision_svc.consumers import consumers

from tests.integration.supervision.test_arrivals import HIDDEN
from tests.integration.supervision.test_passes import DAY, VILLAGE, Passes

COUNTY = "990101000000"
PATH = "/v1/calendar-subscriptions"
FARM = {"department": "agriculture", "sub": "farm-li"}


@pytest.fixture
def passes(story):
    return Passes(story)


async def subscribed(story, role=Role.DEPARTMENT, **options):
    return await story.made(role, PATH, {"title": "督查股手机"}, **options)


async def opened(story, href, at=DAY):
    """What a calendar program gets, which has no login and no idea of ours."""
    async with story.svc.client(at=at) as program:
        return await program.get(href.removeprefix("/api/supervision"))


async def events(story, href, at=DAY):
    answer = await opened(story, href, at)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/calendar")
    return {str(each["summary"]).rpartition("：")[2]: each for each in Calendar.from_ical(answer.content).events}


async def test_a_program_without_a_login_follows_the_announced_plan_of_a_post(story, passes):
    entry = await passes.entry()
    await passes.entry(department="civil-affairs", title="低保抽查", content="核对低保对象家庭情况")
    subscription = await subscribed(story, **FARM)
    assert open_actions(subscription) == ["ending"]
    found = await events(story, subscription["href"])
    assert list(found) == ["高标准农田管护检查"], "a body's own entries"
    event = found["高标准农田管护检查"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 6, 2), date(2025, 6, 7))
    file = Calendar.from_ical((await opened(story, subscription["href"])).content)
    assert file.decoded("refresh-interval") == timedelta(hours=12), "RFC 7986"
    assert file["refresh-interval"].params["VALUE"] == "DURATION"
    assert (str(file["name"]), str(file["version"])) == ("督检考计划", "2.0")
    gone = {"note": "改为电话了解"}
    await story.made(Role.DEPARTMENT, f"/v1/plan-entries/{entry['id']}/cancellation", gone, **FARM)
    found = await events(story, subscription["href"])
    assert found["高标准农田管护检查"]["status"] == "CANCELLED", "so that calendars that had it drop it"
    (told,) = await story.svc.events(CalendarSubscribed)
    assert told["data"] == {}


async def test_what_is_unannounced_goes_through_no_address_before_it_arrived(story, passes):
    hidden = await passes.entry(**HIDDEN)
    issued = await passes.issued(hidden)
    everybody = [
        await subscribed(story, Role.DEPARTMENT, department="civil-affairs", sub="civil"),
        await subscribed(story, Role.COUNTY_OFFICE), await subscribed(story, Role.INSPECTOR),
        await subscribed(story, Role.TOWNSHIP), await subscribed(story, Role.VILLAGE),
    ]  # fmt: skip
    for subscription in everybody:
        assert await events(story, subscription["href"]) == {}
    await passes.check(shown=issued["code"])
    arrived = [list(await events(story, each["href"])) for each in everybody]
    assert arrived == [[], [], [], ["低保暗访"], ["低保暗访"]]


async def test_an_address_that_was_ended_or_forged_shows_nothing(story, passes):
    await passes.entry()
    first = await subscribed(story, **FARM)
    again = await story.post(Role.DEPARTMENT, PATH, {"title": "另一部手机"}, **FARM)
    assert (again.status_code, again.json()["code"]) == (409, "calendar_subscribed")
    token = first["href"].rpartition("/")[2]
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    other = await subscribed(story, Role.DEPARTMENT, department="civil-affairs", sub="civil")
    other_raw = urlsafe_b64decode(other["href"].rpartition("/")[2] + "==")
    forged = [raw[:-1] + bytes([raw[-1] ^ 1]), raw[:16], other_raw[:16] + raw[16:], b"", bytes(80)]
    for each in forged:
        text = urlsafe_b64encode(each).rstrip(b"=").decode() or "x"
        answer = await opened(story, f"/v1/calendars/{text}")
        assert (answer.status_code, answer.json()["code"]) == (404, "calendar_unknown"), each
    ended = await story.made(Role.DEPARTMENT, f"{PATH}/{first['id']}/ending", {"note": "手机丢失"}, **FARM)
    assert (ended["state"], ended["href"]) == ("ended", None)
    assert (await opened(story, first["href"])).status_code == 404
    assert len(await story.svc.events(CalendarSubscriptionEnded)) == 1
    renewed = await subscribed(story, **FARM)
    assert renewed["href"] != first["href"]
    assert len(await events(story, renewed["href"])) == 1


async def test_the_office_ends_an_address_of_its_county_and_never_reads_it(story):
    subscription = await subscribed(story, Role.VILLAGE)
    path = f"{PATH}/{subscription['id']}"
    seen = (await story.get(Role.COUNTY_OFFICE, path)).json()
    assert (seen["href"], open_actions(seen), seen["region"]) == (None, ["ending"], VILLAGE)
    for role, options in (
        (Role.VILLAGE, {"sub": "another"}), (Role.TOWNSHIP, {}), (Role.COUNTY_OFFICE, {"region": "990201000000"}),
    ):  # fmt: skip
        assert (await story.get(role, path, **options)).status_code == 404
        assert (await story.post(role, f"{path}/ending", {}, **options)).status_code == 404
        assert (await story.get(role, PATH, **options)).json()["items"] == []
    await story.made(Role.COUNTY_OFFICE, f"{path}/ending", {"note": "文书离任"})
    assert (await opened(story, subscription["href"])).status_code == 404
    assert (await story.post(Role.OBSERVER, PATH, {"title": "省里"})).status_code == 403


async def test_the_address_of_a_body_that_is_no_more_shows_nothing(story, passes):
    ending = DepartmentRegistered(code="agriculture", name="农业局", home=COUNTY, valid_to=date(2025, 7, 1))
    await story.svc.hear(consumers, ending, region=COUNTY, sequence=2)
    await passes.entry()
    subscription = await subscribed(story, **FARM)
    assert len(await events(story, subscription["href"])) == 1
    after = await opened(story, subscription["href"], at=datetime(2025, 7, 1, 2, tzinfo=UTC))
    assert (after.status_code, after.json()["code"]) == (404, "calendar_unknown")

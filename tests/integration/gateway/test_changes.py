"""Changes of regions and bodies: drafted by one, previewed, confirmed by another, in effect on their day, undone."""

from datetime import UTC, datetime, time, timedelta

import jwt
import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.lineage import TerritoryChanged, TerritoryRestored
from countykit.identity import Role
from countykit.workdays import CHINA, today

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP
from .test_own_sessions import refused_within_five_seconds
from .test_posts import INSPECTORS, MOVED, office_posts, posts_of

CHANGES, REGIONS = "/api/directory/v1/changes", "/api/directory/v1/regions"
OTHER, VILLAGE = "990101002000", "990101001201"
BASIS = "丙民政〔2026〕12号批复"
LATER = today(datetime.now(UTC)) + timedelta(days=10)
NOW = today(datetime.now(UTC))


def part(predecessor, successor=None, name=None, **rest):
    return {"predecessor": predecessor, "successor": successor, "name": name, **rest}


def change(kind, *parts, day=NOW, **rest):
    return {"kind": kind, "effective_on": day.isoformat(), "basis": BASIS, "parts": list(parts), **rest}


MERGER = change("merge", part(TOWNSHIP, OTHER))
UPGRADE = change("upgrade", part(TOWNSHIP, "990101101000", "青石街道"))
NEW_VILLAGE = "990101101201"


class Office:
    """The county office: one who drafts, one who confirms."""

    def __init__(self, gateway):
        self.gateway = gateway

    def client(self, sub="li", region=COUNTY, role=Role.COUNTY_OFFICE):
        return self.gateway.client(role, region=region, sub=sub)

    async def draft(self, body, code=201, **who):
        async with self.client(**who) as client:
            answer = await client.post(CHANGES, json=body)
        assert answer.status_code == code, answer.text
        return answer.json()

    async def step(self, drafted, step, sub="wang", code=200, body=None):
        async with self.client(sub) as client:
            answer = await client.post(f"{CHANGES}/{drafted['id']}/{step}", json=body or {})
        assert answer.status_code == code, answer.text
        return answer.json()

    async def done(self, body):
        return await self.step(await self.draft(body), "confirmation")

    async def read(self, path, **params):
        async with self.client() as client:
            answer = await client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def office(gateway):
    table = f"code,name,valid_from\n{OTHER},白云镇,2020-01-01\n990101002201,云上村,2020-01-01\n"
    async with gateway.client(Role.OPERATOR) as operator:
        answer = await operator.post(f"{REGIONS}/import", files={"file": ("t.csv", table.encode())})
        assert answer.status_code == 200, answer.text
        for code, name in (("WLJ", "文旅局"), ("ZXB", "乡村振兴局"), ("NYJ", "农业农村局")):
            entry = {"code": code, "name": name, "home": COUNTY}
            assert (await operator.post("/api/directory/v1/departments", json=entry)).status_code == 201
    return Office(gateway)


def claims(session):
    return jwt.decode(session.json()["access_token"], options={"verify_signature": False})


async def test_a_merger_needs_two_people_and_passes_posts_and_homes_on(gateway, office):
    await gateway.account("zhang", Role.TOWNSHIP, region=TOWNSHIP)
    session = await gateway.login("zhang")
    async with gateway.client(Role.OPERATOR) as operator:
        entry = {"code": "QSZ-DJB", "name": "青石镇党建办", "home": TOWNSHIP}
        assert (await operator.post("/api/directory/v1/departments", json=entry)).status_code == 201
    taken = await office.draft(MERGER, 409)
    assert (taken["code"], taken["successor"]) == ("code_taken", "990101002201")
    drafted = await office.draft(MERGER | {"villages": [part(VILLAGE, "990101002202")]})
    lines = {line["predecessor"]: line for line in drafted["lines"]}
    assert (lines[TOWNSHIP]["successor_name"], lines[TOWNSHIP]["continues"]) == ("白云镇", False)
    assert (lines[VILLAGE]["successor"], lines[VILLAGE]["continues"]) == ("990101002202", True)
    preview = await office.read(f"{CHANGES}/{drafted['id']}/effects")
    assert (preview["posts"], preview["posts_without_successor"], preview["departments"]) == (1, 0, 1)
    assert len(preview["missing"]) == 5, "no service listens in this test: each is named"
    refused = await office.step(drafted, "confirmation", sub="li", code=403)
    assert refused["code"] == "change_needs_second_person"
    done = await office.step(drafted, "confirmation")
    assert (done["state"], done["confirmed_by"], done["effects"]["posts"]) == ("effective", "wang", 1)
    ended, moved = await office.read(f"{REGIONS}/{TOWNSHIP}"), await office.read(f"{REGIONS}/990101002202")
    assert (ended["valid_to"], moved["name"], moved["valid_from"]) == (NOW.isoformat(), "柳河村", NOW.isoformat())
    assert (await office.read("/api/directory/v1/departments/QSZ-DJB"))["home"] == OTHER
    (event,) = await gateway.events(TerritoryChanged)
    assert [line["predecessor"] for line in event["data"]["lines"]] == [TOWNSHIP, VILLAGE]
    assert {event["data"]["code"] for event in await gateway.events(RegionRegistered)} >= {TOWNSHIP, "990101002202"}
    await refused_within_five_seconds(gateway, session.json())
    renewed = await gateway.refresh(session.json()["refresh_token"])
    assert claims(renewed)["region"] == "990101002", "the session goes on in the post at the successor"
    assert claims(renewed)["predecessors"] == ["990101001"]


async def test_an_upgrade_takes_effect_as_its_day_begins_and_continues_the_body(gateway, office):
    done = await office.done(UPGRADE | {"effective_on": LATER.isoformat()})
    assert (done["state"], done["effective_on"]) == ("confirmed", LATER.isoformat())
    assert (await office.read(f"{REGIONS}/{TOWNSHIP}"))["valid_to"] is None, "a day to come changes nothing yet"
    other = await office.draft(change("rename", part(TOWNSHIP, name="青山镇")), 409)
    assert other["code"] == "change_pending"
    begins = datetime.combine(LATER, time(0, 0, 1), CHINA)
    await gateway.service.do_due(begins - timedelta(minutes=1))
    assert (await office.read(f"{CHANGES}/{done['id']}"))["state"] == "confirmed"
    await gateway.service.do_due(begins)
    after = await office.read(f"{CHANGES}/{done['id']}")
    assert after["state"] == "effective"
    assert all(line["continues"] for line in after["lines"])
    found = await office.read(f"{REGIONS}/{NEW_VILLAGE}")
    assert (found["name"], found["valid_from"]) == ("柳河村", LATER.isoformat())
    lineage = await office.read(f"/api/directory/v1/lineage/{NEW_VILLAGE}")
    assert [(line["predecessor"], line["successor"]) for line in lineage["lines"]] == [(VILLAGE, NEW_VILLAGE)]


async def test_a_split_goes_village_by_village(gateway, office):
    body = change("split", part(OTHER, OTHER, share=60), part(OTHER, "990101003000", "云上镇", share=40))
    assert (await office.draft(body, 422))["code"] == "villages_missing"
    wrong = body | {"parts": [part(OTHER, OTHER, share=60), part(OTHER, "990101003000", "云上镇", share=50)]}
    assert (await office.draft(wrong, 422))["code"] == "shares_do_not_add_up"
    await gateway.account("liu", Role.TOWNSHIP, region=OTHER)
    await gateway.account("chen", Role.VILLAGE, region="990101002201")
    await office.done(body | {"villages": [part("990101002201", "990101003201")]})
    stays = claims(await gateway.login("liu"))
    assert (stays["region"], stays["ceded"]) == ("990101002", ["990101002201"])
    moved = claims(await gateway.login("chen"))
    assert (moved["region"], moved["predecessors"]) == ("990101003201", ["990101002201"])
    await gateway.account("zhao", Role.TOWNSHIP, region="990101003000")
    assert claims(await gateway.login("zhao"))["predecessors"] == ["990101002201"]


REFUSED = [
    (change("merge", part("990101009000", OTHER)), 422, "predecessor_unknown"),
    (change("merge", part(TOWNSHIP, TOWNSHIP)), 422, "change_shape_invalid"),
    (change("merge", part(TOWNSHIP, "990102001000", "某镇"), part(OTHER, "990102001000")), 422,
     "successor_of_another_county"),
    (change("merge", part(TOWNSHIP, OTHER), part(OTHER, TOWNSHIP)), 422, "succession_cycle"),
    (change("merge", part(TOWNSHIP, OTHER, share=50)), 422, "shares_do_not_add_up"),
    (change("recode", part(TOWNSHIP, OTHER)), 409, "code_taken"),
    (change("recode", part(TOWNSHIP, "990101001202")), 422, "successor_code_invalid"),
    (change("recode", part(TOWNSHIP, "WLJ")), 422, "successor_code_invalid"),
    (change("move", part(VILLAGE, "990101004201")), 422, "successor_code_invalid"),
    (change("move", part(VILLAGE, "990101001301")), 422, "change_shape_invalid"),
    (change("rename", part(VILLAGE, name="柳河村")), 422, "change_shape_invalid"),
    (change("rename", part("990100000000", name="新市")), 422, "change_shape_invalid"),
    (change("split", part(VILLAGE, "990101001202", "东柳河村")), 422, "change_shape_invalid"),
    (change("abolition", part(VILLAGE)), 422, "change_shape_invalid"),
    (change("upgrade", part(TOWNSHIP, "990101101000", "青石街道"), villages=[part("990101002201", "990101101205")]),
     422, "predecessor_unknown"),
    (change("rename", part("ZXB", name="农村局"), subject="department", villages=[part(VILLAGE, "990101001205")]), 422,
     "change_shape_invalid"),
    (change("recode", part("ZXB", "NYJ"), subject="department"), 409, "code_taken"),
    (change("merge", part("ZXB", "NYJ"), part("NYJ", "ZXB"), subject="department"), 422, "succession_cycle"),
    (change("move", part("ZXB", "NYJ"), subject="department"), 422, "change_shape_invalid"),
    (change("merge", part(TOWNSHIP, OTHER), part(TOWNSHIP, OTHER)), 422, "invalid_request"),
]  # fmt: skip


async def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(gateway, office):
    before = len(await gateway.events())
    for body, status, code in REFUSED:
        answer = await office.draft(body, status)
        assert answer["code"] == code, (body, answer)
    assert len(await gateway.events()) == before
    assert (await office.read(CHANGES))["items"] == []


async def test_nothing_merges_into_what_has_ended_and_no_code_is_used_again(office):
    await office.done(MERGER | {"villages": [part(VILLAGE, "990101002202")]})
    ended = await office.draft(change("merge", part(OTHER, TOWNSHIP)), 409)
    assert ended["code"] in ("successor_ended", "validities_overlap")
    again = await office.draft(change("recode", part(OTHER, TOWNSHIP)), 409)
    assert again["code"] in ("successor_ended", "code_taken", "validities_overlap")
    gone = await office.draft(change("rename", part(TOWNSHIP, name="新青石镇")), 409)
    assert gone["code"] == "validities_overlap"


async def test_a_change_of_another_county_does_not_exist(gateway, office):
    drafted = await office.draft(UPGRADE)
    async with office.client(region=OTHER_COUNTY) as stranger:
        assert (await stranger.get(f"{CHANGES}/{drafted['id']}")).status_code == 404
        assert (await stranger.post(f"{CHANGES}/{drafted['id']}/confirmation")).status_code == 404
        assert (await stranger.post(CHANGES, json=UPGRADE)).status_code in (403, 409)
    async with gateway.client(Role.TOWNSHIP, region=TOWNSHIP) as clerk:
        assert (await clerk.post(CHANGES, json=UPGRADE)).status_code == 403
        assert (await clerk.get(CHANGES)).status_code == 403


async def test_a_day_in_the_past_changes_only_what_comes(office):
    past = NOW - timedelta(days=60)
    done = await office.done(UPGRADE | {"effective_on": past.isoformat()})
    assert (done["stated_on"], done["effective_on"]) == (past.isoformat(), NOW.isoformat())
    assert (await office.read(f"{REGIONS}/{TOWNSHIP}"))["valid_to"] == NOW.isoformat()


async def test_a_withdrawn_change_never_happens(gateway, office):
    drafted = await office.draft(UPGRADE | {"effective_on": LATER.isoformat()})
    await office.step(drafted, "confirmation")
    await office.step(drafted, "withdrawal", body={"reason": "批复撤回"})
    await gateway.service.do_due(datetime.combine(LATER, time(1), CHINA))
    assert (await office.read(f"{CHANGES}/{drafted['id']}"))["state"] == "withdrawn"
    assert (await office.read(f"{REGIONS}/{TOWNSHIP}"))["valid_to"] is None


async def test_what_no_longer_fits_on_its_day_is_blocked_and_says_why(gateway, office):
    done = await office.done(UPGRADE | {"effective_on": LATER.isoformat()})
    table = "code,name,valid_from\n990101101000,城关街道,2020-01-01\n"
    async with gateway.client(Role.OPERATOR) as operator:
        await operator.post(f"{REGIONS}/import", files={"file": ("t.csv", table.encode())})
    await gateway.service.do_due(datetime.combine(LATER, time(1), CHINA))
    found = await office.read(f"{CHANGES}/{done['id']}")
    assert found["state"] == "blocked"
    assert found["reason"].startswith("code_taken")


async def test_bodies_merge_rename_and_end(gateway, office):
    await gateway.account("sun", Role.DEPARTMENT, region=COUNTY, department="ZXB")
    await office.done(change("merge", part("ZXB", "NYJ"), subject="department"))
    ended = await office.read("/api/directory/v1/departments/ZXB")
    assert ended["valid_to"] == NOW.isoformat()
    told = claims(await gateway.login("sun"))
    assert (told["department"], told["former_departments"]) == ("NYJ", ["ZXB"])
    await office.done(change("rename", part("NYJ", name="农业农村和水务局"), subject="department"))
    assert (await office.read("/api/directory/v1/departments/NYJ"))["name"] == "农业农村和水务局"
    await office.done(change("abolition", part("WLJ"), subject="department"))
    assert (await office.read("/api/directory/v1/departments/WLJ"))["valid_to"] == NOW.isoformat()
    names = [event["data"]["name"] for event in await gateway.events(DepartmentRegistered)]
    assert names[-2:] == ["农业农村和水务局", "文旅局"]
    (line,) = (await office.read("/api/directory/v1/lineage/WLJ", subject="department"))["lines"]
    assert (line["successor"], line["takes_over"]) == (None, False)


@pytest.fixture
def silent(monkeypatch):
    """No record was made under a new code: what the services would say, of which none runs here."""

    async def none(*_):
        return 0

    monkeypatch.setattr("gateway.changes.routes.new_records", none)


async def test_a_change_is_undone_within_a_day_while_nothing_depends_on_it(gateway, office, silent):
    await gateway.account("zhang", Role.TOWNSHIP, region=TOWNSHIP)
    done = await office.done(UPGRADE)
    assert claims(await gateway.login("zhang"))["region"] == "990101101"
    undone = await office.step(done, "undoing", body={"reason": "批文有误"})
    assert undone["state"] == "undone"
    assert (await office.read(f"{REGIONS}/{TOWNSHIP}"))["valid_to"] is None
    void = await office.read(f"{REGIONS}/990101101000")
    assert void["valid_to"] == void["valid_from"], "it was there on no day"
    back = claims(await gateway.login("zhang"))
    assert back["region"] == "990101001"
    assert "predecessors" not in back
    assert len(await gateway.events(TerritoryRestored)) == 1
    again = await office.done(UPGRADE)
    assert again["state"] == "effective", "an undone code is free again"
    await gateway.account("new", Role.TOWNSHIP, region="990101101000")
    refused = await office.step(again, "undoing", code=409, body={"reason": "批文有误"})
    assert refused["code"] == "change_not_undoable"


async def test_a_silent_service_forbids_to_undo(office):
    done = await office.done(UPGRADE)
    refused = await office.step(done, "undoing", code=409, body={"reason": "批文有误"})
    assert refused["code"] == "change_not_undoable"


async def test_who_left_a_township_before_it_got_another_code_is_no_neutral_person_to_it_under_the_new_one(
    gateway, office
):
    await gateway.account("zhang", Role.TOWNSHIP, region=TOWNSHIP)
    path, (own,) = await posts_of(gateway, "zhang")
    assert (await office_posts(gateway, f"{path}/{own['id']}/ending", MOVED)).status_code == 200
    assert (await office_posts(gateway, path, INSPECTORS)).status_code == 201
    await office.done(UPGRADE)
    assert claims(await gateway.login("zhang"))["served_townships"] == ["990101001", "990101101"]

"""Posts of people: chosen at sign-in, switched without a password, ended and handed over; who served there recuses."""

import jwt
import pytest
from countykit.identity import Role
from countykit.testing import open_actions

from .conftest import COUNTY, MONDAY, OTHER_COUNTY, PASSWORD, TOWNSHIP
from .test_accounts import CSRF, SESSION
from .test_own_sessions import ACCOUNTS, account_id, bearer, refused_within_five_seconds

OTHER_TOWNSHIP = "990101002000"
INSPECTORS = {"roles": ["inspector"], "region": COUNTY, "reason": "县委组织部2026年第12号文件"}
MOVED = {"reason": "调入督查专班"}


def claims(session):
    return jwt.decode(session["access_token"], options={"verify_signature": False})


async def posts_of(gateway, username):
    path = f"{ACCOUNTS}/{await account_id(gateway, username)}/posts"
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        answer = await office.get(path, params={"sort": "valid_from"})
    assert answer.status_code == 200, answer.text
    return path, answer.json()["items"]


async def office_posts(gateway, path, body, region=COUNTY, **who):
    async with gateway.client(Role.COUNTY_OFFICE, region=region, **who) as office:
        return await office.post(path, json=body)


@pytest.fixture
async def clerk(gateway):
    """A clerk of the township who also sits in a county department: the path of their posts and both posts."""
    await gateway.account("zhang", Role.TOWNSHIP, region=TOWNSHIP)
    async with gateway.client(Role.OPERATOR) as operator:
        department = {"code": "WLJ", "name": "文旅局", "home": COUNTY}
        assert (await operator.post("/api/directory/v1/departments", json=department)).status_code == 201
    path, (own,) = await posts_of(gateway, "zhang")
    body = {"roles": ["department"], "region": COUNTY, "department": "WLJ", "reason": "挂职锻炼"}
    given = await office_posts(gateway, path, body)
    assert given.status_code == 201, given.text
    return path, own, given.json()


async def test_a_post_is_chosen_at_sign_in_and_switched_without_a_password(gateway, clerk):
    _, own, second = clerk
    session = (await gateway.login("zhang")).json()
    told = claims(session)
    assert (told["post"], told["roles"], told["region"], told["department"]) == (
        own["id"], ["township"], "990101001", None,
    )  # fmt: skip
    assert told["person"]
    assert told["served_departments"] == ["WLJ"]
    me = (await gateway.me(session["access_token"])).json()
    assert [(post["id"], post["department_name"], post["chosen"]) for post in me["held_posts"]] == [
        (own["id"], None, True), (second["id"], "文旅局", False),
    ]  # fmt: skip
    async with gateway.client() as browser:
        login = {"username": "zhang", "password": "Qingshi-jianfu-2026", "post": second["id"]}
        chosen = await browser.post(SESSION, json=login, headers=CSRF)
        assert (claims(chosen.json())["roles"], claims(chosen.json())["department"]) == (["department"], "WLJ")
        switched = await browser.post(f"{SESSION}/post", json={"post": own["id"]}, headers=CSRF)
        assert (switched.status_code, claims(switched.json())["roles"]) == (200, ["township"])
        kept = await browser.post(f"{SESSION}/refresh", headers=CSRF)
        assert claims(kept.json())["post"] == own["id"], "the session goes on in the post that was chosen last"
        foreign = await browser.post(f"{SESSION}/post", json={"post": told["person"]}, headers=CSRF)
        assert (foreign.status_code, foreign.json()["code"]) == (400, "post_not_held")
        asked = {"grant_type": "refresh_token", "refresh_token": session["refresh_token"], "post": second["id"]}
        renewed = await browser.post("/api/identity/v1/token", json=asked)
        assert claims(renewed.json())["post"] == second["id"]
    rows = await gateway.fetch("SELECT detail FROM security_log WHERE account = 'zhang' AND detail LIKE '{\"post\"%'")
    assert len(rows) == 2, "each switch stands in the security log"


async def test_an_ended_post_is_refused_within_five_seconds_and_the_other_goes_on(gateway, clerk):
    path, own, second = clerk
    session, other = (await gateway.login("zhang")).json(), (await gateway.login("zhang")).json()
    asked = {"grant_type": "refresh_token", "refresh_token": other["refresh_token"], "post": second["id"]}
    async with gateway.client() as client:
        other = (await client.post("/api/identity/v1/token", json=asked)).json()
    ended = await office_posts(gateway, f"{path}/{own['id']}/ending", MOVED)
    assert (ended.status_code, ended.json()["end_reason"]) == (200, "调入督查专班")
    await refused_within_five_seconds(gateway, session)
    refused = await gateway.refresh(session["refresh_token"])
    assert (refused.status_code, refused.json()["code"]) == (400, "post_not_held")
    assert (await gateway.me(other["access_token"])).status_code == 200
    assert claims((await gateway.login("zhang")).json())["post"] == second["id"]
    again = await office_posts(gateway, f"{path}/{own['id']}/ending", MOVED)
    assert (again.status_code, again.json()["code"]) == (409, "post_over")
    assert (await office_posts(gateway, f"{path}/{second['id']}/ending", MOVED)).status_code == 200
    nowhere = await gateway.login("zhang")
    assert (nowhere.status_code, nowhere.json()["code"]) == (400, "post_not_held")
    _, history = await posts_of(gateway, "zhang")
    assert [(post["reason"], post["end_reason"], post["given_by"]) for post in history] == [
        ("开通账号", "调入督查专班", "system"), ("挂职锻炼", "调入督查专班", "county_office@990101000000"),
    ]  # fmt: skip


async def test_a_post_that_ends_by_its_day_ends_without_a_hand_and_one_to_come_is_not_there_yet(gateway, clerk):
    path, own, second = clerk
    later = {**INSPECTORS, "roles": ["village"], "region": "990101001201", "valid_from": "2099-01-01"}
    assert (await office_posts(gateway, path, later)).status_code == 201
    session = (await gateway.login("zhang")).json()
    me = (await gateway.me(session["access_token"])).json()
    assert [post["id"] for post in me["held_posts"]] == [own["id"], second["id"]]
    # As if an end that was entered before had come at midnight.
    midnight = "UPDATE post SET valid_to = (now() AT TIME ZONE 'Asia/Shanghai')::date WHERE id = $1"
    await gateway.fetch(midnight, own["id"])
    await refused_within_five_seconds(gateway, session)


async def test_posts_that_check_each_other_and_posts_nobody_may_give_are_refused_and_nothing_is_kept(gateway, clerk):
    path = clerk[0]
    cases = [
        ({}, INSPECTORS, 409, "posts_conflict"),
        ({}, {"roles": ["township"], "region": TOWNSHIP, "reason": "重复"}, 409, "post_held"),
        ({}, {**INSPECTORS, "region": OTHER_COUNTY}, 403, "forbidden"),
        ({}, {**INSPECTORS, "region": "990101009000", "roles": ["township"]}, 422, "region_unknown"),
        ({}, {**INSPECTORS, "roles": ["township"]}, 422, "role_region_mismatch"),
        ({}, {**INSPECTORS, "roles": ["operator"]}, 403, "role_not_grantable"),
        ({}, {**INSPECTORS, "roles": ["village"], "region": "990101001201", "valid_to": "2020-01-01"},
         422, "post_days_invalid"),
        ({"sub": "zhang"}, INSPECTORS, 403, "post_to_oneself"),
        ({"region": OTHER_COUNTY}, INSPECTORS, 404, "not_found"),
    ]  # fmt: skip
    for who, body, status, code in cases:
        answer = await office_posts(gateway, path, body, **who)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
    creation = {
        "username": "both", "name": "兼任", "password": "Qingshi-jianfu-2026", "region": COUNTY,
        "roles": ["county_office", "approver"],
    }  # fmt: skip
    async with gateway.client(Role.OPERATOR) as operator:
        both = await operator.post(ACCOUNTS, json=creation)
    assert (both.status_code, both.json()["code"]) == (409, "posts_conflict")
    assert len(await gateway.fetch("SELECT 1 FROM post WHERE account_id <> (SELECT id FROM account LIMIT 1)")) == 2
    # A post of the other login of the same person counts as their own.
    await gateway.account("zhang2", Role.DEPARTMENT, region=COUNTY, department="AGRI")
    other = await account_id(gateway, "zhang2")
    assert (await office_posts(gateway, path.replace("/posts", "/person"), {"account": str(other)})).status_code == 200
    refused = await office_posts(gateway, f"{ACCOUNTS}/{other}/posts", INSPECTORS)
    assert (refused.status_code, refused.json()["code"]) == (409, "posts_conflict")


async def test_who_moved_from_a_township_to_the_inspectors_does_not_recheck_it_until_the_recusal_is_over(desk):
    gateway = desk.gateway
    await gateway.account("zhang", Role.TOWNSHIP, region=TOWNSHIP)
    repair = await desk.received(await desk.letter())
    await desk.submitted(repair)
    desk.services["supervision"].app.state.tokens = gateway.app.state.tokens
    path, (own,) = await posts_of(gateway, "zhang")
    assert (await office_posts(gateway, f"{path}/{own['id']}/ending", MOVED)).status_code == 200
    assert (await office_posts(gateway, path, INSPECTORS)).status_code == 201
    look = {
        "region": f"{TOWNSHIP[:9]}201", "visited_on": MONDAY.date().isoformat(), "unannounced": True, "team_size": 2,
    }  # fmt: skip
    visit = await desk.post("/api/supervision/v1/visits", look, Role.INSPECTOR)
    recheck = f"/api/supervision/v1/rectifications/{repair}/recheck"
    body = {"decision": "accepted", "reason": "已退回", "visit_id": visit["id"]}
    async with await _signed(gateway, "zhang") as former:
        shown = (await former.get(f"/api/supervision/v1/rectifications/{repair}")).json()
        refused = await former.post(recheck, json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "served_there")
    assert "recheck" not in open_actions(shown)
    assert "公务员法" in refused.json()["law"]
    long_ago = "UPDATE post SET valid_from = '2020-01-01', valid_to = '2024-01-01' WHERE id = $1"
    await gateway.fetch(long_ago, own["id"])
    async with await _signed(gateway, "zhang") as neutral:
        assert (await neutral.post(recheck, json=body)).status_code == 200


async def test_a_post_is_handed_over_with_what_waits_in_it_and_both_posts_tell_of_it(desk):
    gateway = desk.gateway
    await desk.letter()
    desk.services["supervision"].app.state.tokens = gateway.app.state.tokens
    for name in ("zhang", "wang"):
        await gateway.account(name, Role.TOWNSHIP, region=TOWNSHIP if name == "zhang" else OTHER_TOWNSHIP)
    path, (own,) = await posts_of(gateway, "zhang")
    successor = str(await account_id(gateway, "wang"))
    body = {"successor": successor, "reason": "工作调动"}
    alone = await office_posts(gateway, f"{path}/{own['id']}/handover", {**body, "successor": own["account_id"]})
    assert (alone.status_code, alone.json()["code"]) == (409, "successor_needed")
    session = (await gateway.login("zhang")).json()
    new = await office_posts(gateway, f"{path}/{own['id']}/handover", body)
    assert new.status_code == 201, new.text
    assert (new.json()["account_id"], new.json()["taken_over_from"]) == (successor, own["id"])
    assert [(kind["kind"], kind["count"]) for kind in new.json()["open_todos"]["kinds"]] == [("letter_receipt", 1)]
    await refused_within_five_seconds(gateway, session)
    async with gateway.client() as client:
        asked = {
            "grant_type": "password", "username": "wang", "password": "Qingshi-jianfu-2026", "post": new.json()["id"],
        }  # fmt: skip
        token = (await client.post("/api/identity/v1/token", json=asked)).json()
    assert (claims(token)["region"], claims(token)["served_townships"]) == ("990101001", ["990101002"])
    _, (old,) = await posts_of(gateway, "zhang")
    assert (old["end_reason"], old["open_todos"]) == ("工作调动", new.json()["open_todos"])


async def _signed(gateway, username, at=MONDAY):
    client = gateway.client(at=at)
    client.headers.update(bearer((await gateway.login(username)).json()))
    return client


async def test_a_powerful_post_is_held_once_a_second_administrator_has_confirmed_it(start_gateway):
    """System, security and audit administrators are several: nobody makes an approver alone."""
    gateway = await start_gateway(environment="test")
    body = {"username": "shen", "name": "沈某", "password": PASSWORD, "roles": ["approver"], "region": COUNTY}
    async with (
        gateway.client(Role.OPERATOR, sub="op") as operator,
        gateway.client(Role.AUDITOR, sub="aud") as auditor,
        gateway.client(Role.COUNTY_OFFICE, region=COUNTY, sub="li") as office,
    ):
        assert (await operator.post(ACCOUNTS, json=body)).status_code == 201
        early = await gateway.login("shen")
        assert (early.status_code, early.json()["code"]) == (400, "post_not_held")
        (waiting,) = (await auditor.get("/api/identity/v1/awaiting-posts")).json()["items"]
        assert (waiting["username"], waiting["name"], waiting["given_by"]) == ("shen", body["name"], "op")
        path = f"{ACCOUNTS}/{waiting['account_id']}/posts/{waiting['id']}/confirmation"
        alone = await operator.post(path)
        assert (alone.status_code, alone.json()["code"]) == (403, "post_confirmed_alone")
        assert (await office.post(path)).status_code == 403
        confirmed = await auditor.post(path)
        assert (confirmed.status_code, confirmed.json()["confirmed_by"]) == (200, "aud"), confirmed.text
        again = await auditor.post(path)
        assert (again.status_code, again.json()["code"]) == (409, "post_not_awaiting")
        assert (await auditor.get("/api/identity/v1/awaiting-posts")).json()["items"] == []
        clerk = body | {"username": "liu", "roles": ["inspector"]}
        assert (await office.post(ACCOUNTS, json=clerk)).status_code == 201
    assert (await gateway.login("shen")).status_code == 200
    assert (await gateway.login("liu")).status_code == 200, "who decides about nobody needs no second administrator"

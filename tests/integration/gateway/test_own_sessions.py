"""People see and end their own sessions, offices those of their accounts; ended tokens are refused at the edge."""

import asyncio
import time

import httpx
import pytest
from countykit.identity import Role

from tests.waiting import eventually

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP
from .upstream import Upstream

SESSIONS = "/api/identity/v1/me/sessions"
ACCOUNTS = "/api/identity/v1/accounts"


def bearer(session):
    return {"authorization": f"Bearer {session['access_token']}"}


async def test_a_person_lists_and_ends_one_of_their_sessions_and_the_other_goes_on(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    lost = (await gateway.login("qingshi")).json()
    async with gateway.client() as client:
        (only,) = (await client.get(SESSIONS, headers=bearer(lost))).json()["items"]
        kept = (await gateway.login("qingshi")).json()
        both = (await client.get(SESSIONS, headers=bearer(kept))).json()["items"]
        ended = await client.delete(f"{SESSIONS}/{only['id']}", headers=bearer(kept))
        again = await client.delete(f"{SESSIONS}/{only['id']}", headers=bearer(kept))
        (left,) = (await client.get(SESSIONS, headers=bearer(kept))).json()["items"]
    assert set(only) == {"id", "created_at", "expires_at"}
    assert {row["id"] for row in both} == {only["id"], left["id"]}
    assert (ended.status_code, again.status_code) == (204, 404)
    assert (await gateway.refresh(lost["refresh_token"])).status_code == 400
    assert (await gateway.refresh(kept["refresh_token"])).status_code == 200
    rows = await gateway.fetch("SELECT account, resource FROM security_log WHERE kind = 'sign_out'")
    assert [(row["account"], row["resource"]) for row in rows] == [("qingshi", f"session/{only['id']}")]


async def test_nobody_sees_or_ends_the_session_of_another(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    await gateway.account("liuhe", Role.TOWNSHIP, region=TOWNSHIP)
    own, other = (await gateway.login("qingshi")).json(), (await gateway.login("liuhe")).json()
    async with gateway.client() as client:
        (row,) = (await client.get(SESSIONS, headers=bearer(own))).json()["items"]
        seen = (await client.get(SESSIONS, headers=bearer(other))).json()["items"]
        refused = await client.delete(f"{SESSIONS}/{row['id']}", headers=bearer(other))
    assert row["id"] not in [each["id"] for each in seen]
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert (await gateway.refresh(own["refresh_token"])).status_code == 200


async def account_id(gateway, username):
    (row,) = await gateway.fetch("SELECT id FROM account WHERE username = $1", username)
    return row["id"]


async def test_the_office_lists_and_ends_the_sessions_of_an_account_of_its_county_alone(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    await gateway.account("approver", Role.APPROVER, region=COUNTY)
    first, second, third = [(await gateway.login("qingshi")).json() for _ in range(3)]
    own = f"{ACCOUNTS}/{await account_id(gateway, 'qingshi')}/sessions"
    above = f"{ACCOUNTS}/{await account_id(gateway, 'approver')}/sessions"
    async with (
        gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office,
        gateway.client(Role.COUNTY_OFFICE, region=OTHER_COUNTY) as neighbour,
    ):
        rows = (await office.get(own)).json()["items"]
        oldest = min(rows, key=lambda row: row["created_at"])["id"]
        assert [(await neighbour.get(own)).status_code, (await neighbour.delete(own)).status_code] == [404, 404]
        assert [(await office.get(above)).json()["code"], (await office.delete(above)).json()["code"]] == [
            "role_not_grantable", "role_not_grantable",
        ]  # fmt: skip
        assert (await office.delete(f"{own}/{oldest}")).status_code == 204
        assert (await office.delete(f"{own}/{oldest}")).status_code == 404
        assert (await gateway.refresh(first["refresh_token"])).status_code == 400
        assert (await gateway.refresh(second["refresh_token"])).status_code == 200
        account = (await office.get(own.removesuffix("/sessions"))).json()
        (ending,) = [each for each in account["allowed_actions"] if each["name"] == "sessions"]
        assert (ending["method"], ending["href"], ending["schema"], ending["blocked_by"]) == ("DELETE", own, None, [])
        hidden = (await office.get(above.removesuffix("/sessions"))).json()
        assert "sessions" not in {each["name"] for each in hidden["allowed_actions"]}
        assert (await office.delete(own)).status_code == 204
        assert (await office.get(own)).json()["items"] == []
    assert (await gateway.refresh(third["refresh_token"])).status_code == 400
    rows = await gateway.fetch(
        "SELECT resource FROM security_log WHERE kind = 'administration' AND resource LIKE '%/s%'"
    )
    assert [row["resource"] for row in rows] == [
        f"account/qingshi/sessions/{oldest}", "account/qingshi/sessions",
    ]  # fmt: skip


async def refused_within_five_seconds(gateway, session):
    started = time.monotonic()

    async def refused():
        return (await gateway.me(session["access_token"])).status_code == 401

    await eventually(refused)
    assert time.monotonic() - started < 5
    answer = await gateway.me(session["access_token"])
    assert (answer.json()["code"], answer.json()["law"][:15]) == ("session_ended", "GB/T 22239-2019")


async def test_the_access_token_of_an_ended_session_is_refused_within_seconds_and_that_of_another_is_not(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    lost, kept = [(await gateway.login("qingshi")).json() for _ in range(2)]
    async with gateway.client() as client:
        await client.post("/api/identity/v1/logout", json={"refresh_token": lost["refresh_token"]})
    await refused_within_five_seconds(gateway, lost)
    assert (await gateway.me(kept["access_token"])).status_code == 200


async def test_a_disabled_account_loses_its_access_token_within_seconds_also_towards_the_services(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    session = (await gateway.login("qingshi")).json()
    async with gateway.client(Role.OPERATOR) as operator, gateway.client() as client:
        path = f"{ACCOUNTS}/{await account_id(gateway, 'qingshi')}"
        before = await client.get("/api/signage/v1/plaques", headers=bearer(session))
        assert (await operator.post(f"{path}/deactivation")).status_code == 200
        await refused_within_five_seconds(gateway, session)
        after = await client.get("/api/signage/v1/plaques", headers=bearer(session))
        assert (await operator.post(f"{path}/activation")).status_code == 200
    assert (before.status_code, after.status_code) == (502, 401)  # no service listens behind this gateway
    again = (await gateway.login("qingshi")).json()

    async def let_in():
        return (await gateway.me(again["access_token"])).status_code == 200

    await eventually(let_in)
    assert (await gateway.me(session["access_token"])).status_code == 401


async def test_a_disabled_client_loses_its_access_token_within_seconds(gateway):
    async with gateway.client(Role.OPERATOR) as operator, gateway.client() as outside:
        body = {"name": "省级减负平台", "roles": ["integrator"], "region": COUNTY}
        made = (await operator.post("/api/identity/v1/clients", json=body)).json()
        grant = {
            "grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]
        }  # fmt: skip
        token = (await outside.post("/api/identity/v1/token", data=grant)).json()
        assert (await gateway.me(token["access_token"])).status_code == 200
        await operator.post(f"/api/identity/v1/clients/{made['id']}/deactivation")
    await refused_within_five_seconds(gateway, token)


@pytest.mark.parametrize("end", ["县农业农村局,990101000000,false,", "县农业农村局,990101000000,true,2025-01-01"])
async def test_who_is_of_a_body_that_is_no_more_is_refused_within_seconds_and_signs_in_no_more(gateway, end):
    head = "code,name,home,active,valid_to\n"
    departments = "/api/directory/v1/departments/import"
    async with gateway.client(Role.OPERATOR) as operator:
        there = {"file": ("t.csv", f"{head}AGRI,县农业农村局,{COUNTY},true,\n".encode())}
        assert (await operator.post(departments, files=there)).status_code == 200
        await gateway.account("lin", Role.DEPARTMENT, region=COUNTY, department="AGRI")
        session = (await gateway.login("lin")).json()
        ended = await operator.post(departments, files={"file": ("t.csv", f"{head}AGRI,{end}\n".encode())})
        assert ended.status_code == 200, ended.text
    await refused_within_five_seconds(gateway, session)
    again = await gateway.login("lin")
    assert (again.status_code, again.json()["code"]) == (400, "place_of_work_ended")


async def test_an_open_stream_ends_within_seconds_with_the_account_and_that_of_another_goes_on(start_gateway, serve):
    upstream = Upstream()
    gateway = await start_gateway(checklist_url=await serve(upstream.app))
    for username in ("qingshi", "liuhe"):
        await gateway.account(username, Role.TOWNSHIP, region=TOWNSHIP)
    session, other = [(await gateway.login(username)).json() for username in ("qingshi", "liuhe")]
    path = "/api/checklist/v1/events"
    async with (
        httpx.AsyncClient(base_url=await serve(gateway.app), timeout=20) as browser,
        browser.stream("GET", path, headers=bearer(other)) as going_on,
        browser.stream("GET", path, headers=bearer(session)) as ending,
    ):
        lines, others = ending.aiter_lines(), going_on.aiter_lines()
        assert (await anext(lines), await anext(others)) == ("data: 0", "data: 0")
        async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
            path = f"{ACCOUNTS}/{await account_id(gateway, 'qingshi')}/deactivation"
            assert (await office.post(path)).status_code == 200
        async with asyncio.timeout(5):
            async for _ in lines:
                pass
        assert (await anext(others)) is not None

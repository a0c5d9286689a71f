"""People see and end their own sessions, offices those of their accounts; ended tokens are refused at the edge."""

import time

from countykit.identity import Role

from tests.waiting import eventually

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP

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

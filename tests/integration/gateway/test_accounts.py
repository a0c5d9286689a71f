"""Accounts, clients and the browser's session, through a running gateway."""

import base64

import pytest
from countykit.identity import Role
from countykit.testing import open_actions

from .conftest import COUNTRY, COUNTY, OTHER_COUNTY, PASSWORD, TOWNSHIP

ACCOUNTS = "/api/identity/v1/accounts"
CLIENTS = "/api/identity/v1/clients"
SESSION = "/api/identity/v1/session"
CSRF = {"x-songbang-csrf": "1"}


def creation(**fields):
    return {
        "username": "qingshi",
        "name": "青石镇减负专员",
        "password": PASSWORD,
        "roles": ["township"],
        "region": TOWNSHIP,
        **fields,
    }


async def test_a_county_office_opens_an_account_that_can_sign_in_and_never_shows_its_password(gateway):
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        answer = await client.post(ACCOUNTS, json=creation())
        shown = await client.get(f"{ACCOUNTS}/{answer.json()['id']}")
    assert answer.status_code == 201, answer.text
    assert open_actions(answer.json()) == ["deactivation", "sessions", "password", "person"]
    assert (await gateway.login("qingshi")).status_code == 200
    (row,) = await gateway.fetch("SELECT password_hash FROM account WHERE username = 'qingshi'")
    for text in (answer.text, shown.text):
        assert PASSWORD not in text
        assert row["password_hash"] not in text
    assert {key for key in shown.json() if "password" in key} == {"must_change_password", "one_time_password"}
    assert shown.json()["one_time_password"] is None
    assert row["password_hash"].startswith("$argon2id$")


async def test_an_account_and_a_body_show_the_names_of_their_codes(gateway):
    body = {"code": "990101-NYJ", "name": "县农业农村局", "home": COUNTY}
    async with gateway.client(Role.OPERATOR) as client:
        registered = (await client.post("/api/directory/v1/departments", json=body)).json()
        wanted = creation(roles=["department"], region=COUNTY, department="990101-NYJ")
        opened = (await client.post(ACCOUNTS, json=wanted)).json()
        (listed,) = [
            row for row in (await client.get(ACCOUNTS)).json()["items"] if row["username"] == opened["username"]
        ]
        township = (await client.get(f"/api/directory/v1/regions/{TOWNSHIP}")).json()
    assert (registered["home"], registered["home_name"]) == (COUNTY, "丙县")
    for shown in (opened, listed):
        assert (shown["region_name"], shown["department_name"]) == ("丙县", "县农业农村局")
    assert (township["parent"], township["parent_name"]) == (COUNTY, "丙县")


async def test_who_gives_a_post_or_registers_a_system_is_told_where_it_is_read(gateway):
    post = {"roles": ["observer"], "region": COUNTY, "reason": "县委组织部2026年第12号文件"}
    system = {"name": "省级减负平台", "roles": ["observer"], "region": COUNTY}
    async with gateway.client(Role.OPERATOR) as client:
        opened = await client.post(ACCOUNTS, json=creation())
        given = await client.post(f"{opened.headers['location']}/posts", json=post)
        assert given.headers["location"] == f"{opened.headers['location']}/posts/{given.json()['id']}"
        assert (await client.get(given.headers["location"])).json() == given.json()
        strange = given.headers["location"].replace(given.json()["id"], opened.json()["id"])
        assert (await client.get(strange)).status_code == 404
        registered = await client.post(CLIENTS, json=system)
        read = await client.get(registered.headers["location"])
    assert read.json() == {key: value for key, value in registered.json().items() if key != "client_secret"}


async def test_a_username_is_taken_once(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        assert (await client.post(ACCOUNTS, json=creation())).status_code == 201
        again = await client.post(ACCOUNTS, json=creation())
    assert (again.status_code, again.json()["code"]) == (409, "username_taken")


@pytest.mark.parametrize(
    ("roles", "region", "code"),
    [
        (["operator"], COUNTY, "role_not_grantable"),
        (["approver"], COUNTY, "role_not_grantable"),
        (["county_office"], COUNTY, "role_not_grantable"),
        (["township", "integrator"], TOWNSHIP, "role_not_grantable"),
        (["inspector"], OTHER_COUNTY, "forbidden"),
        (["inspector"], "990100000000", "forbidden"),
        (["inspector"], COUNTRY, "forbidden"),
        (["township"], COUNTY, "role_region_mismatch"),
        (["department"], COUNTY, "role_region_mismatch"),
        (["township"], "990101099000", "region_unknown"),
    ],
)
async def test_a_county_office_cannot_hand_out_more_than_it_has(gateway, roles, region, code):
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        answer = await client.post(ACCOUNTS, json=creation(roles=roles, region=region))
    assert answer.json()["code"] == code
    assert await gateway.fetch("SELECT 1 FROM account WHERE username = 'qingshi'") == []


async def test_a_department_account_needs_a_registered_department(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        unknown = await client.post(ACCOUNTS, json=creation(roles=["department"], region=COUNTY, department="CIVIL"))
        entry = {"code": "CIVIL", "name": "县民政局", "home": COUNTY}
        assert (await client.post("/api/directory/v1/departments", json=entry)).status_code == 201
        known = await client.post(ACCOUNTS, json=creation(roles=["department"], region=COUNTY, department="CIVIL"))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "department_unknown")
    assert known.status_code == 201


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.APPROVER, Role.INTEGRATOR])
async def test_other_roles_manage_no_accounts(gateway, role):
    async with gateway.client(role, region=COUNTY, department="CIVIL") as client:
        assert (await client.get(ACCOUNTS)).status_code == 403
        assert (await client.post(ACCOUNTS, json=creation())).status_code == 403
        assert (await client.get(CLIENTS)).status_code == 403


async def test_a_county_office_can_neither_see_nor_reset_what_is_above_it(gateway):
    await gateway.account("approver", Role.APPROVER, region=COUNTY)
    await gateway.account("neighbour", Role.TOWNSHIP, region=OTHER_COUNTY)
    ids = {row["username"]: row["id"] for row in await gateway.fetch("SELECT username, id FROM account")}
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        listed = [item["username"] for item in (await client.get(ACCOUNTS)).json()["items"]]
        for username, status in (("operator", 404), ("neighbour", 404), ("approver", 403)):
            body = {"password": "Taken-over-2026-x"}
            assert (await client.post(f"{ACCOUNTS}/{ids[username]}/password", json=body)).status_code == status
            assert (await client.post(f"{ACCOUNTS}/{ids[username]}/deactivation")).status_code == status
    assert listed == ["approver"]


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234", "woaini123456", "qingshiqingshi"])
async def test_weak_passwords_are_refused_outside_of_demo_mode(start_gateway, password):
    gateway = await start_gateway(environment="test")
    async with gateway.client(Role.OPERATOR) as client:
        answer = await client.post(ACCOUNTS, json=creation(password=password))
    assert (answer.status_code, answer.json()["code"]) == (422, "password_weak")
    assert answer.json()["law"]


async def test_unknown_fields_and_personal_numbers_as_usernames_are_refused(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        for fields in ({"state": "active"}, {"version": 9}, {"username": "13800000000"}, {"roles": []}):
            assert (await client.post(ACCOUNTS, json=creation(**fields))).status_code == 422


async def test_a_disabled_account_loses_its_sessions_at_once_and_may_be_enabled_again(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    session = (await gateway.login("qingshi")).json()
    (row,) = await gateway.fetch("SELECT id FROM account WHERE username = 'qingshi'")
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        disabled = await client.post(f"{ACCOUNTS}/{row['id']}/deactivation")
        twice = await client.post(f"{ACCOUNTS}/{row['id']}/deactivation")
        assert (await gateway.refresh(session["refresh_token"])).status_code == 400
        assert (await gateway.login("qingshi")).status_code == 400
        stale = await client.post(f"{ACCOUNTS}/{row['id']}/activation", headers={"if-match": '"0"'})
        enabled = await client.post(
            f"{ACCOUNTS}/{row['id']}/activation", headers={"if-match": disabled.headers["etag"]}
        )
    assert (twice.status_code, twice.json()["code"]) == (409, "illegal_transition")
    assert (stale.status_code, enabled.status_code) == (412, 200)
    assert (await gateway.login("qingshi")).status_code == 200
    assert (await gateway.refresh(session["refresh_token"])).status_code == 400


async def test_a_reset_password_lifts_the_lock_and_ends_the_sessions(start_gateway):
    gateway = await start_gateway(lockout_failures=1)
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    session = (await gateway.login("qingshi")).json()
    assert (await gateway.login("qingshi", "wrong")).status_code == 400
    assert (await gateway.login("qingshi")).status_code == 429
    (row,) = await gateway.fetch("SELECT id FROM account WHERE username = 'qingshi'")
    new = "Brand-new-passphrase-3"
    async with gateway.client(Role.OPERATOR) as client:
        assert (await client.post(f"{ACCOUNTS}/{row['id']}/password", json={"password": new})).status_code == 200
    assert (await gateway.login("qingshi", new)).status_code == 200
    assert (await gateway.refresh(session["refresh_token"])).status_code == 400


async def test_a_client_signs_in_with_a_secret_that_is_shown_once(gateway):
    async with gateway.client(Role.OPERATOR) as operator, gateway.client() as outside:
        body = {"name": "省级减负平台", "roles": ["integrator"], "region": COUNTY}
        made = (await operator.post(CLIENTS, json=body)).json()
        assert "client_secret" not in (await operator.get(CLIENTS)).text
        asked = {"grant_type": "client_credentials"}
        credentials = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
        in_body = await outside.post("/api/identity/v1/token", data={**asked, **credentials})
        pair = base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
        basic = await outside.post("/api/identity/v1/token", data=asked, headers={"authorization": f"Basic {pair}"})
        wrong = await outside.post("/api/identity/v1/token", data={**asked, **credentials, "client_secret": "x"})
        renewed = (await operator.post(f"{CLIENTS}/{made['id']}/secret")).json()
        old = await outside.post("/api/identity/v1/token", data={**asked, **credentials})
        credentials["client_secret"] = renewed["client_secret"]
        assert (await outside.post("/api/identity/v1/token", data={**asked, **credentials})).status_code == 200
        assert (await operator.post(f"{CLIENTS}/{made['id']}/deactivation")).status_code == 200
        disabled = await outside.post("/api/identity/v1/token", data={**asked, **credentials})
    assert (in_body.status_code, basic.status_code) == (200, 200)
    assert "refresh_token" not in in_body.json()
    assert (await gateway.me(basic.json()["access_token"])).json()["roles"] == ["integrator"]
    assert (wrong.status_code, wrong.json()["error"], old.status_code, disabled.status_code) == (
        401, "invalid_client", 401, 401,
    )  # fmt: skip


async def test_the_browser_keeps_its_refresh_token_in_a_cookie_that_scripts_and_other_sites_cannot_use(gateway):
    login = {"username": "operator", "password": PASSWORD}
    async with gateway.client() as browser:
        signed_in = await browser.post(SESSION, json=login, headers=CSRF)
        assert "refresh_token" not in signed_in.json()
        cookie = signed_in.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/api/identity/v1/session"))
        no_header = await browser.post(f"{SESSION}/refresh")
        foreign = await browser.post(f"{SESSION}/refresh", headers={**CSRF, "origin": "http://evil.example"})
        own = await browser.post(f"{SESSION}/refresh", headers={**CSRF, "origin": "http://service"})
        assert (await gateway.me(own.json()["access_token"])).status_code == 200
        assert (await browser.delete(SESSION, headers=CSRF)).status_code == 204
        assert (await browser.post(f"{SESSION}/refresh", headers=CSRF)).status_code == 400
        wrong = await browser.post(SESSION, json={**login, "password": "wrong"}, headers=CSRF)
    assert (no_header.status_code, no_header.json()["code"]) == (403, "foreign_origin")
    assert (foreign.status_code, own.status_code, wrong.status_code) == (403, 200, 400)


async def test_the_cookie_is_secure_outside_of_demo_mode(start_gateway):
    gateway = await start_gateway(environment="test")
    await gateway.account("operator", Role.OPERATOR)
    async with gateway.client() as browser:
        answer = await browser.post(SESSION, json={"username": "operator", "password": PASSWORD}, headers=CSRF)
    assert "; secure" in answer.headers["set-cookie"].lower()

"""Passwords given by others are changed at the first sign-in; the last five do not come back."""

from datetime import timedelta
from itertools import pairwise

from countykit.identity import Role

from .conftest import COUNTY, PASSWORD, TOWNSHIP

ACCOUNTS = "/api/identity/v1/accounts"
OWN = "/api/identity/v1/me/password"
CHOSEN = "Liuhe-zijixuan-{}-mima"


def bearer(answer):
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def opened(gateway):
    body = {
        "username": "qingshi", "name": "青石镇减负专员", "password": PASSWORD, "roles": ["township"], "region": TOWNSHIP
    }  # fmt: skip
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        answer = await office.post(ACCOUNTS, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def change(gateway, session, old, new):
    async with gateway.client() as client:
        body = {"current_password": old, "password": new}
        return await client.put(OWN, json=body, headers=bearer(session))


async def test_who_was_given_a_password_can_only_change_it_and_then_do_everything(start_gateway):
    gateway = await start_gateway(environment="test")
    assert (await opened(gateway))["must_change_password"] is True
    first = await gateway.login("qingshi")
    async with gateway.client() as client:
        for path in ("/api/signage/v1/plaques", "/api/identity/v1/me/sessions", "/api/directory/v1/regions"):
            refused = await client.get(path, headers=bearer(first))
            assert (refused.status_code, refused.json()["code"]) == (403, "password_change_needed")
            assert "GB/T 22239" in refused.json()["law"]
    me = await gateway.me(first.json()["access_token"])
    assert me.json()["must_change_password"] is True
    renewed = await gateway.refresh(first.json()["refresh_token"])
    assert (await gateway.me(renewed.json()["access_token"])).json()["must_change_password"] is True
    assert (await change(gateway, renewed, PASSWORD, CHOSEN.format(1))).status_code == 204
    own = await gateway.login("qingshi", CHOSEN.format(1))
    assert (await gateway.me(own.json()["access_token"])).json()["must_change_password"] is False
    async with gateway.client() as client:
        assert (await client.get("/api/identity/v1/me/sessions", headers=bearer(own))).status_code == 200


async def test_a_reset_draws_a_one_time_password_that_is_shown_once_and_expires(start_gateway):
    gateway = await start_gateway(environment="test", one_time_password_hours=1)
    account = await opened(gateway)
    path = f"{ACCOUNTS}/{account['id']}"
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        reset = await office.post(f"{path}/password", json={})
        shown = await office.get(path)
    secret = reset.json()["one_time_password"]
    assert len(secret) >= 16
    assert shown.json()["one_time_password"] is None
    assert (await gateway.login("qingshi")).status_code == 400
    assert (await gateway.me((await gateway.login("qingshi", secret)).json()["access_token"])).json()[
        "must_change_password"
    ]
    await gateway.fetch("UPDATE account SET password_expires_at = now() - $1::interval", timedelta(seconds=1))
    late = await gateway.login("qingshi", secret)
    assert (late.status_code, late.json()["code"]) == (400, "one_time_password_expired")


async def test_the_last_five_passwords_do_not_come_back_and_the_sixth_does(gateway):
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    used = [PASSWORD, *(CHOSEN.format(number) for number in range(1, 5))]
    for old, new in pairwise(used):
        assert (await change(gateway, await gateway.login("qingshi", old), old, new)).status_code == 204
    session = await gateway.login("qingshi", used[-1])
    for each in used:
        refused = await change(gateway, session, used[-1], each)
        assert (refused.status_code, refused.json()["code"]) == (422, "password_reused")
    assert (await change(gateway, session, used[-1], CHOSEN.format(5))).status_code == 204
    session = await gateway.login("qingshi", CHOSEN.format(5))
    assert (await change(gateway, session, CHOSEN.format(5), PASSWORD)).status_code == 204


async def test_an_old_password_has_to_be_changed_where_the_settings_say_so(start_gateway):
    gateway = await start_gateway(password_days=90)
    await gateway.account("qingshi", Role.TOWNSHIP, region=TOWNSHIP)
    fresh = await gateway.login("qingshi")
    assert (await gateway.me(fresh.json()["access_token"])).json()["must_change_password"] is False
    await gateway.fetch("UPDATE account SET password_changed_at = now() - interval '91 days'")
    old = await gateway.login("qingshi")
    assert (await gateway.me(old.json()["access_token"])).json()["must_change_password"] is True
    assert (await change(gateway, old, PASSWORD, CHOSEN.format(1))).status_code == 204
    own = await gateway.login("qingshi", CHOSEN.format(1))
    assert (await gateway.me(own.json()["access_token"])).json()["must_change_password"] is False

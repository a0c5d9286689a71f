"""A second factor (RFC 6238): enrolled by its owner, asked for at sign-in, each code once, wrong ones locked out."""

import base64
import time

import pyotp
import pytest
from countykit.identity import Role
from gateway.identity.second_factors.resealing import seal_anew
from servicekit.transaction import Context
from servicekit.vault import Vault, named_keys

from .conftest import COUNTY, OTHER_COUNTY, PASSWORD, TOWNSHIP
from .test_own_sessions import ACCOUNTS, account_id, bearer

OWN = "/api/identity/v1/me/second-factor"


async def signed_in(gateway, code=None, username="lin"):
    grant = {"grant_type": "password", "username": username, "password": PASSWORD, "one_time_code": code}
    async with gateway.client() as client:
        return await client.post("/api/identity/v1/token", json=grant)


async def asked(gateway, token, method, path=OWN, body=None):
    async with gateway.client() as client:
        return await client.request(method, path, json=body, headers=bearer(token))


def code_of(secret, steps=0):
    """The code of the present step or a later one: a code that was used is not taken again."""
    return pyotp.TOTP(secret).at(int(time.time()), counter_offset=steps)


async def enrolled(gateway):
    """An inspector with an authenticator: its secret and the recovery codes."""
    await gateway.account("lin", Role.INSPECTOR, region=COUNTY)
    token = (await signed_in(gateway)).json()
    begun = (await asked(gateway, token, "POST", body={"current_password": PASSWORD})).json()
    assert begun["uri"].startswith("otpauth://totp/")
    assert begun["qr"].startswith("data:image/svg+xml")
    unconfirmed = await signed_in(gateway)
    assert unconfirmed.status_code == 200, "nothing is asked for before the telephone has proved that it has the secret"
    confirmed = await asked(gateway, token, "POST", f"{OWN}/confirmation", {"code": code_of(begun["secret"])})
    assert confirmed.status_code == 200, confirmed.text
    return begun["secret"], confirmed.json()["recovery_codes"], token


async def test_a_code_is_asked_for_at_sign_in_and_good_once_and_a_recovery_code_stands_in_once(gateway):
    secret, recovery, _ = await enrolled(gateway)
    bare = await signed_in(gateway)
    assert (bare.status_code, bare.json()["code"], bare.json()["error"]) == (
        400, "second_factor_needed", "invalid_grant",
    )  # fmt: skip
    code = code_of(secret, 1)
    assert (await signed_in(gateway, code)).status_code == 200
    replayed = await signed_in(gateway, code)
    assert (replayed.status_code, replayed.json()["code"]) == (400, "second_factor_wrong")
    before = await signed_in(gateway, code_of(secret))
    assert before.json()["code"] == "second_factor_wrong", "nor is one of an earlier step than the last that was used"
    assert len(set(recovery)) == 10
    token = (await signed_in(gateway, recovery[3])).json()
    again = await signed_in(gateway, recovery[3])
    assert (again.status_code, again.json()["code"]) == (400, "second_factor_wrong")
    shown = (await asked(gateway, token, "GET")).json()
    assert shown == {"enrolled": True, "required": False, "recovery_codes_left": 9}
    (row,) = await gateway.fetch("SELECT sealed, recovery_hashes::text AS kept FROM second_factor")
    assert secret.encode() not in row["sealed"]
    assert recovery[0] not in row["kept"]


async def test_wrong_codes_lock_the_factor_also_from_other_networks_and_good_passwords_do_not_wipe_the_count(gateway):
    secret, recovery, _ = await enrolled(gateway)
    for _ in range(5):
        assert (await signed_in(gateway, "000000")).json()["code"] == "second_factor_wrong"
        assert (await signed_in(gateway)).json()["code"] == "second_factor_needed"
    locked = await signed_in(gateway, code_of(secret, 1))
    assert (locked.status_code, locked.json()["code"]) == (429, "login_locked")
    assert 0 < int(locked.headers["retry-after"]) <= 900
    await gateway.fetch("UPDATE second_factor SET locked_until = now()")
    assert (await signed_in(gateway, recovery[0])).status_code == 200


async def test_a_factor_is_removed_by_its_owner_with_a_code_or_by_the_office_which_ends_the_sessions(gateway):
    secret, _, token = await enrolled(gateway)
    twice = await asked(gateway, token, "POST", body={"current_password": PASSWORD})
    assert (twice.status_code, twice.json()["code"]) == (409, "second_factor_known")
    stolen = await asked(gateway, token, "POST", body={"current_password": "guessed"})
    assert stolen.status_code == 400
    wrong = await asked(gateway, token, "POST", f"{OWN}/removal", {"code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "second_factor_wrong")
    assert (await asked(gateway, token, "POST", f"{OWN}/removal", {"code": code_of(secret, 1)})).status_code == 204
    assert (await signed_in(gateway)).status_code == 200
    begun = (await asked(gateway, token, "POST", body={"current_password": PASSWORD})).json()
    body = {"code": code_of(begun["secret"])}
    assert (await asked(gateway, token, "POST", f"{OWN}/confirmation", body)).status_code == 200
    path = f"{ACCOUNTS}/{await account_id(gateway, 'lin')}/second-factor"
    async with (
        gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office,
        gateway.client(Role.COUNTY_OFFICE, region=OTHER_COUNTY) as neighbour,
    ):
        assert (await neighbour.delete(path)).status_code == 404
        assert (await office.delete(path)).status_code == 204
        again = await office.delete(path)
    assert (again.status_code, again.json()["code"]) == (409, "second_factor_missing")
    assert (await gateway.refresh(token["refresh_token"])).status_code == 400
    assert (await signed_in(gateway)).status_code == 200


@pytest.fixture
async def strict(start_gateway):
    gateway = await start_gateway(second_factor_roles=["inspector", "operator"])
    await gateway.account("lin", Role.INSPECTOR, region=COUNTY)
    await gateway.account("chen", Role.TOWNSHIP, region=TOWNSHIP)
    return gateway


async def test_where_a_role_needs_a_factor_nothing_but_enrolling_is_allowed_until_it_is_there(strict):
    token = (await signed_in(strict)).json()
    refused = await asked(strict, token, "GET", "/api/directory/v1/regions")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_enrolment_needed")
    me = (await strict.me(token["access_token"])).json()
    assert me["must_enrol_second_factor"] is True
    begun = (await asked(strict, token, "POST", body={"current_password": PASSWORD})).json()
    body = {"code": code_of(begun["secret"])}
    assert (await asked(strict, token, "POST", f"{OWN}/confirmation", body)).status_code == 200
    renewed = (await strict.refresh(token["refresh_token"])).json()
    assert (await asked(strict, renewed, "GET", "/api/directory/v1/regions")).status_code == 200
    other = (await signed_in(strict, username="chen")).json()
    assert (await asked(strict, other, "GET", "/api/directory/v1/regions")).status_code == 200


async def test_a_new_key_of_sealed_values_takes_second_factors_along_so_that_the_old_one_can_go(gateway):
    secret, _, _ = await enrolled(gateway)
    new = "k9:" + base64.b64encode(b"n" * 32).decode()
    old = gateway.app.state.settings.secrets_keys.get_secret_value()
    both, alone = (Vault(named_keys(text, setting="x")) for text in (f"{new},{old}", new))
    async with gateway.service.database.transaction(Context.of_system("test")) as tx:
        assert await seal_anew(tx, both) is False, "there is no more"
    (row,) = await gateway.fetch("SELECT sealed FROM second_factor")
    assert alone.open(row["sealed"], place="second_factor|sealed|lin") == secret

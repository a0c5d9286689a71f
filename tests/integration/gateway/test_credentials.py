"""Ways in to powerful accounts are changed by two: a password, a second factor, an outside login."""

import pytest
from countykit.identity import Role

from .conftest import COUNTY, PASSWORD, TOWNSHIP
from .test_own_sessions import ACCOUNTS, account_id
from .test_second_factor import asked as requested
from .test_second_factor import code_of, signed_in

AWAITING = "/api/identity/v1/awaiting-credentials"
PROVIDER = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "songbang"}
NEW = "Lanhe-xinmima-2026"


@pytest.fixture
async def gateway(start_gateway):
    """No demonstration: there one person may not give a powerful post alone."""
    gateway = await start_gateway(environment="test", **PROVIDER)
    await gateway.account("wang", Role.APPROVER, region=COUNTY)
    await gateway.account("chen", Role.TOWNSHIP, region=TOWNSHIP)
    return gateway


def administrators(gateway):
    return gateway.client(Role.OPERATOR, sub="first"), gateway.client(Role.AUDITOR, sub="second")


async def waiting(client):
    answer = await client.get(AWAITING)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def confirmed(client, change):
    return await client.post(
        f"{ACCOUNTS}/{change['account_id']}/credential-changes/{change['id']}/confirmation"
    )  # fmt: skip


async def test_a_new_password_of_an_approver_is_good_once_a_second_administrator_confirmed_it(gateway):
    path = f"{ACCOUNTS}/{await account_id(gateway, 'wang')}/password"
    first, second = administrators(gateway)
    async with first, second, gateway.client(Role.OPERATOR, sub="wang") as owner:
        first_answer = await first.post(path, json={})
        drawn = first_answer.json()["one_time_password"]
        assert (first_answer.status_code, first_answer.json()["awaits_confirmation"]) == (200, True)
        assert (await gateway.login("wang", drawn)).status_code == 400
        session = (await gateway.login("wang")).json()
        (change,) = await waiting(second)
        assert (change["username"], change["kind"], change["requested_by"]) == ("wang", "password", "first")
        assert drawn not in str(change)
        for alone in (first, owner):
            refused = await confirmed(alone, change)
            assert (refused.status_code, refused.json()["code"]) == (403, "credential_changed_alone")
            assert refused.json()["law"]
        assert (await gateway.login("wang")).status_code == 200, "until then the old one is good"
        assert (await confirmed(second, change)).status_code == 204
        assert (await waiting(second), (await confirmed(second, change)).status_code) == ([], 404)
    assert (await gateway.login("wang")).status_code == 400
    assert (await gateway.refresh(session["refresh_token"])).status_code == 400
    taken = await gateway.login("wang", drawn)
    assert (await gateway.me(taken.json()["access_token"])).json()["must_change_password"] is True
    rows = await gateway.fetch("SELECT detail FROM security_log WHERE resource = 'account/wang/password' ORDER BY id")
    assert ['"waits": true' in row["detail"].replace('":', '": ') for row in rows] == [True, False]


async def test_a_later_request_replaces_the_earlier_one_and_an_old_one_is_over(gateway):
    path = f"{ACCOUNTS}/{await account_id(gateway, 'wang')}/password"
    first, second = administrators(gateway)
    async with first, second:
        await first.post(path, json={"password": NEW})
        (earlier,) = await waiting(second)
        await first.post(path, json={"password": f"{NEW}-x"})
        (later,) = await waiting(second)
        assert (await confirmed(second, earlier)).status_code == 404
        await gateway.fetch("UPDATE credential_change SET expires_at = now()")
        over = await confirmed(second, later)
        assert (await waiting(second), over.status_code, over.json()["code"]) == ([], 409, "credential_change_over")
    assert (await gateway.login("wang")).status_code == 200


async def test_a_second_factor_of_an_approver_goes_by_two_and_that_of_a_township_by_one(gateway):
    first, second = administrators(gateway)
    async with first, second:
        for name, status in (("wang", 202), ("chen", 204)):
            token = (await signed_in(gateway, username=name)).json()
            begun = (await requested(gateway, token, "POST", body={"current_password": PASSWORD})).json()
            proof = {"code": code_of(begun["secret"])}
            own = "/api/identity/v1/me/second-factor/confirmation"
            assert (await requested(gateway, token, "POST", own, proof)).status_code == 200
            path = f"{ACCOUNTS}/{await account_id(gateway, name)}/second-factor"
            assert (await first.delete(path)).status_code == status
        assert (await signed_in(gateway, username="chen")).status_code == 200
        assert (await signed_in(gateway, username="wang")).json()["code"] == "second_factor_needed"
        (change,) = await waiting(second)
        assert (await confirmed(second, change)).status_code == 204
    assert (await signed_in(gateway, username="wang")).status_code == 200


async def test_an_outside_login_of_an_approver_waits_and_is_bound_once(gateway):
    paths = {name: f"{ACCOUNTS}/{await account_id(gateway, name)}" for name in ("wang", "chen")}
    first, second = administrators(gateway)
    async with first, second, gateway.client(Role.OPERATOR, sub="wang") as owner:
        own = await owner.post(f"{paths['wang']}/binding", json={"subject": "sub-w"})
        assert (own.status_code, own.json()["code"]) == (403, "outside_login_to_oneself")
        waits = await first.post(f"{paths['wang']}/binding", json={"subject": "sub-w"})
        assert (waits.status_code, waits.json()["awaits_confirmation"]) == (200, True)
        assert await gateway.fetch("SELECT 1 FROM outside_login") == []
        (change,) = await waiting(second)
        assert (change["kind"], change["subject"]) == ("outside_login", "sub-w")
        assert (await confirmed(second, change)).status_code == 204
        at_once = await first.post(f"{paths['chen']}/binding", json={"subject": "sub-c"})
        assert at_once.json()["awaits_confirmation"] is False
        taken = [
            await first.post(f"{paths['chen']}/binding", json={"subject": "sub-w"}),
            await first.post(f"{paths['chen']}/binding", json={"subject": "sub-d"}),
        ]
        assert [(each.status_code, each.json()["code"]) for each in taken] == [(409, "outside_login_taken")] * 2
        unbound = await first.post(f"{paths['chen']}/unbinding")
        missing = await first.post(f"{paths['chen']}/unbinding")
        assert (unbound.status_code, missing.json()["code"]) == (200, "outside_login_missing")
    rows = await gateway.fetch("SELECT username, subject, bound_by FROM outside_login")
    assert [tuple(row) for row in rows] == [("wang", "sub-w", "first")]


async def test_others_neither_see_nor_confirm_nor_bind(gateway):
    path = f"{ACCOUNTS}/{await account_id(gateway, 'chen')}/binding"
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        answers = [await office.get(AWAITING), await office.post(path, json={"subject": "x"})]
    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize(
    ("region", "found"), [("110101000000", (404, "not_found")), (None, (409, "outside_sign_in_off"))]
)
async def test_that_no_provider_is_configured_is_told_to_who_may_change_the_account_alone(start_gateway, region, found):
    gateway = await start_gateway(environment="test")
    await gateway.account("chen", Role.TOWNSHIP, region=TOWNSHIP)
    path = f"{ACCOUNTS}/{await account_id(gateway, 'chen')}"
    async with gateway.client(Role.OPERATOR, **({"region": region} if region else {})) as operator:
        for step, body in (("binding", {"subject": "chen-1"}), ("unbinding", {})):
            answer = await operator.post(f"{path}/{step}", json=body)
            assert (answer.status_code, answer.json()["code"]) == found, step

"""Accounts of regions that have ended, end later, or are still to come."""

from datetime import UTC, datetime, timedelta

import pytest
from countykit.identity import Role
from countykit.workdays import today

ACCOUNTS, TOKEN = "/api/identity/v1/accounts", "/api/identity/v1/token"
PASSWORD = "a-long-enough-passphrase-7"


@pytest.fixture
async def operator(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        yield client


async def register(operator, code, first, end=""):
    table = f"code,name,valid_from,valid_to\n{code},某乡,{first},{end}\n"
    files = {"file": ("table.csv", table.encode())}
    answer = await operator.post("/api/directory/v1/regions/import", files=files)
    assert answer.status_code == 200, answer.text


async def open_account(operator, region):
    body = {
        "username": f"t{region[6:9]}",
        "name": "某某",
        "password": PASSWORD,
        "roles": ["township"],
        "region": region,
    }
    return await operator.post(ACCOUNTS, json=body)


async def sign_in(gateway, region):
    async with gateway.client() as anybody:
        return await anybody.post(
            TOKEN, data={"grant_type": "password", "username": f"t{region[6:9]}", "password": PASSWORD}
        )


async def test_the_account_of_an_ended_township_signs_in_no_more(gateway, operator):
    day, code = today(datetime.now(UTC)), "990101008000"
    await register(operator, code, "2020-01-01", day + timedelta(days=1))
    assert (await open_account(operator, code)).status_code == 201
    signed_in = await sign_in(gateway, code)
    assert signed_in.status_code == 200, "a future end changes nothing yet"
    await register(operator, code, "2020-01-01", day)
    ended = await sign_in(gateway, code)
    assert (ended.status_code, ended.json()["code"]) == (400, "place_of_work_ended")
    assert ended.json()["error"] == "invalid_grant"
    async with gateway.client() as anybody:
        rotated = await anybody.post(
            TOKEN, data={"grant_type": "refresh_token", "refresh_token": signed_in.json()["refresh_token"]}
        )
    assert rotated.json()["code"] == "place_of_work_ended"


async def test_an_ended_region_gets_no_new_accounts_and_a_future_one_may_be_prepared(gateway, operator):
    day = today(datetime.now(UTC))
    await register(operator, "990101008000", "2020-01-01", day)
    await register(operator, "990101009000", day + timedelta(days=30))
    ended = await open_account(operator, "990101008000")
    assert (ended.status_code, ended.json()["code"]) == (409, "region_ended")
    assert (await open_account(operator, "990101009000")).status_code == 201

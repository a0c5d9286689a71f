"""The security log: ten questions by one filter each, two parts as one list, exports, and what is not in it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from countykit.identity import Role

from .conftest import COUNTRY, COUNTY, PASSWORD, TOWNSHIP

LOG = "/api/security/v1/log"
RFC5424 = re.compile(
    r"<(?P<priority>\d{1,3})>1 (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) - (?P<app>[!-~]{1,48}) - "
    r"(?P<kind>[!-~]{1,32})"
    r' \[songbang@32473(?P<fields>(?: [!-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\](?: \ufeff(?P<text>.*))?'
)


@pytest.fixture
async def installation(start_gateway, start_service, serve):
    """A gateway with a real service behind it, and an auditor."""
    certificate = await start_service("certificate_svc")
    gateway = await start_gateway(certificate_url=await serve(certificate.app))
    await gateway.account("operator", Role.OPERATOR)
    await gateway.account("auditor", Role.AUDITOR, region=COUNTRY)
    gateway.certificate = certificate
    return gateway


def auditor(gateway):
    return gateway.client(Role.AUDITOR, region="", sub="auditor")


async def read(gateway, **filters):
    filters.setdefault("part", ["gateway", "certificate"])
    await gateway.app.state.refusals.flush()
    await gateway.certificate.app.state.refusals.flush()
    async with auditor(gateway) as client:
        answer = await client.get(LOG, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture
async def day(installation):
    """One of everything."""
    gateway = installation
    signed_in = (await gateway.login("operator")).json()
    await gateway.login("operator", "wrong-password")
    await gateway.login("nobody", "wrong-password")
    async with gateway.client() as client:
        await client.post("/api/identity/v1/logout", json={"refresh_token": signed_in["refresh_token"]})
        await client.get("/api/identity/v1/accounts", headers={"authorization": "Bearer forged"})
        await client.get("/api/certificate/v1/certificates")
    async with gateway.client(Role.OPERATOR, sub="operator") as client:
        body = {
            "username": "qingshi",
            "name": "青石镇",
            "password": PASSWORD,
            "roles": ["township"],
            "region": TOWNSHIP,
        }
        account = (await client.post("/api/identity/v1/accounts", json=body)).json()
        await client.post(f"/api/identity/v1/accounts/{account['id']}/deactivation", headers={"if-match": '"1"'})
    async with gateway.client(Role.TOWNSHIP, region=TOWNSHIP, sub="qingshi") as client:
        await client.get("/api/identity/v1/accounts")
        await client.get("/api/certificate/v1/certificates?state=valid", headers={"accept": "text/csv"})
        await client.post("/api/certificate/v1/applications", json={})
        await client.post("/api/certificate/v1/certificates/search", json={"id_number": "11010519491231002X"})
    return gateway


QUESTIONS = {
    "who signed in": ({"kind": "sign_in", "outcome": "success"}, {"operator"}),
    "whose sign-ins failed": ({"kind": "sign_in", "outcome": "failure"}, {"operator", "nobody"}),
    "what did an account do": ({"account": "qingshi"}, {"qingshi"}),
    "who signed out": ({"kind": "sign_out"}, {"operator"}),
    "who was refused": ({"kind": "refusal"}, {"qingshi", ""}),
    "who exported lists, with which filters": ({"kind": "export"}, {"qingshi"}),
    "who saw personal data": ({"kind": "personal_data"}, {"qingshi"}),
    "who administered": ({"kind": "administration"}, {"operator", "system"}),
    "who touched an account": ({"resource": "account/qingshi"}, {"operator"}),
    "what came from an address": ({"address": "127.0.0.1"}, {"operator", "nobody", "qingshi", ""}),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_assessors_question_is_answered_by_one_filter(day, question):
    filters, accounts = QUESTIONS[question]
    rows = await read(day, **filters)
    assert {row["account"] for row in rows} == accounts
    for row in rows:
        assert all(row[name].startswith(value) for name, value in filters.items())


async def test_what_happened_in_a_time_is_found_by_its_ends(day):
    rows = await read(day)
    middle = rows[len(rows) // 2]["at"]
    assert {row["at"] for row in await read(day, since=middle)} == {row["at"] for row in rows if row["at"] >= middle}
    assert {row["at"] for row in await read(day, until=middle)} == {row["at"] for row in rows if row["at"] < middle}
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert await read(day, since=tomorrow) == []


async def test_an_export_says_which_list_by_which_filters_and_how_many_rows(day):
    (row,) = await read(day, kind="export")
    assert (row["part"], row["resource"]) == ("certificate", "/v1/certificates")
    assert row["detail"] == {"filters": "state=valid", "rows": 0, "form": "csv"}


async def test_the_pages_of_all_parts_are_one_list_in_the_order_of_time(day):
    whole = await read(day)
    assert {row["part"] for row in whole} == {"gateway", "certificate"}
    assert [row["at"] for row in whole] == sorted((row["at"] for row in whole), reverse=True)
    paged, after = [], None
    async with auditor(day) as client:
        while True:
            query = {"part": ["gateway", "certificate"], "limit": 2, **({"after": after} if after else {})}
            page = (await client.get(LOG, params=query)).json()
            paged += page["items"]
            after = page["next"]
            if after is None:
                break
    assert paged == whole


async def test_the_exports_hold_every_row_for_log_servers(day):
    whole = await read(day)
    async with auditor(day) as client:
        query = {"part": ["gateway", "certificate"]}
        lines = (await client.get(f"{LOG}/export", params=query)).text.splitlines()
        messages = (await client.get(f"{LOG}/export", params=query | {"form": "syslog"})).text.splitlines()
    told = [json.loads(line) for line in lines]
    assert [row for row in told if row["account"] != "auditor"] == whole[::-1]
    parsed = [RFC5424.fullmatch(message) for message in messages]
    assert all(parsed)
    assert len(parsed) >= len(told)
    failures = [match for match in parsed if match["priority"] == "108"]
    assert len(failures) == sum(row["outcome"] == "failure" for row in told)
    assert any(
        'resource="/v1/certificates"' in match["fields"] and match["app"] == "songbang-certificate" for match in parsed
    )


async def test_a_part_that_does_not_answer_is_named_and_never_left_out(day):
    async with auditor(day) as client:
        for path in (LOG, f"{LOG}/export"):
            refused = await client.get(path)
            assert (refused.status_code, refused.json()["upstream"]) == (502, "checklist")
        assert (await client.get(LOG, params={"part": "kitchen"})).json()["code"] == "part_unknown"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
async def test_only_the_auditor_reads_it(gateway, role):
    async with gateway.client(role, region="") as client:
        for path in (LOG, f"{LOG}/export"):
            assert (await client.get(path)).status_code == 403


async def test_an_auditors_region_is_the_whole_country(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        body = {"username": "shenji", "name": "审计员", "password": PASSWORD, "roles": ["auditor"], "region": COUNTY}
        assert (await client.post("/api/identity/v1/accounts", json=body)).json()["code"] == "role_region_mismatch"
        made = await client.post("/api/identity/v1/accounts", json=body | {"region": COUNTRY})
        assert made.status_code == 201


async def test_a_sign_in_is_told_after_its_session_is_gone(day):
    await day.fetch("DELETE FROM session")
    (row,) = await read(day, kind="sign_in", outcome="success")
    (post,) = await day.fetch("SELECT post.id, account_id FROM post JOIN account ON account_id = account.id "
                              "WHERE username = 'operator'")  # fmt: skip
    assert (row["account"], row["address"]) == ("operator", "127.0.0.1")
    told = {"grant": "password", "person": str(post["account_id"]), "post": str(post["id"])}
    assert row["detail"] == told
    (audited,) = await day.fetch("SELECT DISTINCT actor FROM audit WHERE resource LIKE 'session/%' AND before IS NULL")
    assert audited["actor"] == "operator"


async def test_a_password_typed_into_the_wrong_field_is_not_kept(day):
    await day.login(PASSWORD, "operator")
    rows = await read(day, kind="sign_in", outcome="failure")
    assert "?" in {row["account"] for row in rows}
    assert PASSWORD not in json.dumps(rows)


async def test_equal_refusals_of_a_second_are_one_row_that_counts_them(day):
    async with day.client() as client:
        for _ in range(20):
            await client.get("/api/identity/v1/clients")
    rows = await read(day, resource="/api/identity/v1/clients")
    assert sum(row["occurrences"] for row in rows) == 20
    assert len(rows) < 20

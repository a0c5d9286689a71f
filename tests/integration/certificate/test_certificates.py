"""Certificates through a running certificate-svc: numbers, checks, and taking them back."""

import asyncio
import base64
from dataclasses import replace
from datetime import UTC, datetime

from certificate_svc.certificates.numbers import number_is_valid
from certificate_svc.sealing import PersonalVault
from contracts.certificate import (
    CertificateIssued,
    CertificateReinstated,
    CertificateRevoked,
    CertificateSuperseded,
    CertificateSuspended,
)
from countykit.identity import Role
from countykit.testing import open_actions

from tests.waiting import eventually

from .story import COUNTY, FREE, KINSHIP, NEIGHBOUR, OTHER_TOWNSHIP, PERSON, VILLAGE, admit, issue, take

CANCEL_THE_BLOCKED_COMMIT = """
    SELECT bool_or(pg_cancel_backend(pid)) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%INSERT INTO outbox_pending%'
"""
REVOCATION = {"reason": "与事实不符", "fault": True, "forbidden": False}


async def test_issuing_gives_the_villages_next_number_and_publishes_no_personal_data(svc, county, village):
    await admit(county)
    taken = await take(village, demander={"department": "SF1"})
    answer = await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    certificate = answer.json()
    year = certificate["issued_on"][:4]
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert certificate["number"].startswith(f"{VILLAGE}-{year}-AC01-00001-")
    assert number_is_valid(certificate["number"])
    assert (certificate["holder"], certificate["id_number"]) == ("张*丰", "1*************002X")
    (event,) = await svc.events(CertificateIssued)
    assert (event["data"], event["department"]) == ({"item": "AC01"}, "SF1")
    assert event["subject"] == f"certificates/{certificate['id']}"
    application = await village.get(f"/v1/applications/{taken['id']}")
    assert (application.json()["state"], application.json()["version"]) == ("issued", 2)


async def test_twenty_concurrent_issues_get_the_numbers_one_to_twenty(svc, county, village):
    await admit(county)
    taken = [await take(village) for _ in range(20)]
    answers = await asyncio.gather(
        *(village.post(f"/v1/applications/{one['id']}/issue", json=KINSHIP) for one in taken)
    )
    serials = sorted(int(answer.json()["number"].split("-")[3]) for answer in answers)
    assert serials == list(range(1, 21))


async def test_an_issue_that_is_rolled_back_leaves_no_gap(svc, county, village):
    await admit(county)
    first, second, third = [await take(village) for _ in range(3)]
    assert (await village.post(f"/v1/applications/{first['id']}/issue", json=KINSHIP)).status_code == 201
    holder, watcher = await svc.database.direct(), await svc.database.direct()
    try:
        # The commit is stopped at its very last statement, long after the number has been drawn.
        await holder.execute("BEGIN; LOCK TABLE outbox_pending IN ACCESS EXCLUSIVE MODE")
        issuing = asyncio.create_task(village.post(f"/v1/applications/{second['id']}/issue", json=KINSHIP))
        await eventually(lambda: watcher.fetchval(CANCEL_THE_BLOCKED_COMMIT))
        assert (await issuing).status_code == 503
    finally:
        await holder.close()
        await watcher.close()
    issued = await village.post(f"/v1/applications/{third['id']}/issue", json=KINSHIP)
    assert issued.json()["number"].split("-")[3] == "00002"
    assert (await village.get(f"/v1/applications/{second['id']}")).json()["state"] == "received"


async def test_numbers_begin_anew_for_every_village_and_year(svc):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=datetime(2025, 1, 2, tzinfo=UTC)) as county:
        await admit(county)
    numbers = []
    for region, year in ((VILLAGE, 2025), (VILLAGE, 2026), (NEIGHBOUR, 2026)):
        async with svc.client(Role.VILLAGE, region=region, at=datetime(year, 2, 1, tzinfo=UTC)) as client:
            numbers.append((await issue(client, region=region))["number"])
    assert [number.split("-")[:4] for number in numbers] == [
        [VILLAGE, "2025", "AC01", "00001"], [VILLAGE, "2026", "AC01", "00001"], [NEIGHBOUR, "2026", "AC01", "00001"]
    ]  # fmt: skip


async def test_two_clerks_issuing_one_application_make_one_certificate(svc, county, village):
    await admit(county)
    path = f"/v1/applications/{(await take(village))['id']}/issue"
    answers = await asyncio.gather(*(village.post(path, json=KINSHIP) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await svc.events(CertificateIssued)) == 1


async def test_anybody_checks_a_certificate_without_login_and_learns_nothing_of_the_person(svc, county, village):
    await admit(county)
    certificate = await issue(village)
    code = certificate["verification_code"]
    assert len(code) == 16  # 80 bits in base32
    async with svc.client() as anonymous:
        for written in (code, code.lower(), f"{code[:4]}-{code[4:8]}-{code[8:]}"):
            answer = await anonymous.get(f"/v1/verify/{written}")
            assert answer.status_code == 200
    assert answer.json() == {
        "number": certificate["number"], "item_code": "AC01", "item_name": "亲属关系证明(仅限办理公证)",
        "village": "前进村", "state": "valid", "issued_on": certificate["issued_on"],
        "valid_until": certificate["valid_until"], "expired": False, "not_yet": False, "reason": None,
        "replaced_by": None, "copies": 0,
        "says": "该编号的证明有效。请逐项核对纸面事实与二维码所载事实，有一项不同即为涂改。",
    }  # fmt: skip
    assert (await village.get(f"/v1/certificates/{certificate['id']}")).json()["lookups"] == 3


async def test_an_unknown_code_is_not_found_and_not_counted(svc):
    async with svc.client() as anonymous:
        answer = await anonymous.get("/v1/verify/AAAAAAAAAAAAAAAA")
        assert (answer.status_code, answer.json()["code"]) == (404, "certificate_unknown")
        assert (await anonymous.get("/v1/verify/" + "A" * 41)).status_code == 422


async def test_a_revoked_certificate_shows_its_reason_publicly_and_is_published(svc, county, village, township):
    await admit(county)
    certificate = await issue(village)
    path = f"/v1/certificates/{certificate['id']}/revocation"
    assert (await village.post(path, json=REVOCATION)).status_code == 403
    revoked = await township.post(path, json=REVOCATION)
    assert (revoked.status_code, revoked.json()["state"]) == (200, "revoked")
    assert open_actions(revoked.json()) == ["objection"], "a fault may be contested"
    (event,) = await svc.events(CertificateRevoked)
    assert event["data"] == {"item": "AC01", "fault": True, "forbidden": False}
    async with svc.client() as anonymous:
        shown = (await anonymous.get(f"/v1/verify/{certificate['verification_code']}")).json()
    assert (shown["state"], shown["reason"]) == ("revoked", "与事实不符")
    again = await county.post(path, json=REVOCATION)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_revoking_what_a_forbidden_item_covers_says_so_whatever_was_typed(svc, county, village, township):
    refused = await village.post("/v1/applications", json={**_forbidden_application()})
    path = f"/v1/applications/{refused.json()['application_id']}"
    await village.post(f"{path}/exception", json={"reason": "已核实"})
    await township.post(f"{path}/exception-decision", json={"decision": "approved", "reason": "同意"})
    certificate = (await village.post(f"{path}/issue", json=FREE)).json()
    await township.post(f"/v1/certificates/{certificate['id']}/revocation", json=REVOCATION)
    (event,) = await svc.events(CertificateRevoked)
    assert event["data"]["forbidden"] is True


def _forbidden_application():
    return {
        "region": VILLAGE, "item": "FC05", "applicant": PERSON, "purpose": "应聘", "demander": {"name": "某公司"}
    }  # fmt: skip


async def test_a_public_reason_must_not_name_the_holder(svc, county, village, township):
    await admit(county)
    certificate = await issue(village)
    body = {**REVOCATION, "reason": f"{PERSON['name']}提供虚假材料"}
    refused = await township.post(f"/v1/certificates/{certificate['id']}/revocation", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data_in_reason")
    assert await svc.events(CertificateRevoked) == []


async def test_a_suspended_certificate_can_be_reinstated(svc, county, village, township):
    await admit(county)
    certificate = await issue(village)
    path = f"/v1/certificates/{certificate['id']}"
    suspended = await township.post(f"{path}/suspension", json={"reason": "正在复核"})
    assert (suspended.json()["state"], suspended.json()["reason"]) == ("suspended", "正在复核")
    valid = await township.post(f"{path}/reinstatement", json={"reason": "复核无误"})
    assert valid.json()["state"] == "valid"
    assert [len(await svc.events(fact)) for fact in (CertificateSuspended, CertificateReinstated)] == [1, 1]


async def test_a_corrected_certificate_supersedes_the_old_one(svc, county, village):
    await admit(county)
    old = await issue(village)
    body = {"reason": "更正笔误", **KINSHIP}
    answer = await village.post(f"/v1/certificates/{old['id']}/replacement", json=body)
    new = answer.json()
    assert (answer.status_code, new["state"], answer.headers["etag"]) == (201, "valid", '"1"')
    assert new["number"].split("-")[3] == "00002"
    async with svc.client() as anonymous:
        shown = (await anonymous.get(f"/v1/verify/{old['verification_code']}")).json()
    assert (shown["state"], shown["replaced_by"]) == ("superseded", new["number"])
    (event,) = await svc.events(CertificateSuperseded)
    assert event["data"] == {"item": "AC01", "replacement": new["id"]}
    assert len(await svc.events(CertificateIssued)) == 2


async def test_another_regions_certificates_do_not_exist(svc, county, village):
    await admit(county)
    certificate = await issue(village)
    for role, region in ((Role.VILLAGE, NEIGHBOUR), (Role.TOWNSHIP, OTHER_TOWNSHIP)):
        async with svc.client(role, region=region) as client:
            assert (await client.get("/v1/certificates")).json()["items"] == []
            assert (await client.get(f"/v1/certificates/{certificate['id']}")).status_code == 404
            unmasked = await client.post(f"/v1/certificates/{certificate['id']}/unmasking", json={"purpose": "看看"})
            assert unmasked.status_code == 404
            found = await client.post("/v1/certificates/search", json={"id_number": PERSON["id_number"]})
            assert found.json()["items"] == []
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as client:
        refused = await client.post(f"/v1/certificates/{certificate['id']}/revocation", json=REVOCATION)
        assert refused.status_code == 404


async def test_a_stale_etag_revokes_nothing(svc, county, village, township):
    await admit(county)
    certificate = await issue(village)
    answer = await township.post(
        f"/v1/certificates/{certificate['id']}/revocation", json=REVOCATION, headers={"if-match": '"9"'}
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert await svc.events(CertificateRevoked) == []


async def test_a_persons_certificates_are_found_by_the_whole_identity_number_also_after_a_key_rotation(
    svc, county, village
):
    await admit(county)
    certificate = await issue(village)
    body = {"id_number": PERSON["id_number"].lower()}
    assert [one["id"] for one in (await village.post("/v1/certificates/search", json=body)).json()["items"]] == [
        certificate["id"]
    ]
    settings, secrets = svc.app.state.settings, svc.app.state.secrets
    old_keys = settings.data_keys.get_secret_value()
    new_key = base64.b64encode(b"n" * 32).decode()
    svc.app.state.secrets = replace(secrets, vault=PersonalVault(f"k2:{new_key},{old_keys}"))
    second = await issue(village)
    found = (await village.post("/v1/certificates/search", json=body)).json()["items"]
    assert {one["id"] for one in found} == {certificate["id"], second["id"]}
    clear = await village.post(f"/v1/certificates/{certificate['id']}/unmasking", json={"purpose": "打印"})
    assert clear.json()["name"] == PERSON["name"]
    other = {"id_number": "110105194912310038"}
    assert (await village.post("/v1/certificates/search", json=other)).json()["items"] == []

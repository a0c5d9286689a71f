"""A paper's life: copies, bulk, suspension, reissue, correction and revocation, and what who checks it is told."""

from datetime import UTC, datetime

from contracts.certificate import CertificateIssued, CertificateRevoked, CertificateSuperseded
from countykit.identity import Role

from tests.printed import text_of

from .story import COUNTY, FREE, KINSHIP, VILLAGE, admit, issue, take

REVOCATION = {"reason": "与事实不符", "fault": True, "forbidden": False}


async def checked(svc, certificate, at=None):
    async with svc.client(at=at) as anybody:
        return (await anybody.get(f"/v1/verify/{certificate['verification_code']}")).json()


async def test_every_state_tells_who_checks_it_what_to_do(svc, county, village, township):
    await admit(county)
    first = await issue(village)
    path = f"/v1/certificates/{first['id']}"
    for copy in (1, 2):
        printed = await village.get(f"{path}/document")
        assert printed.status_code == 200
        assert (await village.get(path)).json()["copies"] == copy
    valid = await checked(svc, first)
    assert (valid["state"], valid["copies"], "逐项核对" in valid["says"]) == ("valid", 2, True)
    await township.post(f"{path}/suspension", json={"reason": "正在复核"})
    suspended = await checked(svc, first)
    assert (suspended["state"], "暂停使用" in suspended["says"]) == ("suspended", True)
    refused = await village.get(f"{path}/document")
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_not_valid")
    assert (await village.get(path)).json()["document_href"] is None
    assert (await village.post(f"{path}/reissue", json={"reason": "原件遗失"})).json()["code"] == "illegal_transition"
    await township.post(f"{path}/reinstatement", json={"reason": "复核无误"})
    assert (await checked(svc, first))["state"] == "valid"

    lost = await village.post(f"{path}/reissue", json={"reason": "原件遗失"})
    assert lost.status_code == 201, lost.text
    second = lost.json()
    assert (second["replaces"], second["valid_until"]) == (first["number"], first["valid_until"])
    assert second["verification_code"] != first["verification_code"]
    gone = await checked(svc, first)
    assert (gone["state"], gone["replaced_by"]) == ("superseded", second["number"])
    assert second["number"] in gone["says"]
    told = text_of((await village.get(f"/v1/certificates/{second['id']}/document")).content)
    assert "与张建国系父子关系" in told
    assert second["number"] in told

    corrected = await village.post(
        f"/v1/certificates/{second['id']}/replacement", json={"reason": "更正笔误", "facts": KINSHIP["facts"]}
    )
    assert corrected.status_code == 201, corrected.text
    assert corrected.json()["replaces"] == second["number"]
    await township.post(f"/v1/certificates/{corrected.json()['id']}/revocation", json=REVOCATION)
    revoked = await checked(svc, corrected.json())
    assert (revoked["state"], revoked["reason"], "撤销" in revoked["says"]) == ("revoked", "与事实不符", True)
    assert len(await svc.events(CertificateSuperseded)) == 2


async def test_what_has_run_out_says_so_and_is_not_issued_again(svc):
    at, later = datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 5, 2, 2, tzinfo=UTC)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=at) as county:
        await admit(county)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=at) as village:
        certificate = await issue(village)
    assert "有效" in (await checked(svc, certificate, at))["says"]
    out = await checked(svc, certificate, later)
    assert (out["expired"], out["state"], "已过有效期" in out["says"]) == (True, "valid", True)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=later) as village:
        refused = await village.post(f"/v1/certificates/{certificate['id']}/reissue", json={"reason": "原件遗失"})
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_expired")
    assert len(await svc.events(CertificateIssued)) == 1


async def test_many_are_issued_and_revoked_at_once_each_with_its_own_number_and_outcome(svc, county, village, township):
    await admit(county, "AC02")
    people = ("11010519491231002X", "110105194912310038", "110105194912310046")
    taken = [
        await take(village, item="AC02", applicant={"name": name, "id_number": number})
        for name, number in zip(("张三丰", "李四光", "王五六"), people, strict=True)
    ]
    wanted = {"items": [{"id": one["id"]} for one in taken], "body": FREE}
    stale = {**wanted, "items": [*wanted["items"][:2], {"id": taken[2]["id"], "version": 9}]}
    refused = await village.post("/v1/applications/bulk/issue", json=stale)
    assert (refused.status_code, refused.json()["item"]) == (412, taken[2]["id"])
    assert await svc.events(CertificateIssued) == []
    issued = await village.post("/v1/applications/bulk/issue", json=wanted)
    assert (issued.status_code, issued.json()["done"]) == (200, 3), issued.text
    certificates = (await village.get("/v1/certificates")).json()["items"]
    assert {row["number"].split("-")[3] for row in certificates} == {"00001", "00002", "00003"}
    assert {row["holder"] for row in certificates} == {"张*丰", "李*光", "王*六"}
    first = certificates[0]
    await township.post(f"/v1/certificates/{first['id']}/revocation", json=REVOCATION)
    body = {"items": [{"id": row["id"]} for row in certificates], "atomic": False, "body": REVOCATION}
    result = (await township.post("/v1/certificates/bulk/revocation", json=body)).json()
    assert (result["done"], result["refused"]) == (2, 1)
    assert {row["code"] for row in result["results"] if row["outcome"] == "refused"} == {"illegal_transition"}
    assert len(await svc.events(CertificateRevoked)) == 3

"""Personal data go after their limits: what remains counts, the proof stays, verification understands it."""

import io
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from certificate_svc.applications.models import Application
from certificate_svc.certificates.models import Certificate
from certificate_svc.models import Attachment, Base
from certificate_svc.personal import Personal
from certificate_svc.retention import service as retention
from PIL import Image
from servicekit.attachments.housekeeping import remove_orphans
from servicekit.audit.chain import check
from servicekit.audit.proofs import check_proofs
from servicekit.audit.reconciliation import reconcile
from servicekit.audit.row_mac import RowMac
from servicekit.audit.seals import Sealer
from servicekit.audit.tables import LOGS
from servicekit.database import open_engine
from servicekit.deletion import delete_old_entries
from servicekit.transaction import Context
from songbang.provision import database_url

from .story import KINSHIP, admit, application

AUDIT_KEY = "dGVzdHMgaGF2ZSBhIGtleSBvZiB0aGVpciBvd24hISE="
SEALER = Sealer("c2VhbGVyIG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhISE=", "certificate")
ROW_MAC = RowMac(AUDIT_KEY, "certificate")
PERSON = {"name": "金丝雀", "id_number": "110101199003070871", "phone": "13912345678"}


async def findings(owner, url):
    for table in LOGS:
        while await SEALER.seal(owner, table):
            pass
    async with owner.transaction(isolation="repeatable_read", readonly=True):
        logs = [await check(owner, table, SEALER, ROW_MAC) for table in LOGS]
        found = [sentence for log in logs for sentence in log.findings] + await check_proofs(owner, ROW_MAC)
    engine = open_engine(url)
    models = [mapper.class_ for mapper in Base._sa_registry.mappers]
    found += [sentence async for sentence in reconcile(engine, models)]
    await engine.dispose()
    return found


@pytest.fixture
async def owner(svc, databases):
    url = database_url(databases.dsn(), svc.database.url.rpartition("/")[2])
    connection = await asyncpg.connect(url)
    yield connection, url
    await connection.close()


async def later(svc, days):
    """The hourly jobs as they would run so many days from now."""
    settings, vault = svc.app.state.settings, svc.app.state.secrets.vault
    now = svc.app.state.clock.now() + timedelta(days=days)
    for limit in retention.limits(settings):
        async with svc.database.transaction(Context.of_system(f"tick:{limit.rule}", now)) as tx:
            await retention.erase_outlived(tx, limit, vault)


async def issued_and_refused(county, village):
    await admit(county)
    body = application(applicant=PERSON, purpose="为金丝雀办理公证")
    first = (await village.post("/v1/applications", json=body)).json()
    certificate = await village.post(f"/v1/applications/{first['id']}/issue", json=KINSHIP)
    second = (await village.post("/v1/applications", json=body | {"purpose": "为金丝雀办理入学"})).json()
    reason = {"reason": "materials_missing", "explanation": "金丝雀的材料不全"}
    await village.post(f"/v1/applications/{second['id']}/refusal", json=reason)
    return first, certificate.json(), second


async def test_each_kind_goes_after_its_own_limit_and_what_remains_counts(svc, county, village):
    issued, certificate, refused = await issued_and_refused(county, village)
    paths = {"refused": f"/v1/applications/{refused['id']}", "issued": f"/v1/applications/{issued['id']}",
             "certificate": f"/v1/certificates/{certificate['id']}"}  # fmt: skip
    gone = set()
    for days, expired in ((729, set()), (731, {"refused"}), (1096, {"issued"}), (3651, {"certificate"})):
        await later(svc, days)
        gone |= expired
        for name, path in paths.items():
            shown = (await village.get(path)).json()
            unmasked = await village.post(f"{path}/unmasking", json={"purpose": "打印证明"})
            assert (shown.get("applicant") or shown["holder"]) == ("已删除" if name in gone else "金*雀")
            assert unmasked.status_code == (409 if name in gone else 200), name
            assert shown["region"] == certificate["region"]
    assert (await village.get(f"{paths['refused']}/notice")).json()["code"] == "personal_data_erased"
    again = await village.post("/v1/certificates/search", json={"id_number": PERSON["id_number"]})
    assert again.json()["items"] == []
    public = await village.get(f"/v1/verify/{certificate['verification_code']}")
    assert public.json()["state"] == "valid"
    kept = (await village.get(paths["certificate"])).json()
    assert (kept["qr_payload"], kept["document_href"]) == (None, None)


MET = {
    "forum": "representatives", "held_on": "2026-01-05", "present": 9, "agreed": True, "decision": "同意",
    "signed_by": "李建民",
}  # fmt: skip


async def test_the_files_of_an_application_and_its_minutes_go_with_it_and_the_proof_says_so(
    svc, county, village, owner
):
    connection, url = owner
    await admit(county, "AC21")
    taken = (await village.post("/v1/applications", json=application(applicant=PERSON, item="AC21"))).json()
    minutes = (await village.post(f"/v1/applications/{taken['id']}/deliberation", json=MET)).json()
    paths = [f"/v1/applications/{taken['id']}/attachments", f"/v1/proceedings/{minutes['id']}/attachments"]
    for path, colour in zip(paths, ("red", "blue"), strict=True):
        drawn = io.BytesIO()
        Image.new("RGB", (64, 64), colour).save(drawn, "PNG")
        assert (await village.post(path, content=drawn.getvalue())).status_code == 201
    mistake = await village.post(paths[0], content=drawn.getvalue())
    assert (await village.delete(f"{paths[0]}/{mistake.json()['id']}")).status_code == 204
    store = svc.app.state.attachments
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert len([name async for names in store.older_than(soon) for name in names]) == 2
    await later(svc, 1096)
    async with svc.database.transaction(Context.of_system("tick:orphans")) as tx:
        await remove_orphans(tx, store, Attachment, before=soon)
    assert [name async for names in store.older_than(soon) for name in names] == []
    assert (await village.get(paths[0])).status_code == 404
    assert (await village.get(paths[1])).json()["items"] == []
    proofs = await connection.fetch("SELECT subject, count FROM deletion_proof WHERE rule = 'retention:applications'")
    assert sorted(tuple(proof) for proof in proofs) == [("application", 1), ("attachment", 2)]
    assert await findings(connection, url) == []


async def test_the_files_of_a_demand_go_as_a_refused_application_does(svc, village, owner):
    connection, _ = owner
    told = await village.post("/v1/demands", json={"item": "FC05", "demander": {"department": "GA"}})
    path = f"/v1/demands/{told.json()['id']}/attachments"
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(drawn, "PNG")
    assert (await village.post(path, content=drawn.getvalue())).status_code == 201
    for days, left in ((729, 1), (731, 0)):
        now = svc.app.state.clock.now() + timedelta(days=days)
        async with svc.database.transaction(Context.of_system("tick:retention:demands", now)) as tx:
            await retention.delete_files_of_demands(tx, svc.app.state.settings.refusal_keep_days)
        assert len((await village.get(path)).json()["items"]) == left
    (proof,) = await connection.fetch("SELECT subject, count, keep_days FROM deletion_proof WHERE rule LIKE '%demands'")
    assert tuple(proof) == ("attachment", 1, 730)


async def test_after_the_last_limit_not_even_the_keys_open_anything_about_the_person_or_the_agent(
    svc, county, village, owner
):
    connection, _ = owner
    agent = {**PERSON, "name": "金丝雀之母", "id_number": "110101196503070014", "relation": "kin",
             "authority": "kinship"}  # fmt: skip
    child = {"name": "金丝雀", "document": "none", "no_document_reason": "金丝雀户口补录", "born_on": "1990-03-07"}
    await admit(county)
    body = application(applicant=child, agent=agent, purpose="为金丝雀办理公证")
    taken = (await village.post("/v1/applications", json=body)).json()
    issued = (await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)).json()
    assert (await village.get(f"/v1/certificates/{issued['id']}/document")).status_code == 200
    await later(svc, 3651)
    vault = svc.app.state.secrets.vault
    for model in (Application, Certificate):
        for row in await connection.fetch(f'SELECT id, sealed, id_index FROM "{model.__tablename__}"'):
            opened = model(id=row["id"], sealed=row["sealed"]).personal(vault)
            assert opened == Personal(name="已删除", id_number="")
            assert row["id_index"] == b""


async def test_who_stood_on_a_paper_with_somebody_is_forgotten_with_them(svc, county, village, owner):
    connection, url = owner
    await admit(county)
    wife = {"name": "黄鹂鸟", "id_number": "130123196605121232", "relation": "spouse"}
    taken = (await village.post("/v1/applications", json=application(applicant=PERSON, others=[wife]))).json()
    await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    wanted = {"id_number": wife["id_number"]}
    assert len((await village.post("/v1/certificates/search", json=wanted)).json()["items"]) == 1
    await later(svc, 3651)
    assert (await village.post("/v1/certificates/search", json=wanted)).json()["items"] == []
    assert {bytes(row["id_index"]) for row in await connection.fetch("SELECT id_index FROM holder_index")} == {b""}
    assert (await village.get(f"/v1/applications/{taken['id']}")).json()["others"] == []
    assert await findings(connection, url) == []


async def test_nothing_can_be_issued_in_the_name_of_somebody_erased(svc, county, village):
    await admit(county)
    taken = (await village.post("/v1/applications", json=application(applicant=PERSON))).json()
    await later(svc, 1096)
    refused = await village.post(f"/v1/applications/{taken['id']}/issue", json=KINSHIP)
    assert (refused.status_code, refused.json()["code"]) == (409, "personal_data_erased")


async def test_a_lawful_deletion_is_proved_and_no_finding_and_a_false_proof_is_one(svc, county, village, owner):
    connection, url = owner
    await issued_and_refused(county, village)
    await later(svc, 1096)
    assert await findings(connection, url) == []
    proofs = await connection.fetch("SELECT rule, subject, count, keep_days FROM deletion_proof ORDER BY id")
    assert [tuple(proof) for proof in proofs] == [
        ("retention:refusals", "application", 1, 730), ("retention:applications", "application", 1, 1095),
    ]  # fmt: skip
    await connection.execute("UPDATE deletion_proof SET count = 2 WHERE id = 1")
    await connection.execute("DELETE FROM deletion_proof WHERE id = 2")
    found = await findings(connection, url)
    assert "proof of deletion 1 is not what was audited" in found
    assert any(sentence.endswith("has disappeared") for sentence in found)


async def test_erasing_by_sql_is_no_lawful_deletion(svc, county, village, owner):
    connection, url = owner
    await issued_and_refused(county, village)
    await connection.execute("UPDATE application SET id_index = ''")
    assert len([sentence for sentence in await findings(connection, url) if "application/" in sentence]) == 2


async def test_old_rows_of_the_security_log_go_with_a_proof_and_no_others(svc, county, village, owner):
    connection, url = owner
    for _ in range(3):
        await village.post("/v1/certificates/search", json={"id_number": PERSON["id_number"]})
    await findings(connection, url)
    # The clock of the database cannot be told, so the rows are made old by a writer who holds the key, and sealed anew.
    await connection.execute("UPDATE security_log SET at = at - interval '500 days' WHERE id <= 2")
    for row in await connection.fetch("SELECT * FROM security_log WHERE id <= 2"):
        code = ROW_MAC.of(LOGS[1].content(row))
        await connection.execute("UPDATE security_log SET mac = $1 WHERE id = $2", code, row["id"])
    await connection.execute("DELETE FROM log_seal WHERE log = 'security_log'")
    assert await findings(connection, url) == []
    async with svc.database.transaction(Context.of_system("tick:security-log-retention")) as tx:
        await delete_old_entries(tx, 400)
    assert [row["id"] for row in await connection.fetch("SELECT id FROM security_log ORDER BY id")] == [3]
    assert await findings(connection, url) == []
    await connection.execute("DELETE FROM security_log WHERE id = 3")
    assert await findings(connection, url) == ["security_log row 3 has been deleted"]


async def test_the_notice_tells_anybody_the_limits_that_are_set(start_service):
    svc = await start_service("certificate_svc", refusal_keep_days=400)
    async with svc.client() as anybody:
        notice = await anybody.get("/v1/privacy-notice")
    assert notice.status_code == 200
    assert "个人信息处理告知书" in notice.text
    for limit in ("1095 日", "400 日", "3650 日"):
        assert limit in notice.text

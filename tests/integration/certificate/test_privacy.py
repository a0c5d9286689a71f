"""Personal data stay sealed: canaries are put in everywhere and searched for everywhere."""

import logging

import pytest
from certificate_svc.applications.models import Application
from certificate_svc.certificates.models import Certificate
from countykit.identity import Role
from servicekit.vault import SealBroken

from .story import KINSHIP, TOWNSHIP, VILLAGE, admit, application

PERSON = {"name": "金丝雀", "id_number": "110101199003070871", "phone": "13912345678"}
CANARIES = {
    **PERSON, "purpose": "为金丝雀办理公证", "statement": "与金丝雀系父子", "content": "金丝雀家的户口簿",
    "explanation": "金丝雀的材料不全", "signed_by": "金丝雀长老", "agent": "云雀·百灵",
    "agent_number": "650103198805121240", "agent_phone": "13998765432", "other": "黄鹂鸟",
    "other_number": "130123196605121232", "other_phone": "13911112222",
}  # fmt: skip


AGENT = {
    "name": CANARIES["agent"], "id_number": CANARIES["agent_number"], "phone": CANARIES["agent_phone"],
    "relation": "entrusted", "authority": "mandate",
}  # fmt: skip

OTHER = {
    "name": CANARIES["other"], "id_number": CANARIES["other_number"], "phone": CANARIES["other_phone"],
    "relation": "spouse",
}  # fmt: skip


async def live(village, township):
    """Everything that can happen to a person's data: issued, refused, excepted, unmasked, searched, found wrong."""
    body = application(
        applicant=PERSON,
        others=[OTHER],
        purpose=CANARIES["purpose"],
        statement=[{"label": "关系", "value": CANARIES["statement"]}],
    )
    keyed = {"headers": {"idempotency-key": "once"}}
    issued = (await village.post("/v1/applications", json=body, **keyed)).json()
    certificate = await village.post(
        f"/v1/applications/{issued['id']}/issue",
        json={"facts": {**KINSHIP["facts"], "materials": CANARIES["content"]}, "fact_check": KINSHIP["fact_check"]},
        **keyed,
    )  # fmt: skip
    refused = (await village.post("/v1/applications", json=body)).json()
    through = await village.post("/v1/applications", json={**body, "others": [OTHER], "agent": AGENT})
    assert through.status_code == 201, through.text
    wrong = {**body, "agent": {**AGENT, "relation": "parent"}}
    assert (await village.post("/v1/applications", json=wrong)).status_code == 422
    await village.get(f"/v1/certificates/{certificate.json()['id']}/document")
    reason = {"reason": "materials_missing", "explanation": CANARIES["explanation"]}
    await village.post(f"/v1/applications/{refused['id']}/refusal", json=reason, **keyed)
    forbidden = (await village.post("/v1/applications", json={**body, "item": "FC05"}, **keyed)).json()
    path = f"/v1/applications/{forbidden.get('application_id')}"
    await village.post(f"{path}/exception", json={"reason": CANARIES["explanation"]}, **keyed)
    decision = {"decision": "denied", "reason": CANARIES["explanation"]}
    await township.post(f"{path}/exception-decision", json=decision, **keyed)
    public = (await village.post("/v1/applications", json={**body, "item": "AC21"})).json()
    path = f"/v1/applications/{public['id']}"
    met = {"forum": "representatives", "held_on": "2026-01-05", "present": 9, "agreed": True, "decision": "同意"}
    await village.post(f"{path}/deliberation", json={**met, "signed_by": CANARIES["signed_by"]}, **keyed)
    checked = {**KINSHIP["fact_check"], "findings": CANARIES["content"]}
    assert (await village.post(f"{path}/check", json=checked, **keyed)).status_code == 200
    await village.get(f"/v1/applications/{refused['id']}/notice")
    await village.post("/v1/certificates/search", json={"id_number": PERSON["id_number"]}, **keyed)
    await village.post("/v1/applications", json={**body, "applicant": {**PERSON, "id_number": "1" * 18}}, **keyed)
    for role in (village, township):
        for path in (f"/v1/applications/{issued['id']}", f"/v1/certificates/{certificate.json()['id']}"):
            clear = await role.post(f"{path}/unmasking", json={"purpose": "打印证明"}, **keyed)
            assert clear.json()["name"] == PERSON["name"]
    return issued, certificate.json()


async def every_text_in(svc):
    """All text and bytes of every table, as somebody with a dump would read them."""
    connection = await svc.database.direct()
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            if table in ("alembic_version", "audit_seal"):
                continue
            for row in await connection.fetch(f'SELECT * FROM "{table}"'):
                for column, value in row.items():
                    if isinstance(value, bytes):
                        yield table, column, value.decode("utf-8", "replace")
                    else:
                        yield table, column, str(value)
    finally:
        await connection.close()


def canaries_in(text):
    return {name for name, canary in CANARIES.items() if canary in text}


async def test_no_canary_is_found_in_the_database_the_events_or_the_logs(svc, county, village, township, caplog):
    caplog.set_level(logging.DEBUG)
    await admit(county)
    await admit(county, "AC21")
    await live(village, township)
    async for table, column, text in every_text_in(svc):
        assert canaries_in(text) == set(), f"{table}.{column}"
    for event in await svc.events():
        assert canaries_in(str(event)) == set()
    assert caplog.records
    for record in caplog.records:
        assert canaries_in(f"{record.getMessage()} {record.exc_text or ''} {record.args}") == set()


async def test_no_list_and_no_ordinary_answer_shows_a_canary(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, certificate = await live(village, township)
    paths = ["/v1/applications", f"/v1/applications/{issued['id']}", "/v1/certificates",
             f"/v1/certificates/{certificate['id']}", "/v1/demands", "/v1/demand-statistics",
             f"/v1/verify/{certificate['verification_code']}"]  # fmt: skip
    for client in (village, township, county):
        for path in paths:
            for accept in ("application/json", "text/csv"):
                answer = await client.get(path, headers={"accept": accept})
                assert answer.status_code in ((200,) if accept == "application/json" else (200, 406)), answer.text
                assert canaries_in(answer.text) == set(), path


async def test_every_unmasking_is_on_the_record_and_in_the_audit(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, _ = await live(village, township)
    connection = await svc.database.direct()
    try:
        shown = await connection.fetch("SELECT * FROM unmasking WHERE resource = $1", f"application/{issued['id']}")
        audited = await connection.fetchval("SELECT count(*) FROM audit WHERE resource LIKE 'unmasking/%'")
    finally:
        await connection.close()
    assert {row["actor"] for row in shown} == {f"village@{VILLAGE}", f"township@{TOWNSHIP}"}
    assert {row["purpose"] for row in shown} == {"打印证明"}
    assert audited == 4


async def test_only_village_and_township_see_clear_data_and_say_what_for(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, certificate = await live(village, township)
    for path in (f"/v1/applications/{issued['id']}", f"/v1/certificates/{certificate['id']}"):
        assert (await county.post(f"{path}/unmasking", json={"purpose": "看看"})).status_code == 403
        assert (await village.post(f"{path}/unmasking", json={})).status_code == 422
        async with svc.client() as anonymous:
            assert (await anonymous.post(f"{path}/unmasking", json={"purpose": "看看"})).status_code == 401


async def test_clear_data_are_never_kept_as_an_idempotent_answer_but_worked_out_anew(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, _ = await live(village, township)
    keyed = {"headers": {"idempotency-key": "again"}}
    answers = [
        await village.post(f"/v1/applications/{issued['id']}/unmasking", json={"purpose": "打印"}, **keyed)
        for _ in range(2)
    ]
    assert [answer.json()["id_number"] for answer in answers] == [PERSON["id_number"]] * 2
    assert [answer.headers["cache-control"] for answer in answers] == ["no-store"] * 2
    assert "idempotency-replayed" not in answers[1].headers


async def test_a_sealed_value_copied_into_another_row_does_not_open(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    await live(village, township)
    connection = await svc.database.direct()
    try:
        rows = await connection.fetch("SELECT id, sealed FROM application ORDER BY id")
    finally:
        await connection.close()
    vault = svc.app.state.secrets.vault
    moved = Application(id=rows[0]["id"], sealed=rows[1]["sealed"])
    with pytest.raises(SealBroken):
        moved.personal(vault)
    with pytest.raises(SealBroken):
        Certificate(id=rows[0]["id"], sealed=rows[0]["sealed"]).personal(vault)
    assert Application(id=rows[0]["id"], sealed=rows[0]["sealed"]).personal(vault).name == PERSON["name"]


async def test_a_department_never_reads_peoples_papers(svc):
    async with svc.client(Role.DEPARTMENT, region="990101", department="GA") as department:
        for path in ("/v1/applications", "/v1/certificates"):
            assert (await department.get(path)).status_code == 403

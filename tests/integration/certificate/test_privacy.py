"""Personal data stay sealed: canaries are put in everywhere and searched for everywhere."""

import logging

import pytest
from certificate_svc.applications.models import Application
from certificate_svc.certificates.models import Certificate
from countykit.identity import Role
from servicekit.vault import SealBroken

from .canaries import PERSON, canaries_in, every_text_in, live
from .story import TOWNSHIP, VILLAGE, admit


async def test_no_canary_is_found_in_the_database_the_events_or_the_logs(svc, county, village, township, caplog):
    caplog.set_level(logging.DEBUG)
    await admit(county)
    await admit(county, "AC21")
    await live(village, township, county)
    connection = await svc.database.direct()
    async for table, column, text in every_text_in(connection):
        assert canaries_in(text) == set(), f"{table}.{column}"
    await connection.close()
    for event in await svc.events():
        assert canaries_in(str(event)) == set()
    assert caplog.records
    for record in caplog.records:
        assert canaries_in(f"{record.getMessage()} {record.exc_text or ''} {record.args}") == set()


async def test_no_list_and_no_ordinary_answer_shows_a_canary(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, certificate = await live(village, township, county)
    paths = ["/v1/applications", f"/v1/applications/{issued['id']}", "/v1/certificates",
             f"/v1/certificates/{certificate['id']}", "/v1/demands", "/v1/demand-statistics", "/v1/demand-charges",
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
    issued, _ = await live(village, township, county)
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
    issued, certificate = await live(village, township, county)
    for path in (f"/v1/applications/{issued['id']}", f"/v1/certificates/{certificate['id']}"):
        assert (await county.post(f"{path}/unmasking", json={"purpose": "看看"})).status_code == 403
        assert (await village.post(f"{path}/unmasking", json={})).status_code == 422
        async with svc.client() as anonymous:
            assert (await anonymous.post(f"{path}/unmasking", json={"purpose": "看看"})).status_code == 401


async def test_clear_data_are_never_kept_as_an_idempotent_answer_but_worked_out_anew(svc, county, village, township):
    await admit(county)
    await admit(county, "AC21")
    issued, _ = await live(village, township, county)
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
    await live(village, township, county)
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

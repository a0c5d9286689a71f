"""The 告知书 on paper: the person's name is on it and nowhere else."""

from countykit.identity import Role

from tests.printed import text_of

from .story import NEIGHBOUR, admit, application, take


async def issued(svc) -> list:
    connection = await svc.database.direct()
    try:
        return await connection.fetch("SELECT issued_document::text AS whole, code FROM issued_document")
    finally:
        await connection.close()


async def refused(village) -> str:
    problem = (await village.post("/v1/applications", json=application(item="FC05"))).json()
    return f"/v1/applications/{problem['application_id']}/document"


async def test_the_notice_names_the_person_on_paper_and_nowhere_else(svc, village):
    path = await refused(village)
    answer = await village.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
    read = text_of(answer.content)
    for said in ("不予出具证明告知书", "张三丰：", "公安机关出具", "不得索要", "-BY-2026-0001"):
        assert said in read, read
    (row,) = await issued(svc)
    assert "张三丰" not in row["whole"]
    assert row["code"] in read
    async with svc.client() as anybody:
        check = await anybody.get(f"/v1/documents/{row['code']}")
    assert (check.status_code, check.json()["title"]) == (200, "不予出具证明告知书")
    assert "张" not in check.text


async def test_only_the_village_and_its_township_print_a_notice(svc, village):
    path = await refused(village)
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as neighbour:
        assert (await neighbour.get(path)).status_code == 404
    async with svc.client(Role.COUNTY_OFFICE, region="990101000000") as office:
        assert (await office.get(path)).status_code == 403


async def test_there_is_no_notice_on_paper_of_an_application_that_was_not_refused(county, village):
    await admit(county)
    answer = await village.get(f"/v1/applications/{(await take(village))['id']}/document")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_refused")

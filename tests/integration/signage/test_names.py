"""Names beside codes, through a running signage-svc."""

import csv
import io

import pytest
from countykit.identity import Role

from .boards import register
from .conftest import DEPARTMENT, TOWNSHIP, VILLAGE


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


@pytest.fixture
def questions(svc, monkeypatch):
    """What the service asks its directory for names."""
    asked = []
    fetch = svc.database.fetch

    async def counted(statement, *arguments):
        asked.append((statement, sorted(arguments[0])))
        return await fetch(statement, *arguments)

    monkeypatch.setattr(svc.database, "fetch", counted)
    return asked


async def test_a_record_carries_the_names_of_its_codes(township):
    created = await register(township, department=DEPARTMENT)
    read = (await township.get(f"/v1/plaques/{created['id']}")).json()
    for shown in (created, read):
        assert (shown["region_name"], shown["department_name"]) == ("柳河村", "县文旅局")


async def test_a_code_that_the_directory_does_not_know_and_one_that_is_absent_have_no_name(svc, township):
    plaque = await register(township)
    await svc.database.execute("DELETE FROM region WHERE code = $1", VILLAGE)
    svc.database._lookups.clear()
    read = (await township.get(f"/v1/plaques/{plaque['id']}")).json()
    assert (read["region_name"], read["department_name"]) == (None, None)


async def test_a_page_asks_once_for_all_names_and_then_not_again_for_a_while(svc, township, questions):
    for number in range(3):
        await register(township, name=f"妇女之家{number}", department=DEPARTMENT)
    await register(township, region="990101001202", department=DEPARTMENT)
    svc.database._lookups.clear()
    questions.clear()
    items = (await township.get("/v1/plaques")).json()["items"]
    assert {(each["region"], each["region_name"]) for each in items} == {
        (VILLAGE, "柳河村"), ("990101001202", "上营村"),
    }  # fmt: skip
    assert sorted(codes for _, codes in questions) == [[DEPARTMENT], [VILLAGE, "990101001202"]]
    await township.get("/v1/plaques")
    assert len(questions) == 2


async def test_an_export_has_the_names_beside_the_codes(township):
    await register(township, department=DEPARTMENT)
    answer = await township.get("/v1/plaques", headers={"accept": "text/csv"})
    (head, row) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert row[head.index("村代码") + 1] == "柳河村"
    assert head[head.index("村代码") + 1] == "村名称"
    assert row[head.index("要求挂牌机构代码") + 1] == "县文旅局"

"""The refusal of an unlisted demand on paper."""

from countykit.identity import Role

from tests.printed import text_of

from .test_refusals import VILLAGE, refuse

NEIGHBOUR = "990101001202"


async def printed(svc, refusal, role=Role.VILLAGE, region=VILLAGE, **options):
    async with svc.client(role, region=region) as client:
        return await client.get(f"/v1/refusals/{refusal['id']}/document", **options)


async def test_a_village_prints_its_refusal_with_a_number_of_its_own(svc, people):
    first, second = await refuse(people), await refuse(people, title="要求村干部下载安装政务APP并每日打卡")
    answer = await printed(svc, first)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    read = text_of(answer.content)
    for said in (
        "不予承接告知书",
        "报刊订阅任务",
        "机构WLJ：",
        f"地名{VILLAGE}",
        "2026年3月2日",
        "101001201-BJ-2026-0001",
    ):
        assert said in read, read
    assert "101001201-BJ-2026-0002" in text_of((await printed(svc, second)).content)
    assert (await printed(svc, first)).content == answer.content


async def test_a_refusal_is_no_file_to_edit_and_not_for_the_neighbour(svc, people):
    refusal = await refuse(people)
    as_word = await printed(svc, refusal, params={"format": "docx"})
    assert (as_word.status_code, as_word.json()["code"]) == (422, "format_unavailable")
    assert (await printed(svc, refusal, region=NEIGHBOUR)).status_code == 404


async def test_a_department_prints_the_notice_of_its_admission_with_approval_and_limits(svc, people):
    granted = await people.granted(entrusted=True, funding_source="防汛专项经费", funding_yuan="12000.50")
    path = f"/v1/admissions/{granted['id']}/document"
    async with people.department() as department:
        answer = await department.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    read = text_of(answer.content)
    for said in (
        "准予准入通知书",
        "机构NYJ：",
        granted["number"],
        "松委办〔2026〕12号",
        "防汛专项经费",
        "2026年9月30日",
    ):
        assert said in read, read
    async with people.department("WLJ") as other:
        assert (await other.get(path)).status_code == 404


async def test_what_is_not_admitted_has_no_notice(people):
    waiting = await people.submitted()
    async with people.department() as department:
        answer = await department.get(f"/v1/admissions/{waiting['id']}/document")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_admitted")

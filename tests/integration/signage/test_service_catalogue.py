"""The one-stop catalogue (一站式服务清单): a township brings it as a table, and anybody reads it."""

import asyncio
import csv
import io

from contracts.service_places import ServiceMatterOffered, ServiceMatterRevised
from openpyxl import Workbook

from .conftest import OTHER, TOWNSHIP, VILLAGE

HEAD = (
    "行政区划",
    "事项名称",
    "综合性服务岗位",
    "所需材料",
    "办理步骤",
    "办理地点",
    "办理时间",
    "承诺时限(工作日)",
    "依据",
)
PENSION = (
    TOWNSHIP,
    "养老保险参保登记",
    "社会保障岗",
    "居民身份证、户口簿",
    "受理；当场办结",
    "1号窗口",
    "工作日",
    0,
    "社会保险法第20条",
)
DISEASE = (
    TOWNSHIP,
    "慢性病门诊登记",
    "公共卫生岗",
    None,
    "受理、3日内办结",
    "2号窗口",
    "工作日",
    3,
    "社会保险法第28条",
)


def changed(line, **values):
    return tuple(values.get(name, value) for name, value in zip(HEAD, line, strict=True))


def workbook(*lines):
    book = Workbook()
    for line in (HEAD, *lines):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def sent(client, *lines, status=200, dry_run=False):
    files = {"file": ("list.xlsx", workbook(*lines))}
    answer = await client.post("/v1/service-matters/import", files=files, params={"dry_run": dry_run})
    assert answer.status_code == status, answer.text
    return answer.json()


def counts(report):
    return report["entered"], report["revised"], report["unchanged"]


async def listed(svc, region):
    async with svc.client() as anybody:
        answer = await anybody.get("/v1/guides", params={"region": region})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_catalogue_comes_by_table_and_anybody_reads_it_post_by_post(svc, clerk):
    assert counts(await sent(clerk, PENSION, DISEASE, dry_run=True)) == (2, 0, 0)
    assert (await listed(svc, TOWNSHIP))["items"] == []
    assert counts(await sent(clerk, PENSION, DISEASE)) == (2, 0, 0)
    assert len(await svc.events(ServiceMatterOffered)) == 2
    found = await listed(svc, VILLAGE)
    assert (found["region_name"], [item["title"] for item in found["items"]]) == (
        "柳河村", ["慢性病门诊登记", "养老保险参保登记"],
    )  # fmt: skip
    async with svc.client() as anybody:
        guide = (await anybody.get(f"/v1/guides/{found['items'][1]['code']}")).json()
    assert (guide["materials"], guide["steps"]) == (["居民身份证", "户口簿"], ["受理", "当场办结"])
    assert (await listed(svc, OTHER))["items"] == [], "another township handles its own"


async def test_a_table_that_comes_again_revises_what_differs_and_keeps_the_code(svc, clerk):
    await sent(clerk, PENSION, DISEASE)
    before = {item["title"]: item["code"] for item in (await listed(svc, TOWNSHIP))["items"]}
    assert counts(await sent(clerk, changed(PENSION, 办理地点="5号窗口"), DISEASE)) == (0, 1, 1)
    after = {item["title"]: (item["code"], item["place"]) for item in (await listed(svc, TOWNSHIP))["items"]}
    assert after[PENSION[1]] == (before[PENSION[1]], "5号窗口")
    assert len(await svc.events(ServiceMatterRevised)) == 1


async def test_an_export_comes_back_unchanged(clerk):
    await sent(clerk, PENSION, DISEASE)
    exported = (await clerk.get("/v1/service-matters", headers={"accept": "text/csv"})).content
    assert len(list(csv.reader(io.StringIO(exported.decode("utf-8-sig"))))) == 3
    answer = await clerk.post("/v1/service-matters/import", files={"file": ("list.csv", exported)})
    assert (answer.status_code, counts(answer.json())) == (200, (0, 0, 2)), answer.text


async def test_rows_that_are_wrong_are_named_and_nothing_is_kept(svc, clerk):
    lines = (PENSION, PENSION, changed(DISEASE, 行政区划=OTHER), changed(DISEASE, 办理步骤=None))
    report = await sent(clerk, *lines, status=422)
    assert {(each["row"], each["field"], each["code"]) for each in report["errors"]} >= {
        (3, "title", "matter_doubled"), (4, "region", "forbidden"),
    }  # fmt: skip
    assert 5 in {each["row"] for each in report["errors"]}
    assert (await listed(svc, TOWNSHIP))["items"] == []
    async with svc.client() as anybody:
        assert (await anybody.get("/v1/guides", params={"region": "990199001000"})).json()["code"] == "region_unknown"


async def test_two_tables_at_once_leave_each_matter_once(svc, clerk, checker):
    await asyncio.gather(*(sent(each, PENSION, DISEASE) for each in (clerk, checker)))
    assert len((await listed(svc, TOWNSHIP))["items"]) == 2

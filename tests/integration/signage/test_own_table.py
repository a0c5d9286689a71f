"""A county's own spec table: published as a whole, contradictions refused, every board of the county judged by it."""

import csv
import io
from datetime import datetime

import pytest
from contracts.signage import PlaqueNameConfirmed, PlaqueUnflagged, SpecTablePublished
from countykit.identity import Role
from countykit.workdays import today
from openpyxl import Workbook, load_workbook

from tests.waiting import eventually

from .boards import FINE, post, register
from .conftest import COUNTY, TOWNSHIP, VILLAGE

XLSX = {"accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
BASIS = {"basis": "松柏县减负办〔2026〕3号"}


@pytest.fixture
async def office(svc):
    async with svc.client(Role.COUNTY_OFFICE, region="990101", sub="office") as client:
        yield client


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk") as client:
        yield client


async def table_of(client):
    """The table in force as people get it: its lines by code, and the heads."""
    exported = await client.get("/v1/specs", headers=XLSX)
    lines = list(load_workbook(io.BytesIO(exported.content)).active.iter_rows(values_only=True))
    return list(lines[0]), {line[0]: list(line) for line in lines[1:]}


async def send(client, head, lines, **wanted):
    book = Workbook()
    for line in (head, *lines):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    files = {"file": ("specs.xlsx", out.getvalue(), "application/octet-stream")}
    return await client.post("/v1/specs/import", files=files, params={**BASIS, **wanted})


async def test_an_exported_table_comes_back_unchanged_as_the_countys_own(svc, office):
    head, lines = await table_of(office)
    answer = await send(office, head, lines.values())
    report = answer.json()
    assert (answer.status_code, report["stored"], report["number"]) == (200, 15, 1), answer.text
    assert (report["added"], report["changed"], report["dropped"]) == ([], [], [])
    own = (await office.get("/v1/specs")).json()
    assert (own["region"], own["number"], own["basis"], len(own["items"])) == (COUNTY, 1, BASIS["basis"], 15)
    events = await svc.events(SpecTablePublished)
    assert [(event["region"], event["data"]["number"]) for event in events] == [("000000000000", 2), (COUNTY, 1)]
    async with svc.client(Role.VILLAGE, region="990202001201") as elsewhere:
        assert (await elsewhere.get("/v1/specs")).json()["region"] == "000000000000"


async def test_a_board_shows_the_name_of_its_row_as_the_table_of_its_county_has_it(svc, office, township):
    board, stray = await register(township, **FINE), await register(township, name="科普活动角")
    assert (board["spec"], board["spec_name"]) == ("PL07", "新时代文明实践站")
    assert (stray["spec"], stray["spec_name"], stray["into_spec_name"]) == (None, None, None)
    head, lines = await table_of(office)
    lines["PL07"][head.index("名称")], lines["PL07"][head.index("别名")] = "文明实践站（村级）", "新时代文明实践站"
    sent = await send(office, head, lines.values())
    assert sent.status_code == 200, sent.text
    svc.database._lookups.clear()
    assert (await township.get(f"/v1/plaques/{board['id']}")).json()["spec_name"] == "文明实践站（村级）"


async def test_a_dry_run_says_what_would_change_and_publishes_nothing(svc, office):
    head, lines = await table_of(office)
    lines["PL12"][head.index("宽(毫米)")] = 800
    del lines["PL13"]
    report = (await send(office, head, lines.values(), dry_run=True)).json()
    assert (report["changed"], report["dropped"], report["dry_run"]) == (["PL12"], ["PL13"], True)
    assert len(await svc.events(SpecTablePublished)) == 1


async def test_boards_are_judged_again_by_the_countys_limits_names_and_merges(svc, office, township):
    outside = {
        **FINE,
        "placement": "outside",
        "width_mm": 300,
        "height_mm": 2000,
        "background": "白",
        "text_colour": "黑",
    }
    first = await post(township, "", {**outside, "name": "柳河村民委员会"}, 201)
    second = await post(township, "", {**outside, "name": "柳河村务监督委员会"}, 201)
    dance = await register(township, name="广场舞队")
    assert (first["conforms"], second["conforms"], dance["doubt"]) == (True, True, "unlisted")
    head, lines = await table_of(office)
    lines["PL13"][head.index("别名")] += "、广场舞队"
    lines["PL15"][head.index("可整合的牌子")] = "防汛"
    assert (await send(office, head, lines.values(), outside_limit=1)).status_code == 200

    async def judged():
        read = [(await township.get(f"/v1/plaques/{each['id']}")).json() for each in (second, dance)]
        return [read[0]["conforms"], read[1]["doubt"]] == [False, None]

    assert await eventually(judged)
    flood = await register(township, name="防汛指挥部")
    assert (flood["doubt"], flood["advice"]["question"]) == (
        "merge", "这块牌子是否应并入“功能区域简明标牌(门牌、窗口牌)”？",
    )  # fmt: skip


async def test_a_preset_says_what_hangs_outside_and_every_version_can_be_read(office):
    presets = {item["code"]: item for item in (await office.get("/v1/specs/presets")).json()["items"]}
    assert presets["four_organisations"]["counted"] == ["PL01", "PL02", "PL03", "PL04"]
    table = await office.get("/v1/specs", headers={"accept": "text/csv"})
    files = {"file": ("t.csv", table.content)}
    unknown = await office.post("/v1/specs/import", files=files, params={**BASIS, "preset": "none"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "outside_preset_unknown")
    answer = await office.post("/v1/specs/import", files=files, params={**BASIS, "preset": "two_organisations"})
    assert answer.status_code == 200, answer.text
    own = (await office.get("/v1/specs")).json()
    assert (own["outside_limit"], own["door_head_limit"]) == (2, 0)
    assert [row["code"] for row in own["items"] if row["outside"] == "counted"] == ["PL01", "PL02"]
    versions = (await office.get("/v1/specs/versions")).json()["items"]
    assert [(item["number"], item["region"]) for item in versions] == [(1, "990101000000")]
    shipped = (await office.get("/v1/specs/versions", params={"shipped": True})).json()["items"]
    first = await office.get(f"/v1/specs/versions/{shipped[-1]['number']}", params={"shipped": True})
    assert (first.json()["outside_limit"], len(first.json()["items"])) == (4, len(own["items"]))
    assert (await office.get("/v1/specs/versions/99")).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda head, lines: lines["PL02"].__setitem__(0, "PL01"), "spec_code_doubled"),
        (lambda head, lines: lines["PL02"].__setitem__(head.index("别名"), "党支部"), "spec_name_doubled"),
        (lambda head, lines: lines["PL08"].__setitem__(head.index("可整合的牌子"), "青年之家"), "spec_merge_doubled"),
        (
            lambda head, lines: lines["PL09"].__setitem__(head.index("外挂方式"), "计入外挂数量"),
            "spec_outside_contradicted",
        ),
        (lambda head, lines: lines["PL01"].__setitem__(head.index("外挂方式"), "不外挂"), "spec_outside_contradicted"),
        (lambda head, lines: lines["PL09"].__setitem__(head.index("别名"), None), "spec_without_name"),
        (
            lambda head, lines: lines["PL07"].__setitem__(head.index("可整合的牌子"), "综治中心"),
            "spec_merge_contradicted",
        ),
    ],
)
async def test_rows_that_contradict_are_refused_by_their_line(svc, office, change, code):
    head, lines = await table_of(office)
    change(head, lines)
    answer = await send(office, head, lines.values())
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
    assert code in {error["code"] for error in answer.json()["errors"]}
    assert len(await svc.events(SpecTablePublished)) == 1


async def test_an_empty_table_and_one_without_a_source_are_refused_and_so_is_everybody_else(svc, office, township):
    head, lines = await table_of(office)
    assert (await send(office, head, [])).status_code == 422
    files = {"file": ("specs.csv", "编号\n", "text/csv")}
    assert (await office.post("/v1/specs/import", files=files)).status_code == 422
    assert (await send(township, head, lines.values())).status_code == 403
    async with svc.client(Role.COUNTY_OFFICE, region="99") as above:
        assert (await send(above, head, lines.values())).status_code == 403


async def test_the_shipped_table_contradicts_nothing(office):
    exported = await office.get("/v1/specs", headers={"accept": "text/csv"})
    head, *lines = csv.reader(io.StringIO(exported.content.decode("utf-8-sig")))
    assert (await send(office, head, lines, dry_run=True)).json()["errors"] == []


async def test_a_person_says_what_a_doubtful_board_is_and_the_record_tells_who(svc, township):
    plaque = await register(township, name="综合治理中心", background="蓝", width_mm=900)
    assert (plaque["spec"], plaque["doubt"], plaque["differences"]) == ("PL08", "name", [])
    body = {"spec": "PL08", "reason": "就是综治中心"}
    settled = await post(township, f"/{plaque['id']}/confirmation", body)
    assert (settled["doubt"], [each["kind"] for each in settled["differences"]]) == (None, ["size"])
    (event,) = await svc.events(PlaqueNameConfirmed)
    assert event["data"] == {"spec": "PL08"}
    history = (await township.get(f"/v1/plaques/{plaque['id']}/history")).json()["items"]
    assert history[-1]["reason"] == "就是综治中心"
    unknown = await township.post(f"/v1/plaques/{plaque['id']}/confirmation", json={**body, "spec": "PL99"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "spec_unknown")


async def test_a_lawful_board_beside_the_table_is_confirmed_without_a_row(township):
    plaque = await register(township, name="云上小院")
    assert plaque["doubt"] is not None
    settled = await post(township, f"/{plaque['id']}/confirmation", {"spec": None, "reason": "合作社自有场所"})
    assert (settled["doubt"], settled["conforms"], settled["spec"]) == (None, True, None)
    contradicted = await township.post(f"/v1/plaques/{plaque['id']}/flag", json={"reason": "not_in_spec"})
    assert contradicted.json()["code"] == "flag_contradicted"


async def test_a_wrong_mark_is_taken_back_from_its_day_by_the_county_and_not_by_the_township(svc, office, township):
    plaque = await register(township)
    flagged = await post(office, f"/{plaque['id']}/flag", {"reason": "not_in_spec"})
    assert [each["kind"] for each in flagged["differences"]] == ["not_in_spec"]
    reason = {"reason": "看错了村"}
    assert (await township.post(f"/v1/plaques/{plaque['id']}/unflagging", json=reason)).status_code == 403
    same = await office.post(f"/v1/plaques/{plaque['id']}/unflagging", json=reason)
    assert (same.status_code, same.json()["code"]) == (409, "marker_cannot_unflag")
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="colleague") as colleague:
        back = await post(colleague, f"/{plaque['id']}/unflagging", reason)
    assert (back["state"], back["differences"], back["flag_reason"], back["doubt"]) == ("registered", [], None, "merge")
    (event,) = await svc.events(PlaqueUnflagged)
    assert event["data"]["flagged_on"] == today(datetime.fromisoformat(event["time"])).isoformat()
    assert (await office.post(f"/v1/plaques/{plaque['id']}/unflagging", json=reason)).status_code == 409


async def test_nothing_is_merged_into_a_board_that_the_village_does_not_have(township):
    plaque = await register(township)
    await post(township, f"/{plaque['id']}/flag", {"reason": "no_activity"})
    merge = {"kind": "merge_into", "into_spec": "PL07", "reason": "功能相近"}
    missing = await township.post(f"/v1/plaques/{plaque['id']}/disposal", json=merge)
    assert (missing.status_code, missing.json()["code"]) == (409, "merge_target_missing")
    await post(township, "", {**FINE, "region": VILLAGE}, 201)
    assert (await post(township, f"/{plaque['id']}/disposal", merge))["state"] == "disposal_ordered"


async def test_a_board_of_a_kind_goes_where_its_kind_belongs_whatever_words_it_has(township):
    plaque = await register(township, name="巾帼议事亭")
    await post(township, "", {**FINE, "region": VILLAGE}, 201)
    await post(township, f"/{plaque['id']}/flag", {"reason": "function_mismatch"})
    merge = {"kind": "merge_into", "reason": "功能相近"}
    wrong = await township.post(f"/v1/plaques/{plaque['id']}/disposal", json={**merge, "into_spec": "PL08"})
    assert (wrong.json()["code"], wrong.json()["right_target"]) == ("merge_not_allowed", "PL07")
    assert (await post(township, f"/{plaque['id']}/disposal", {**merge, "into_spec": "PL07"}))["into_spec"] == "PL07"

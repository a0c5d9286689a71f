"""Bad bodies and files through the gateway: always a problem document with a stable code, nothing half-written."""

import csv
import io
import zipfile

import httpx
import orjson
import pytest
from openpyxl import Workbook

VILLAGE, TOWNSHIP = "990101001202", "990101001000"
APPLICANT = {"name": "张三丰", "id_number": "11010519491231002X", "phone": "13800138000"}
# Each is a body that would be accepted as it stands: who sends it, where, and what.
WRITES = {
    "group": ("t001", "/api/checklist/v1/groups",
              {"region": TOWNSHIP, "name": "青石镇试验群", "platform": "qq", "members": 3}),
    "imposed task": ("v001202", "/api/checklist/v1/imposed-tasks",
                     {"title": "代收医保费", "department": "D101", "detail": "每日通报", "anonymous": False}),
    "admission": ("d104", "/api/checklist/v1/admissions",
                  {"title": "汛期巡查", "content": "协助巡查", "legal_basis": "防洪法", "starts_on": "2027-06-01",
                   "ends_on": "2027-09-30", "frequency": "monthly", "work": "papers"}),
    "plaque": ("t001", "/api/signage/v1/plaques",
               {"region": VILLAGE, "name": "青石镇妇女之家", "placement": "inside", "width_mm": 600, "height_mm": 400,
                "background": "红", "text_colour": "白"}),
    "form": ("d110", "/api/report/v1/forms",
             {"code": "XB99", "title": "试验季报", "fields": [{"name": "户数", "unit": "户"}],
              "frequency": "quarterly", "legal_basis": "统计法(2024)第十四条"}),
    "certificate": ("v001202", "/api/certificate/v1/applications",
                    {"region": VILLAGE, "item": "AC15", "applicant": APPLICANT, "purpose": "办理补贴",
                     "demander": {"name": "某单位"}}),
    "training": ("t001", "/api/certificate/v1/trainings",
                 {"region": TOWNSHIP, "topic": "出具证明培训", "held_on": "2026-11-20", "attendees": 12}),
    "visit": ("inspector", "/api/supervision/v1/visits",
              {"region": VILLAGE, "visited_on": "2026-11-20", "unannounced": True, "team_size": 3}),
    "letter": ("county_office", "/api/supervision/v1/letters",
               {"region": TOWNSHIP, "finding_ids": ["01936f2a-0000-7000-8000-000000000001"],
                "contact": {"name": "县减负办", "phone": "0571-1234567"}}),
    "department": ("operator", "/api/directory/v1/departments",
                   {"code": "D999", "name": "县试验局", "home": "990101000000", "active": True}),
    "account": ("operator", "/api/identity/v1/accounts",
                {"username": "shiyan", "name": "试验员", "password": "Songyun-shiyan-2026!", "roles": ["township"],
                 "region": TOWNSHIP}),
}  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOADS = {
    "ledger": ("t001", "/api/signage/v1/plaques/import"),
    "regions": ("operator", "/api/directory/v1/regions/import"),
    "departments": ("operator", "/api/directory/v1/departments/import"),
}


@pytest.fixture(scope="module", autouse=True)
async def untouched(unchanged):
    """After all these requests every table is as it was before."""
    async with unchanged():
        yield


def send(sign_in, name: str, body: object, **headers: str) -> httpx.Response:
    who, path, _ = WRITES[name]
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return sign_in(who).post(path, content=content, headers={"content-type": "application/json", **headers})


def wrong_types(value: object) -> list[object]:
    if isinstance(value, bool):
        return ["maybe", {}, 7]
    if isinstance(value, int):
        return [-1, "many", {}, 1.5, 10**17, None]
    if isinstance(value, str):
        return [{"a": 1}, ["x"], 7, True, "长" * 200_000]
    return ["x", 7, {"surprise": 1}, [[[]]]]


def with_hidden_text(body: dict, hidden: str) -> list[tuple[str, bytes]]:
    """The body once for each of its texts, with something hidden in it."""
    named = [name for name, value in body.items() if isinstance(value, str)]
    return [
        (name, orjson.dumps(body).replace(f'"{name}":"'.encode(), f'"{name}":"{hidden}'.encode())) for name in named
    ]


@pytest.mark.parametrize("name", WRITES)
def test_what_is_not_json_is_named_so(sign_in, refused, name):
    whole = orjson.dumps(WRITES[name][2])
    for content in (b"{", whole[:-1], whole + b"}", b"{'a': 1}", b"\x00"):
        refused(send(sign_in, name, content), 400, "malformed_json")
    answer = send(sign_in, name, b"\xff\xfe{}")  # no UTF-8
    assert answer.json()["code"] in ("malformed", "malformed_json")
    refused(answer, 400, answer.json()["code"])
    for bracket in (b"[", b"{"):  # nested deeper than anybody reads
        refused(send(sign_in, name, bracket * 100_000), 413, "too_many_values")


@pytest.mark.parametrize("name", WRITES)
def test_a_wrong_type_is_refused_by_the_name_of_its_field_alone(sign_in, refused, name):
    body = WRITES[name][2]
    for field, value in body.items():
        for wrong in wrong_types(value):
            problem = refused(send(sign_in, name, {**body, field: wrong}), 422, "invalid_request")
            assert {error["pointer"].split("/")[2] for error in problem["errors"]} == {field}, (wrong, problem)
    for shape in ([], "text", 7, None, [body]):
        refused(send(sign_in, name, shape), 422, "invalid_request")


@pytest.mark.parametrize("name", WRITES)
def test_nobody_assigns_fields_that_are_not_theirs(sign_in, refused, name):
    """Mass assignment (OWASP API3): the id, version, state and scores of a row are not the client's to say."""
    extra = {"id": "01936f2a-0000-7000-8000-000000000001", "version": 99, "state": "granted", "score": 100,
             "created_at": "2020-01-01T00:00:00Z", "__class__": "x", "password_hash": "x"}  # fmt: skip
    for field, value in extra.items():
        problem = refused(send(sign_in, name, {**WRITES[name][2], field: value}), 422, "invalid_request")
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
            (f"/body/{field}", "extra_forbidden")
        ]


@pytest.mark.parametrize("hidden", [r"\u0000", r"\u202e", r"\u2066", r"\ud800", r"\u0007", r"\ufeff"])
@pytest.mark.parametrize("name", WRITES)
def test_text_that_hides_something_is_refused(sign_in, refused, name, hidden):
    for _, content in with_hidden_text(WRITES[name][2], hidden):
        answer = send(sign_in, name, content)
        # A lone surrogate is no Unicode text at all, so it is a matter of taste which of the two it breaks.
        code = answer.json()["code"]
        refused(answer, 400 if code == "malformed_json" else 422, code)
        assert code in ("malformed_json", "invalid_request")


@pytest.mark.parametrize("name", WRITES)
def test_ten_megabytes_are_too_much_whether_or_not_the_size_is_said(sign_in, refused, name):
    who, path, body = WRITES[name]
    content = orjson.dumps({**body, "reason": "x" * 10 * 1024 * 1024})
    refused(send(sign_in, name, content), 413, "too_large")
    chunks = (content[at : at + 262_144] for at in range(0, len(content), 262_144))
    answer = sign_in(who).post(path, content=chunks, headers={"content-type": "application/json"})
    refused(answer, 413, "too_large")


@pytest.mark.parametrize("name", WRITES)
def test_a_body_of_another_kind_is_not_taken_for_json(sign_in, refused, name):
    who, path, body = WRITES[name]
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
        answer = sign_in(who).post(path, content=orjson.dumps(body), headers={"content-type": kind})
        assert answer.status_code in (415, 422)
        refused(answer, answer.status_code, answer.json()["code"])


def workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def opened(content: bytes, **changes: bytes) -> bytes:
    """A workbook with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return packed(entries | {name.replace("__", "/"): value for name, value in changes.items()})


GOOD = workbook([["机构代码", "机构名称", "所属行政区划"], ["D998", "县试验局", "990101000000"]])
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
BOMB = packed({"xl/worksheets/sheet1.xml": b"0" * 120_000_000})
FILES = {
    "nothing": (b"", {"table_unreadable"}),
    "cut in half": (GOOD[: len(GOOD) // 2], {"table_unreadable"}),
    "no workbook at all": (packed({"hello.txt": b"hello"}), {"table_unreadable"}),
    "garbage behind the magic": (b"PK\x03\x04" + b"\xff" * 5000, {"table_unreadable"}),
    "a broken sheet": (opened(GOOD, **{"xl__worksheets__sheet1.xml": _SHEET + b"<row><c"}), {"table_unreadable"}),
    "a zip bomb": (BOMB, {"table_suspicious", "too_large"}),
    "a bomb within a workbook": (
        opened(GOOD, **{"xl__worksheets__sheet1.xml": _SHEET + b" " * 60_000_000}), {"table_suspicious", "too_large"}
    ),
    "entities": (
        opened(GOOD, **{"xl__worksheets__sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + _SHEET}), {"table_suspicious"}
    ),
    "macros": (opened(GOOD, **{"xl__vbaProject.bin": b"x"}), {"table_suspicious"}),
    "an old binary workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 4096, {"table_unreadable"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 512, {"table_unreadable"}),
    "json of the wrong shape": (b'{"rows": []}', {"table_unreadable"}),
    "broken json": (b'[{"a": 1}', {"table_unreadable"}),
    "deep json": (b"[" * 100_000, {"table_unreadable"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("upload", UPLOADS)
def test_a_file_that_is_no_honest_table_is_refused_whole(sign_in, refused, upload, name):
    who, path = UPLOADS[upload]
    content, codes = FILES[name]
    answer = sign_in(who).post(path, files={"file": ("table.xlsx", content, XLSX)}, timeout=60)
    assert answer.json()["code"] in codes, answer.text
    refused(answer, 413 if answer.json()["code"] == "too_large" else 422, answer.json()["code"])


@pytest.mark.parametrize("upload", UPLOADS)
def test_one_wrong_row_refuses_the_whole_table_and_is_named(sign_in, refused, upload):
    who, path = UPLOADS[upload]
    rows = {
        "ledger": [["村代码", "牌子名称", "位置", "宽(毫米)", "高(毫米)", "底色", "字色"],
                   [VILLAGE, "试验室", "内部", 600, 400, "红", "白"],
                   [VILLAGE, "=cmd|'/c calc'!A1\u202e", "内部", -600, 400, "红", "白"]],
        "regions": [["区划代码", "名称"], ["990101014000", "试验镇"], ["99010101400", "短码"]],
        "departments": [["机构代码", "机构名称", "所属行政区划"], ["D998", "县试验局", "990101000000"],
                        ["' OR 1=1 --", "县注入局", "990101000000"]],
    }[upload]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    answer = sign_in(who).post(path, files={"file": ("table.csv", out.getvalue().encode(), "text/csv")})
    assert any(error["row"] == 3 for error in refused(answer, 422, "rows_refused")["errors"])


@pytest.mark.parametrize("upload", UPLOADS)
def test_an_upload_without_its_file_is_refused(sign_in, refused, upload):
    who, path = UPLOADS[upload]
    client = sign_in(who)
    refused(client.post(path), 422, "invalid_request")
    refused(client.post(path, data={"file": "text instead of a file"}), 422, "invalid_request")
    broken = {"content-type": "multipart/form-data; boundary=x"}
    refused(client.post(path, content=b"--y\r\nno such boundary", headers=broken), 400, "malformed")

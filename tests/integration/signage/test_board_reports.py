"""Codes of villages and halls, and what anybody reports by them, through a running signage-svc."""

import io
import struct
import zlib
from base64 import b64encode
from datetime import date

import pytest
from contracts.board_reports import BoardReportAnswered, BoardReportReceived
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.testing import message_of
from PIL import Image
from servicekit.consumers import of_handlers
from signage_svc.consumers import consumers

from tests.waiting import eventually

from .boards import FINE, VILLAGE
from .conftest import COUNTY, NEIGHBOUR, TOWNSHIP
from .test_halls import act, entered, refused

REPORT = {"kind": "no_activity", "board": "新时代文明实践站", "text": "门一直锁着，没人办公"}


@pytest.fixture
async def clerk(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk") as client:
        yield client


@pytest.fixture
async def anybody(svc):
    async with svc.client() as client:
        yield client


def jpeg() -> str:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 12.0, 5.0), 3: "E", 4: (114.0, 1.0, 2.0)})
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "red").save(out, "JPEG", exif=exif)
    return b64encode(out.getvalue()).decode()


def huge_png() -> str:
    """A picture that says it is 30,000 × 30,000 and has next to no content."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    whole = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b64encode(whole).decode()


async def labelled(clerk, region=VILLAGE):
    return await act(clerk, "labels", {"region": region}, 201)


async def test_a_villages_code_shows_its_boards_and_a_report_by_it_becomes_the_townships_to_do(svc, clerk, anybody):
    await act(clerk, "plaques", FINE, 201)
    label = await labelled(clerk)
    place = (await anybody.get(f"/v1/places/{label['code']}")).json()
    assert (place["kind"], place["name"], place["in_use"]) == ("village", "柳河村", True)
    assert place["boards"] == [{"name": "新时代文明实践站", "placement": "inside"}]
    receipt = (await act(anybody, f"places/{label['code'].lower()}/reports", REPORT, 201))["receipt"]
    (todo,) = [row for row in (await clerk.get("/v1/todos")).json()["todos"] if row["kind"] == "board_report"]
    assert todo["title"] == "处理群众扫码反映"
    (report,) = (await clerk.get("/v1/board-reports")).json()["items"]
    assert (report["text"], report["region"]) == (REPORT["text"], VILLAGE)
    assert (await anybody.get(f"/v1/report-receipts/{receipt}")).json()["state"] == "reported"
    await act(clerk, f"board-reports/{report['id']}/answer", {"decision": "acted", "reason": "已督促恢复值班"})
    status = (await anybody.get(f"/v1/report-receipts/{receipt}")).json()
    assert (status["state"], status["answer"]) == ("acted", "已督促恢复值班")
    (event,) = await svc.events(BoardReportAnswered)
    assert event["data"] == {"kind": "no_activity", "acted": True}
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await village.get("/v1/board-reports")).status_code == 403


async def test_nothing_is_kept_of_who_reports_even_of_somebody_who_is_signed_in(svc, clerk):
    label = await labelled(clerk)
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub="known-cadre") as cadre:
        receipt = (await act(cadre, f"places/{label['code']}/reports", REPORT, 201))["receipt"]
    (event,) = await svc.events(BoardReportReceived)
    assert "known-cadre" not in str(event)
    tables = "SELECT coalesce(string_agg(r::text, ' '), '') AS text FROM {} r"
    for table in ("board_report", "audit", "record_history"):
        found = await svc.database.fetchrow(tables.format(table))
        assert "known-cadre" not in found["text"], table
        assert receipt not in found["text"], table


async def test_pictures_are_drawn_anew_bounded_and_only_for_who_has_the_receipt(clerk, anybody):
    label = await labelled(clerk)
    receipt = (await act(anybody, f"places/{label['code']}/reports", REPORT, 201))["receipt"]
    path = f"report-receipts/{receipt}/photo"
    assert await refused(anybody, path, {"content": huge_png()}) == "picture_too_large"
    assert await refused(anybody, path, {"content": "不是照片"}) == "photo_unreadable"
    assert await refused(anybody, "report-receipts/AAAAAAAAAAAAAAAA/photo", {"content": jpeg()}) == "receipt_unknown"
    for _ in range(3):
        await act(anybody, path, {"content": jpeg()}, 201)
    assert await refused(anybody, path, {"content": jpeg()}) == "too_many_attachments"
    (report,) = (await clerk.get("/v1/board-reports")).json()["items"]
    files = (await clerk.get(f"/v1/board-reports/{report['id']}/attachments")).json()["items"]
    assert [(file["name"], file["uploaded_by"]) for file in files] == [(None, None)] * 3
    kept = (await clerk.get(files[0]["href"].removeprefix("/api/signage"))).content
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
    await act(clerk, f"board-reports/{report['id']}/answer", {"decision": "unfounded", "reason": "当日正常值班"})
    assert await refused(anybody, path, {"content": jpeg()}) == "report_answered"


async def test_a_village_has_one_code_and_a_replaced_one_leads_nowhere(clerk, anybody):
    label = await labelled(clerk)
    assert await refused(clerk, "labels", {"region": VILLAGE}) == "labelled_already"
    new = await act(clerk, f"labels/{label['id']}/replacement", {"reason": "被冒用"})
    assert (await anybody.get(f"/v1/places/{label['code']}")).json()["code"] == "place_unknown"
    assert (await anybody.get(f"/v1/places/{new['code']}")).json()["kind"] == "village"


async def test_a_village_that_has_ended_gets_no_code_and_its_code_takes_no_report(svc, clerk, anybody):
    label = await labelled(clerk)
    ended = [
        message_of(
            RegionRegistered(
                code=code, name="旧村", level="village", valid_from=date(2020, 1, 1), valid_to=date(2026, 1, 1)
            ),
            region=code, sequence=2,
        )
        for code in (VILLAGE, NEIGHBOUR)
    ]  # fmt: skip
    await svc.hear_batch(of_handlers("test", consumers), ended)
    assert await refused(clerk, "labels", {"region": NEIGHBOUR}) == "region_ended"

    async def is_told():  # what is known of a region may be two seconds old
        return not (await anybody.get(f"/v1/places/{label['code']}")).json()["in_use"]

    await eventually(is_told)
    assert await refused(anybody, f"places/{label['code']}/reports", REPORT) == "region_ended"


async def test_a_hall_is_reported_by_the_code_of_its_sign_until_it_is_closed(svc, clerk, anybody):
    hall = await entered(clerk)
    wrong = {"kind": "nobody_there", "text": "3号窗口没有人"}
    await act(anybody, f"places/{hall['code']}/reports", wrong, 201)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6]) as office:
        (report,) = (await office.get("/v1/board-reports")).json()["items"]
    assert (report["place"], report["board"]) == ("青石镇综合服务大厅", None)
    await act(clerk, f"halls/{hall['id']}/closure", {"reason": "搬迁"})
    assert await refused(anybody, f"places/{hall['code']}/reports", wrong) == "place_not_in_use"

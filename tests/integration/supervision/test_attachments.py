"""Files on findings and repairs through a running supervision-svc: scope, record, deletion, orphans."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from countykit.identity import Role
from PIL import Image
from servicekit.attachments.housekeeping import delete_old, remove_orphans
from servicekit.transaction import Context
from supervision_svc.attachments import Attachment

from tests.pdf_files import content, pdf

VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
OTHER_TOWNSHIP = "990101002000"


def within(view: dict) -> str:
    """Where the service itself has what a client reads at the gateway."""
    assert view["href"].startswith("/api/supervision/v1/")
    return view["href"].removeprefix("/api/supervision")


def photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
async def finding(story):
    return (await story.finding())["id"]


async def uploaded(story, finding: str, content: bytes | None = None, role: Role = Role.INSPECTOR, **options):
    path = f"/v1/findings/{finding}/attachments"
    answer = await story.ask(role, "POST", path, content=content or photo(), **options)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def logged(story, kind: str) -> list[sa.Row]:
    async with story.svc.database.transaction(Context.of_system("look")) as tx:
        statement = sa.text("SELECT * FROM security_log WHERE kind = :kind ORDER BY id")
        return list((await tx.session.execute(statement, {"kind": kind})).all())


def stored(story) -> list[str]:
    folder = Path(story.svc.app.state.settings.attachments_url.removeprefix("file://"))
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_a_photo_goes_onto_a_finding_and_comes_back_private_and_on_the_record(story, finding):
    told = await uploaded(story, finding, params={"name": "外墙.png"})
    assert (told["media_type"], told["name"], told["uploaded_by"]) == (
        "image/jpeg",
        "外墙.png",
        "inspector@990101000000",
    )
    listed = (await story.get(Role.TOWNSHIP, f"/v1/findings/{finding}/attachments")).json()["items"]
    assert listed == [told]
    answer = await story.get(Role.TOWNSHIP, within(told))
    assert answer.status_code == 200
    assert len(answer.content) == told["size"] == int(answer.headers["content-length"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "%E5%A4%96%E5%A2%99.png.jpg" in answer.headers["content-disposition"]
    (entry,) = await logged(story, "export")
    assert (entry.account, entry.resource) == ("township@990101001000", within(told))
    assert told["sha256"] in entry.detail
    again = await story.get(Role.TOWNSHIP, within(told), headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_who_cannot_see_the_record_cannot_see_its_files_or_add_one(story, finding):
    told = await uploaded(story, finding)
    for path in (within(told), f"/v1/findings/{finding}/attachments"):
        answer = await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    path = f"/v1/findings/{finding}/attachments"
    answer = await story.ask(Role.VILLAGE, "POST", path, region=OTHER_VILLAGE, content=photo())
    assert answer.status_code == 404
    assert (await story.get(Role.DEPARTMENT, path, department="civil-affairs")).status_code == 403
    other = (await story.finding())["id"]
    answer = await story.get(Role.INSPECTOR, within(told).replace(finding, other))
    assert answer.json()["code"] == "attachment_not_found"


async def test_a_village_may_add_a_photo_to_its_own_finding(story, finding):
    told = await uploaded(story, finding, role=Role.VILLAGE)
    assert told["uploaded_by"] == f"village@{VILLAGE}"


async def test_equal_content_is_stored_once_and_a_refused_upload_leaves_no_row(story, finding):
    first, second = await uploaded(story, finding), await uploaded(story, finding)
    assert first["sha256"] == second["sha256"]
    assert stored(story) == [first["sha256"]]
    path = f"/v1/findings/{finding}/attachments"
    answer = await story.ask(Role.INSPECTOR, "POST", path, content=b"GIF89a")
    assert (answer.status_code, answer.json()["code"]) == (422, "attachment_type")
    assert len((await story.get(Role.INSPECTOR, path)).json()["items"]) == 2


async def test_a_repeated_upload_with_one_key_is_one_attachment(story, finding):
    key = {"idempotency-key": "0195-photo-of-the-wall"}
    first = await uploaded(story, finding, headers=key)
    assert await uploaded(story, finding, headers=key) == first
    assert len((await story.get(Role.INSPECTOR, f"/v1/findings/{finding}/attachments")).json()["items"]) == 1


async def test_a_file_with_thousands_of_brackets_is_no_json(story, finding):
    file = pdf(content(b"[{,," * 60_000), compress_streams=False)
    assert (await uploaded(story, finding, file))["media_type"] == "application/pdf"


async def test_deletion_leaves_a_proof_and_only_who_added_it_or_the_office_may(story, finding):
    told = await uploaded(story, finding)
    answer = await story.ask(Role.TOWNSHIP, "DELETE", within(told))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await story.ask(Role.COUNTY_OFFICE, "DELETE", within(told))).status_code == 204
    assert (await story.get(Role.INSPECTOR, within(told))).json()["code"] == "attachment_not_found"
    async with story.svc.database.transaction(Context.of_system("look")) as tx:
        rows = (await tx.session.execute(sa.text("SELECT rule, subject, count FROM deletion_proof"))).all()
    assert rows == [("attachment_removed", f"attachment/{told['id']}", 1)]


async def test_content_without_a_row_is_removed_and_content_with_one_stays(story, finding):
    kept, gone = await uploaded(story, finding, photo("green")), await uploaded(story, finding, photo("blue"))
    assert (await story.ask(Role.INSPECTOR, "DELETE", within(gone))).status_code == 204
    store = story.svc.app.state.attachments
    await store.put(b"an upload whose transaction failed")
    later = datetime.now(UTC) + timedelta(seconds=5)
    async with story.svc.database.transaction(Context.of_system("clean")) as tx:
        await remove_orphans(tx, store, Attachment)
        assert len(stored(story)) == 3  # all of it is younger than an hour
        await remove_orphans(tx, store, Attachment, later)
    assert stored(story) == [kept["sha256"]]


async def test_attachments_end_with_their_years_and_leave_a_proof(story, finding):
    await uploaded(story, finding)
    async with story.svc.database.transaction(Context.of_system("age", datetime(2036, 1, 1, tzinfo=UTC))) as tx:
        await delete_old(tx, Attachment, 3650)
    async with story.svc.database.transaction(Context.of_system("look")) as tx:
        assert (await tx.session.execute(sa.text("SELECT count(*) FROM attachment"))).scalar_one() == 0
        proof = (await tx.session.execute(sa.text("SELECT rule, count FROM deletion_proof"))).one()
    assert proof == ("attachment_keep_days", 1)


async def test_without_a_place_for_files_the_service_says_so(start_service, story_of, county):
    svc = await start_service("supervision_svc", attachments_url=None)
    await county(svc)
    story = story_of(svc)
    finding = (await story.finding())["id"]
    answer = await story.ask(Role.INSPECTOR, "POST", f"/v1/findings/{finding}/attachments", content=photo())
    assert (answer.status_code, answer.json()["code"]) == (503, "attachments_unavailable")


async def test_who_cannot_see_the_record_learns_nothing_of_their_file_either(story, finding):
    path = f"/v1/findings/{finding}/attachments"
    answer = await story.ask(Role.TOWNSHIP, "POST", path, region=OTHER_TOWNSHIP, content=b"no evidence")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

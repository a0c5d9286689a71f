"""Photos on a reported imposed task: who sees them, and what is kept of an anonymous reporter."""

import io

from countykit.identity import Role
from PIL import Image

from tests.pdf_files import pdf

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
KEY = "0b1c-the-random-key-of-the-page"


def within(view: dict) -> str:
    """Where the service itself has what a client reads at the gateway."""
    assert view["href"].startswith("/api/checklist/v1/")
    return view["href"].removeprefix("/api/checklist")


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


async def reported(svc, **values):
    body = {"title": "报刊订阅任务", "department": "WLJ", **values}
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary") as client:
        answer = await client.post("/v1/imposed-tasks", json=body, headers={"idempotency-key": KEY})
    assert answer.status_code == 201, answer.text
    return f"/v1/imposed-tasks/{answer.json()['id']}"


async def upload(svc, task, role=Role.VILLAGE, content=None, headers=None, **who):
    async with svc.client(role, **{"region": VILLAGE, "sub": "village-secretary", **who}) as client:
        path = f"{task}/attachments"
        return await client.post(path, content=content or photo(), headers=headers, params={"name": "老王拍的.png"})


async def read(svc, path, role, **who):
    async with svc.client(role, **{"region": COUNTY, **who}) as client:
        return await client.get(path)


async def test_only_the_reporter_and_the_judges_see_what_a_reporter_added(svc, people):
    task = await reported(svc)
    told = (await upload(svc, task)).json()
    assert told["uploaded_by"] == "village-secretary"
    for href in (within(told), f"{task}/attachments"):
        assert (await read(svc, href, Role.COUNTY_OFFICE)).status_code == 200
        assert (await read(svc, href, Role.DEPARTMENT, department="WLJ")).status_code == 403
    await people.made(people.county(), f"{task}/confirmation", {"reason": "属实"}, status=200)
    neighbour = {"region": VILLAGE, "sub": "somebody-else"}
    assert (await read(svc, task, Role.VILLAGE, **neighbour)).status_code == 200
    assert (await read(svc, within(told), Role.VILLAGE, **neighbour)).status_code == 404


async def test_the_reporter_of_an_anonymous_task_adds_a_photo_and_is_kept_nowhere(svc):
    task = await reported(svc, anonymous=True)
    assert (await upload(svc, task)).status_code == 404
    wrong = {"x-report-key": "another-key-of-some-length"}
    assert (await upload(svc, task, headers=wrong)).status_code == 404
    answer = await upload(svc, task, headers={"x-report-key": KEY, "idempotency-key": "upload-1"})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["uploaded_by"], told["name"]) == (None, None)
    assert answer.headers["x-songbang-forgotten"] == "1"
    connection = await svc.database.direct()
    try:
        rows = await connection.fetch("SELECT a::text AS row FROM audit a WHERE resource LIKE 'attachment%'")
        assert len(rows) == 1
        for table in ("attachment", "idempotency_key", "security_log"):
            rows += await connection.fetch(f"SELECT t::text AS row FROM {table} t")
    finally:
        await connection.close()
    written = "".join(row["row"] for row in rows)
    assert "village-secretary" not in written
    assert VILLAGE not in written
    assert "老王" not in written
    assert (await read(svc, within(told), Role.INSPECTOR)).status_code == 200


async def test_an_anonymous_report_takes_no_file_that_names_its_author(svc):
    task = await reported(svc, anonymous=True)
    answer = await upload(svc, task, content=pdf(), headers={"x-report-key": KEY})
    assert (answer.status_code, answer.json()["code"]) == (422, "anonymous_pictures_only")

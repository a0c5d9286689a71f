"""A photo on a finding, from the inspector's telephone through the gateway to those who may see it."""

import asyncio
import io
from typing import Any

import asyncpg
import httpx
import pytest
from countykit.identity import Role
from PIL import Image
from songbang.demo.people import Person

from tests.pdf_files import pdf, script

MEGABYTE = 1 << 20


def telephone_photo() -> bytes:
    """A JPEG with the place where it was taken and the device that took it."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "HUAWEI"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 12.0, 5.0), 3: "E", 4: (114.0, 1.0, 2.0)})
    Image.effect_noise((800, 600), 60).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture(scope="module")
def inspector(sign_in) -> httpx.Client:
    return sign_in("inspector")


@pytest.fixture(scope="module")
def row(inspector) -> dict[str, Any]:
    return inspector.get("/api/supervision/v1/findings").json()["items"][0]


@pytest.fixture(scope="module")
def finding(row) -> str:
    return f"/api/supervision/v1/findings/{row['id']}"


@pytest.fixture(scope="module")
def township(sign_in, people, row) -> httpx.Client:
    """The township in which the finding was made."""
    return sign_in(next(name for name, person in people.items() if _is_township_of(person, row)))


@pytest.fixture(scope="module")
def strangers(sign_in, people, row) -> list[httpx.Client]:
    """Another township, and one of its villages."""
    elsewhere = {name: person for name, person in people.items() if person.region[:9] != row["region"][:9]}
    return [
        sign_in(next(name for name, person in elsewhere.items() if person.role == role))
        for role in (Role.TOWNSHIP, Role.VILLAGE)
    ]


def _is_township_of(person: Person, row: dict[str, Any]) -> bool:
    return person.role == Role.TOWNSHIP and person.region[:9] == row["region"][:9]


def upload(client: httpx.Client, finding: str, content: bytes, **query: str) -> httpx.Response:
    headers = {"content-type": "image/jpeg"}
    return client.post(f"{finding}/attachments", content=content, params=query, headers=headers)


def test_a_photo_is_uploaded_and_downloaded_without_the_place_where_it_was_taken(sign_in, inspector, township, finding):
    original = telephone_photo()
    assert b"HUAWEI" in original
    answer = upload(inspector, finding, original, name="村委会外墙.jpg")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert answer.headers["location"] == f"{finding}/attachments/{told['id']}"
    assert told["href"] == answer.headers["location"]
    for client in (inspector, township, sign_in("county_office")):
        listed = client.get(f"{finding}/attachments").json()["items"]
        assert told in listed
        file = client.get(f"{finding}/attachments/{told['id']}")
        assert (file.status_code, file.headers["content-type"]) == (200, "image/jpeg")
        assert file.headers["content-disposition"].startswith("attachment")
        assert len(file.content) == told["size"]
        with Image.open(io.BytesIO(file.content)) as drawn:
            assert (drawn.size, dict(drawn.getexif())) == ((800, 600), {})
        assert b"HUAWEI" not in file.content


def test_another_township_and_its_villages_find_neither_the_file_nor_a_place_for_one(
    sign_in, strangers, inspector, finding, refused
):
    told = upload(inspector, finding, telephone_photo()).json()
    for client in strangers:
        for answer in (
            client.get(f"{finding}/attachments"),
            client.get(f"{finding}/attachments/{told['id']}"),
            client.delete(f"{finding}/attachments/{told['id']}"),
            upload(client, finding, telephone_photo()),
        ):
            refused(answer, 404, "not_found")
    refused(sign_in("d101").get(f"{finding}/attachments/{told['id']}"), 403, "forbidden")


def test_a_download_is_on_the_record(stack, township, inspector, finding):
    told = upload(inspector, finding, telephone_photo()).json()
    path = f"{finding}/attachments/{told['id']}"
    assert township.get(path).status_code == 200

    async def entries() -> list[str]:
        connection = await asyncpg.connect(stack.service_database("supervision"))
        try:
            rows = await connection.fetch(
                "SELECT account FROM security_log WHERE kind = 'export' AND resource = $1",
                path.removeprefix("/api/supervision"),
            )
            return [row["account"] for row in rows]
        finally:
            await connection.close()

    assert asyncio.run(entries()) == [township.get("/api/identity/v1/me").json()["sub"]]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"MZ\x90\x00 a program called photo.jpg", 422, "attachment_type"),
        (telephone_photo()[:2000], 422, "attachment_unreadable"),
        (pdf(script), 422, "attachment_active"),
        (b"\xff\xd8\xff" + bytes(20 * MEGABYTE), 413, "too_large"),
    ],
)
def test_what_is_no_evidence_is_refused_at_the_gateway_or_behind_it(inspector, finding, refused, content, status, code):
    before = inspector.get(f"{finding}/attachments").json()
    refused(upload(inspector, finding, content), status, code)
    assert inspector.get(f"{finding}/attachments").json() == before

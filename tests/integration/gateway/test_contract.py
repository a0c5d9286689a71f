"""What the gateway adds for front ends: packed answers, pages about refusals, other origins, and who I am."""

import gzip
import json

import httpx
import pytest
import zstandard
from countykit.identity import Role
from gateway.edge.packing import wanted

from .conftest import COUNTY, TOWNSHIP

ROUTES = "/openapi.json"


@pytest.fixture
async def door(gateway, serve):
    """A client that unpacks nothing by itself, on a real port."""
    token = gateway.service.mint.token(Role.TOWNSHIP, region=TOWNSHIP)
    headers = {"authorization": f"Bearer {token}", "accept-encoding": "identity"}
    async with httpx.AsyncClient(base_url=await serve(gateway.app), headers=headers, timeout=20) as client:
        yield client


async def raw(client, path, coding) -> tuple[httpx.Headers, bytes]:
    async with client.stream("GET", path, headers={"accept-encoding": coding}) as answer:
        return answer.headers, b"".join([chunk async for chunk in answer.aiter_raw()])


async def test_json_goes_out_packed_to_who_takes_it(door):
    plain = await door.get(ROUTES)
    assert "content-encoding" not in plain.headers
    headers, packed = await raw(door, ROUTES, "gzip, zstd")
    assert (headers["content-encoding"], headers["vary"]) == ("zstd", "Accept-Encoding")
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == plain.content
    assert int(headers["content-length"]) == len(packed) < len(plain.content) / 8
    headers, packed = await raw(door, ROUTES, "gzip;q=0.5, zstd;q=0")
    assert (headers["content-encoding"], gzip.decompress(packed)) == ("gzip", plain.content)


async def test_small_answers_and_those_about_identity_stay_as_they_are(door):
    for path in ("/api/identity/v1/me", "/api/nothing/v1"):
        headers, body = await raw(door, path, "zstd, gzip")
        assert "content-encoding" not in headers
        assert json.loads(body)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", None), (b"br", None), (b"gzip", b"gzip"), (b"gzip, zstd", b"zstd"), (b"zstd;q=0.0, gzip", b"gzip"),
        (b"GZIP;q=1.0", b"gzip"), (b"gzip;q=0", None),
    ],
)  # fmt: skip
def test_the_better_packing_that_is_taken_is_used(accepted, coding):
    assert wanted(accepted) == coding


async def test_the_type_of_each_problem_leads_to_a_page(door):
    refusal = (await door.get("/api/identity/v1/nothing")).json()
    told = await door.get(refusal["type"])
    assert (told.json()["code"], told.json()["status"], told.json()["detail"]) == ("no_such_route", 404, "没有这个接口")
    page = await door.get(refusal["type"], headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>没有这个接口</h1>" in page.text
    assert (await door.get("/problems/nonsense")).json()["code"] == "not_found"


async def test_every_own_refusal_is_in_the_catalogue_with_its_source(door):
    problems = (await door.get(ROUTES)).json()["x-problems"]
    assert {"rate_exceeded", "not_acceptable", "username_taken", "stale_version"} <= problems.keys()
    assert all(problem["parts"] == ["gateway"] and 400 <= problem["status"] < 600 for problem in problems.values())


async def test_a_front_end_of_another_origin_may_send_cookies_only_when_that_is_set(start_gateway):
    asked = {"origin": "https://front.example", "access-control-request-method": "POST"}
    for allowed in (False, True):
        gateway = await start_gateway(cors_origins=["https://front.example"], cors_credentials=allowed)
        async with gateway.client() as client:
            answer = await client.options("/api/identity/v1/session", headers=asked)
            shown = await client.get("/healthz", headers={"origin": "https://front.example"})
        assert answer.headers["access-control-allow-origin"] == "https://front.example"
        assert ("access-control-allow-credentials" in answer.headers) is allowed
        assert {"ETag", "Location", "Sunset"} <= set(shown.headers["access-control-expose-headers"].split(", "))


async def test_who_i_am_has_names_posts_permissions_county_and_calendar(gateway):
    async with gateway.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        me = (await client.get("/api/identity/v1/me")).json()
    assert (me["region"], me["region_code"], me["region_name"]) == (TOWNSHIP[:9], TOWNSHIP, "青石镇")
    assert me["county"] == {"code": COUNTY, "name": "丙县"}
    assert [(post["role"], post["region_name"]) for post in me["posts"]] == [("township", "青石镇")]
    assert "gateway_list_regions" in me["permissions"]
    assert not {"gateway_create_account", "gateway_issue_token"} & set(me["permissions"])
    assert me["demo"] is gateway.app.state.settings.demo
    assert me["calendar"]["href"] == f"/api/directory/v1/calendar/{me['calendar']['today'][:4]}"


async def test_who_is_above_the_counties_has_no_county(gateway):
    async with gateway.client(Role.OPERATOR, region="") as client:
        me = (await client.get("/api/identity/v1/me")).json()
    assert (me["region_code"], me["county"]) == ("000000000000", None)
    assert "gateway_create_account" in me["permissions"]

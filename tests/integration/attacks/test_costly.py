"""Requests that cost more to read than to send are refused early, with a code, and nobody else notices."""

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from .conftest import answer_to, head

JSON = {"content_type": "application/json"}


def post(site, body: bytes) -> bytes:
    return head("POST /api/checklist/v1/groups", len(body), **JSON, **site.bearer(sub="evil")) + body


async def told(site, request: bytes, pieces=tuple) -> tuple[int, str]:
    """What the attacker is told while others work."""
    (status, body), _ = await asyncio.gather(answer_to(site.port, request, pieces), site.serves_others())
    return status, json.loads(body)["code"]


async def test_many_keys_in_a_query(site):
    query = "&".join(f"k{number}=1" for number in range(5000))
    assert await told(site, head(f"GET /api/identity/v1/me?{query}")) == (400, "too_many_fields")


async def test_ninety_five_thousand_keys_in_a_query(site):
    query = "&".join(f"k{number}" for number in range(95_000))
    assert await told(site, head(f"GET /api/checklist/v1/groups?{query}")) == (431, "head_too_large")


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_ninety_five_thousand_keys_in_a_login(site, kind):
    keys = [f"k{number}" for number in range(95_000)]
    body = json.dumps(dict.fromkeys(keys, 1)) if kind.endswith("json") else "&".join(f"{key}=1" for key in keys)
    request = head("POST /api/identity/v1/token", len(body), content_type=kind) + body.encode()
    assert await told(site, request) == (413, "too_large")


async def test_ninety_five_thousand_keys_in_an_object(site):
    body = json.dumps({f"k{number}": 1 for number in range(95_000)}).encode()[:1_000_000]
    assert (await told(site, post(site, body)))[0] in (400, 413)
    body = json.dumps({f"k{number}": 1 for number in range(5000)}).encode()
    (status, answer), _ = await asyncio.gather(answer_to(site.port, post(site, body)), site.serves_others())
    assert (status, json.loads(answer)["errors"][0]["code"]) == (422, "too_many_fields")


async def test_seventy_four_megabytes_of_headers(site):
    def pieces() -> Iterator[bytes]:
        for number in range(74):
            yield b"".join(b"x-%d-%d: %s\r\n" % (number, line, b"y" * 1000) for line in range(1000))

    assert await told(site, b"GET / HTTP/1.1\r\nhost: x\r\n", pieces) == (431, "head_too_large")


async def test_one_header_that_never_ends(site):
    assert await told(site, b"GET / HTTP/1.1\r\nx: ", lambda: [b"y" * 65_536] * 200) == (431, "head_too_large")


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":['])
async def test_deep_nesting(site, opening):
    costly = {(400, "too_deep"), (413, "too_many_values")}
    assert await told(site, post(site, opening * 60)) == (400, "too_deep")
    assert await told(site, post(site, opening * 100_000)) in costly
    login = head("POST /api/identity/v1/token", 60_000, **JSON) + (opening * 60_000)[:60_000]
    assert await told(site, login) in costly


async def test_ten_thousand_wrong_fields_are_told_a_hundred_at_a_time(site):
    items = [{"category": number, "wrong": 1} for number in range(900)]
    body = {"title": 1, "items": items, **{f"k{number}": number for number in range(900)}}
    headers = {"authorization": f"Bearer {site.token('county_office', 'evil', '990101')}"}
    async with httpx.AsyncClient(base_url=site.url, timeout=20, trust_env=False) as client:
        answer, _ = await asyncio.gather(
            client.post("/api/checklist/v1/editions", json=body, headers=headers), site.serves_others()
        )
    document = answer.json()
    assert (answer.status_code, len(document["errors"])) == (422, 100)
    assert document["error_count"] > 900
    assert len(answer.content) < 50_000

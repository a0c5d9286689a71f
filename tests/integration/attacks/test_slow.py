"""A client that sends slowly, or half, waits alone."""

import asyncio
import json

import httpx
import pytest
from songbang.ports import HOST

from .conftest import answer_to, half_sent, head

UPLOADS = 210


async def test_half_sent_uploads_of_a_known_client_leave_everybody_else_served(site):
    upload = head("POST /api/checklist/v1/groups", 900_000, content_type="application/json", **site.bearer(sub="evil"))
    async with half_sent(site.port, [upload + b'{"name": "'] * UPLOADS):
        await site.serves_others()


async def test_half_sent_uploads_of_strangers_are_answered_unread(site):
    upload = head("POST /api/checklist/v1/groups", 900_000, content_type="application/json")
    async with half_sent(site.port, [upload] * UPLOADS) as readers:
        await site.serves_others()
        told = [await asyncio.wait_for(reader.readline(), 10) for reader in readers]
    assert {line.split(b" ")[1] for line in told} == {b"401"}


@pytest.mark.parametrize("path", ["token", "session", "logout"])
async def test_half_sent_logins_leave_everybody_else_served(site, path):
    login = head(f"POST /api/identity/v1/{path}", 200, content_type="application/json", x_songbang_csrf="1")
    async with half_sent(site.port, [login + b'{"username": "op'] * 100):
        await site.serves_others()


async def test_a_login_form_that_comes_letter_by_letter_is_still_a_login(site):
    form = b"grant_type=password&username=operator&password=Qingshi-jianfu-2026"
    request = head("POST /api/identity/v1/token", len(form), content_type="application/x-www-form-urlencoded")
    status, body = await answer_to(site.port, request, lambda: [form[i : i + 1] for i in range(len(form))])
    assert (status, "access_token" in json.loads(body)) == (200, True)


async def test_half_sent_heads_leave_everybody_else_served(site):
    async with half_sent(site.port, [b"GET /api/identity/v1/me HTTP/1.1\r\nx-a: b"] * 300):
        await site.serves_others()


async def test_a_head_that_never_ends_is_given_up(site):
    status, body = await answer_to(site.port, b"GET / HTTP/1.1\r\nx-a: b")
    assert (status, json.loads(body)["code"]) == (408, "head_too_slow")


async def test_a_body_that_never_comes_is_given_up(site):
    request = head("POST /api/identity/v1/logout", 50, content_type="application/json")
    status, body = await answer_to(site.port, request)
    assert (status, json.loads(body)["code"]) == (408, "upload_too_slow")


async def test_a_service_reached_without_the_gateway_serves_others_beside_half_sent_uploads(site):
    upload = head("POST /v1/groups", 900_000, content_type="application/json", **site.bearer(sub="evil"))
    url = f"http://{HOST}:{site.service_port}/v1/groups"
    async with half_sent(site.service_port, [upload + b'{"name": "'] * UPLOADS), httpx.AsyncClient() as client:
        answer = await client.get(url, headers=site.bearer(), timeout=10)
    assert answer.status_code == 200

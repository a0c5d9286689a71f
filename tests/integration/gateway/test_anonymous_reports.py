"""An anonymous report leads to nobody: canaries are searched for in every table, event, log line and trace."""

import logging
from collections.abc import AsyncIterator
from datetime import date
from importlib import import_module

import httpx
import pytest
from aiohttp import web
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role

from tests.waiting import eventually

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
ACCOUNT, ADDRESS, REQUEST = "canary-secretary", "203.0.113.77", "canary-request-4711"
CANARIES = (ACCOUNT, ADDRESS, REQUEST)
REPORT = {"department": "WLJ", "anonymous": True}
REPORTS = {
    "supervision_svc": (
        "/v1/complaint-box",
        {"region": TOWNSHIP, "action": "work", "title": "摊派报刊任务", "text": "乡里要求各村统一订阅报刊并报送截图"},
    ),
    "checklist_svc": ("/v1/imposed-tasks", {"title": "报刊订阅任务"} | REPORT),
    "certificate_svc": ("/v1/demands", {"item": "FC05", "demander": {"department": "WLJ"}, "anonymous": True}),
    "report_svc": (
        "/v1/offplan-demands",
        {"title": "每日报表", "reached": "group"} | REPORT,
    ),
}


@pytest.fixture
async def collector() -> AsyncIterator[tuple[str, list[bytes]]]:
    """A trace collector: its address, and what it was sent."""
    bodies: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        bodies.append(await request.read())
        return web.Response()

    application = web.Application()
    application.add_routes([web.post("/v1/traces", take)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", bodies
    await runner.cleanup()


@pytest.fixture(params=REPORTS)
async def reported(request, capsys, start_service, collector, caplog):
    """A service that got an anonymous report after a refused try, with everything logged."""
    svc = await start_service(request.param, otlp_endpoint=collector[0])
    consumers = import_module(f"{request.param}.consumers").consumers
    for code, level in {COUNTY: "county", TOWNSHIP: "township", VILLAGE: "village"}.items():
        region = RegionRegistered(code=code, name="某地", level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, region, region=code)
    await svc.hear(consumers, DepartmentRegistered(code="WLJ", name="文旅局", home=COUNTY), region=COUNTY)
    path, body = REPORTS[request.param]
    caplog.set_level(logging.DEBUG)
    headers = {
        "authorization": f"Bearer {svc.mint.token(Role.VILLAGE, region=VILLAGE, sub=ACCOUNT)}",
        "x-request-id": REQUEST, "idempotency-key": "canary-key",
    }  # fmt: skip
    transport = httpx.ASGITransport(svc.app, client=(ADDRESS, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as client:
        if request.param == "report_svc":
            refused = await client.post(path, json=body | {"region": "990202001201"})
            assert refused.status_code == 403
        answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    await svc.app.state.refusals.flush()
    return svc


async def test_no_table_and_no_event_names_the_reporter(reported):
    connection = await reported.database.direct()
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        written = {name: str(await connection.fetch(f'SELECT t::text FROM "{name}" t')) for (name,) in tables}
    finally:
        await connection.close()
    assert {"audit", "security_log", "idempotency_key", "outbox"} <= written.keys()
    for table, text in written.items():
        assert [canary for canary in CANARIES if canary in text] == [], table
    assert [canary for canary in CANARIES if canary in str(await reported.events())] == []


async def test_no_log_line_and_no_trace_names_the_reporter(reported, collector, capsys):
    _, bodies = collector
    await eventually(lambda: any(b"POST /v1/" in sent for sent in bodies))
    written = capsys.readouterr().out
    assert "POST /v1/" in written
    assert [canary for canary in CANARIES if canary in written] == []
    assert [canary for canary in CANARIES if canary.encode() in b"".join(bodies)] == []


async def test_the_gateway_forgets_the_request_too(reported, start_service, collector, serve):
    _, bodies = collector
    name = reported.app.title.rpartition(" ")[2]
    gateway = await start_service(
        "gateway", otlp_endpoint=collector[0], **{f"{name}_url": await serve(reported.app)}
    )  # fmt: skip
    path, body = REPORTS[f"{name}_svc"]
    headers = {
        "authorization": f"Bearer {reported.mint.token(Role.VILLAGE, region=VILLAGE, sub=ACCOUNT)}",
        "x-request-id": REQUEST,
    }  # fmt: skip
    transport = httpx.ASGITransport(gateway.app, client=(ADDRESS, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=headers) as client:
        answer = await client.post(f"/api/{name}{path}", json=body)
    assert (answer.status_code, answer.headers["x-request-id"]) == (201, REQUEST)
    assert "x-songbang-forgotten" not in answer.headers
    await eventually(lambda: any(f"/api/{name}".encode() in sent for sent in bodies))
    assert [canary for canary in CANARIES if canary.encode() in b"".join(bodies)] == []

"""One trace from a request through the outbox and the bus to the projection; nothing at all without a collector."""

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import web
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from supervision_svc.facts.projection import PROJECTION

from tests.waiting import eventually

TOWNSHIP = "990101001000"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Collector:
    def __init__(self) -> None:
        self.url = ""
        self.spans: list[tuple[str, str]] = []

    async def take(self, request: web.Request) -> web.Response:
        told = ExportTraceServiceRequest.FromString(await request.read())
        self.spans += [
            (span.name, span.trace_id.hex())
            for resource in told.resource_spans for scope in resource.scope_spans for span in scope.spans
        ]  # fmt: skip
        return web.Response()

    def names_of(self, wanted: str) -> set[str]:
        return {name for name, trace in self.spans if trace == wanted}


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    made, application = Collector(), web.Application()
    application.add_routes([web.post("/v1/traces", made.take)])
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.mark.parametrize("parent", [None, f"00-{TRACE}-00f067aa0ba902b7-01", f"00-{TRACE}-00f067aa0ba902b7-03"])
async def test_one_trace_leads_from_the_request_to_the_projection(start_service, collector, parent):
    """Whether it begins with the request, or in front of us."""
    await start_service("supervision_svc", otlp_endpoint=collector.url)
    svc = await start_service("checklist_svc", otlp_endpoint=collector.url)
    region = RegionRegistered(code=TOWNSHIP, name="青石镇", level="township", valid_from=date(2020, 1, 1))
    await svc.hear(consumers, region, region=TOWNSHIP)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        body = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
        headers = {"traceparent": parent} if parent else {}
        assert (await client.post("/v1/groups", json=body, headers=headers)).status_code == 201
    wanted = {"POST /v1/groups", "publish", f"consume {PROJECTION.name}"}
    await eventually(lambda: any(wanted <= collector.names_of(trace) for _, trace in collector.spans))
    assert parent is None or wanted <= collector.names_of(TRACE)


async def test_an_event_carries_the_trace_of_its_request_also_without_a_collector(start_service):
    svc = await start_service("checklist_svc")
    region = RegionRegistered(code=TOWNSHIP, name="青石镇", level="township", valid_from=date(2020, 1, 1))
    await svc.hear(consumers, region, region=TOWNSHIP)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        body = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
        await client.post("/v1/groups", json=body, headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    (event,) = [event for event in await svc.events() if event["type"] == "checklist.group.registered.v1"]
    assert event["traceparent"] == f"00-{TRACE}-00f067aa0ba902b7-01"


def test_without_a_collector_opentelemetry_is_not_even_loaded():
    program = "import sys, servicekit.app; sys.exit(any(name.startswith('opentelemetry.sdk') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

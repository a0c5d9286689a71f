"""The proxy: what passes, what does not, and what the client hears when a service is hung, dead or slow."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from countykit.identity import Role
from songbang.ports import free_port

from tests.waiting import eventually

from .upstream import Upstream


@pytest.fixture
async def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
async def door(start_gateway, serve, upstream) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a gateway on a real port, with one real service behind it."""
    gateway = await start_gateway(
        environment="test", checklist_url=await serve(upstream.app), signage_url=await serve(Upstream("signage").app),
        upstream_timeout_seconds=1, breaker_failures=3, breaker_open_seconds=1, proxy_body_limit_bytes=20_000_000,
    )  # fmt: skip
    signed_in = {"authorization": f"Bearer {gateway.service.mint.token(Role.TOWNSHIP, region='990101001')}"}
    async with httpx.AsyncClient(base_url=await serve(gateway.app), timeout=20, headers=signed_in) as client:
        client.gateway = gateway
        yield client


def sent(answer: httpx.Response) -> dict[str, str]:
    return dict(answer.json()["headers"])


async def test_a_request_reaches_its_service_as_it_was_sent_and_the_answer_comes_back(door):
    answer = await door.post(
        "/api/checklist/v1/groups/%E9%9D%92?q=%2F&q=2", content="内容".encode(), headers={"x-a": "b"}
    )
    seen = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["x-own"]) == (201, '"7"', "kept")
    assert (seen["service"], seen["method"], seen["path"], seen["query"]) == (
        "checklist", "POST", "/v1/groups/%E9%9D%92", "q=%2F&q=2",
    )  # fmt: skip
    assert seen["body"].encode("latin-1").decode() == "内容"
    assert sent(answer)["x-a"] == "b"
    assert "x-secret" not in answer.headers
    assert "x-secret" not in answer.headers.get("connection", "")
    assert len(answer.headers.get_list("date")) == 1


async def test_forged_identity_and_forwarding_headers_do_not_pass_in_any_spelling(door):
    forged = {
        "X-User-Id": "1",
        "x_user_id": "1",
        "X-USER": "1",
        "x-Role": "operator",
        "X_Roles": "operator",
        "x-internal-token": "1",
        "X-Forwarded-For": "6.6.6.6",
        "X_Forwarded_For": "6.6.6.6",
        "x-forwarded-host": "evil",
        "Forwarded": "for=6.6.6.6",
        "X-Real-IP": "6.6.6.6",
        "X-Original-URL": "/v1/admin",
        "X-Auth-User": "1",
        "X-Songbang-Time": "2020-01-01T00:00:00Z",
        "Connection": "keep-alive, x-hop",
        "X-Hop": "1",
        "TE": "trailers",
        "Proxy-Authorization": "Basic x",
        "Upgrade": "h2c",
    }
    answer = await door.get("/api/checklist/v1/x", headers=forged)
    names = set(sent(answer))
    assert sent(answer)["x-forwarded-for"] == "127.0.0.1"
    assert sent(answer)["x-forwarded-proto"] == "http"
    wanted = {
        "host",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-request-id",
        "traceparent",
        "accept",
        "accept-encoding",
        "authorization",
        "user-agent",
    }
    assert names == wanted
    assert "6.6.6.6" not in answer.text


async def test_a_told_time_passes_in_demo_mode_only(start_gateway, serve, upstream):
    gateway = await start_gateway(checklist_url=await serve(upstream.app))
    async with gateway.client() as client:
        answer = await client.get("/api/checklist/v1/x", headers={"x-songbang-time": "2020-01-01T00:00:00Z"})
    assert sent(answer)["x-songbang-time"] == "2020-01-01T00:00:00Z"


async def test_request_id_and_trace_context_go_through_and_bad_ones_are_replaced(door):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    kept = await door.get("/api/checklist/v1/x", headers={"x-request-id": "abc-1", "traceparent": trace})
    assert (kept.headers["x-request-id"], sent(kept)["x-request-id"], sent(kept)["traceparent"]) == (
        "abc-1",
        "abc-1",
        trace,
    )
    made = await door.get("/api/checklist/v1/x", headers={"x-request-id": "<script>", "traceparent": "garbage"})
    assert made.headers["x-request-id"] == sent(made)["x-request-id"] != "<script>"
    assert sent(made)["traceparent"].startswith("00-")
    assert sent(made)["traceparent"] != "garbage"


@pytest.mark.parametrize(
    "path",
    [
        "/api/checklist//v1/x",
        "//api/checklist/v1/x",
        "/api//checklist/v1/x",
        "/api/signage/../checklist/v1/x",
        "/api/signage/v1/../../checklist/v1/x",
        "/api/signage/%2e%2e/checklist/v1/x",
        "/api/signage/v1/%2E%2E/x",
        "/api/signage%2f..%2fchecklist/v1/x",
        "/api/signage/v1/..%2fx",
        "/api\\checklist/v1/x",
        "/api/checklist/v1/%5c..%5cx",
        "/API/checklist/v1/x",
        "/api/Checklist/v1/x",
        "/api/checklist/v1/a%00b",
        "/api/checklist/./v1/x",
        "/api/checklist",
        "/api/checklist/",
        "/api/checklist/healthz",
        "/api/checklist/metrics",
        "/api/checklist/openapi.json",
        "/api/checklist@evil/v1/x",
        "/api/nobody/v1/x",
        "/api/checklist/v1%2fx",
        "/api/checklist/v1/%zz",
        "/api/checklist/v1/x;/../y",
    ],
)
async def test_an_address_that_could_be_read_in_two_ways_reaches_no_service(door, upstream, path):
    port = door.base_url.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = (await asyncio.wait_for(reader.read(), 10)).decode()
    writer.close()
    assert answer.split(" ", 2)[1] in ("400", "404"), answer
    assert "application/problem+json" in answer
    assert upstream.requests == 0


async def test_a_method_that_no_api_uses_is_refused(door, upstream):
    answer = await door.request("TRACE", "/api/checklist/v1/x")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert upstream.requests == 0


async def test_a_service_hears_of_a_body_only_when_it_is_whole(door, upstream):
    more, sent = asyncio.Event(), asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        sent.set()
        await asyncio.wait_for(more.wait(), 10)
        for _ in range(80):
            yield b"x" * 100_000

    task = asyncio.create_task(door.post("/api/checklist/v1/take", content=body()))
    await asyncio.wait_for(sent.wait(), 10)
    assert (await door.get("/api/checklist/v1/x")).status_code == 201
    assert upstream.received_bytes == 0
    more.set()
    assert (await task).json() == {"bytes": 10_000_000}


async def test_a_client_that_uploads_slowly_does_not_count_against_the_service(door):
    async def body() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"x" * 70_000
            await asyncio.sleep(0.6)  # in all longer than the service's deadline of one second

    assert (await door.post("/api/checklist/v1/take", content=body())).json() == {"bytes": 280_000}


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_above_the_limit_is_refused_whether_or_not_it_says_its_size(door, declared):
    async def body() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 100_000

    headers = {"content-length": "30000000"} if declared else {}
    answer = await door.post("/api/checklist/v1/take", content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_downloads_stream_through_as_they_are(door):
    async with door.stream("GET", "/api/checklist/v1/large") as answer:
        assert answer.headers["content-encoding"] == "gzip"  # passed on, neither unpacked nor checked
        total = 0
        async for chunk in answer.aiter_raw():
            total += len(chunk)
    assert total == 160 * 65_536


async def test_an_event_stream_lives_longer_than_the_deadline_and_ends_with_its_listener(door, upstream):
    heard = []
    async with door.stream("GET", "/api/checklist/v1/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            heard.append(line)
            if "data: 5" in line:  # after 1.5 s; the deadline is one
                break
    assert heard[0] == "data: 0"
    await asyncio.wait_for(upstream.stream_ended.wait(), 5)


async def test_a_hung_service_is_answered_with_504_that_names_it(door):
    answer = await door.get("/api/checklist/v1/hang")
    assert (answer.status_code, answer.json()["code"], answer.json()["upstream"]) == (
        504,
        "upstream_timeout",
        "checklist",
    )
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1


async def test_an_answer_that_stops_in_the_middle_is_cut_not_completed(door):
    for path in ("pause", "break"):
        with pytest.raises(httpx.RemoteProtocolError):
            await door.get(f"/api/checklist/v1/{path}")


async def test_a_dead_service_is_502_then_the_breaker_opens_and_a_probe_closes_it_again(start_gateway, serve):
    port = free_port()
    inside = f"http://127.0.0.1:{(inside_port := free_port())}/readyz"
    gateway = await start_gateway(
        signage_url=f"http://127.0.0.1:{port}", breaker_failures=3, breaker_open_seconds=0.5, inside_port=inside_port
    )
    async with gateway.client() as client, httpx.AsyncClient(trust_env=False) as operator:
        dead = [await client.get("/api/signage/v1/x") for _ in range(4)]
        assert [answer.status_code for answer in dead] == [502, 502, 502, 503]
        assert dead[0].json()["upstream"] == dead[3].json()["upstream"] == "signage"
        assert (dead[3].json()["code"], dead[3].headers["retry-after"]) == ("upstream_paused", "1")
        assert (await operator.get(inside)).json()["upstreams"]["signage"] == "open"

        async def probed() -> int | None:
            status = (await client.get("/api/signage/v1/x")).status_code
            return None if status == 503 else status

        assert await eventually(probed) == 502
        assert (await client.get("/api/signage/v1/x")).status_code == 503
        await serve(Upstream("signage").app, port)
        assert await eventually(probed) == 201
        assert (await operator.get(inside)).json()["upstreams"]["signage"] == "closed"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_request_waits_for_a_service_that_is_being_replaced(start_gateway, serve, method):
    port = free_port()
    gateway = await start_gateway(signage_url=f"http://127.0.0.1:{port}", upstream_patience_seconds=20)
    async with gateway.client(Role.OPERATOR) as client:
        answer = asyncio.create_task(client.request(method, "/api/signage/v1/x", content=b"what it says"))
        answered, _ = await asyncio.wait({answer}, timeout=1)
        assert not answered, "nobody listens on that port, which is known within milliseconds"
        replaced = Upstream("signage")
        await serve(replaced.app, port)
        assert ((await answer).status_code, (await answer).json()["body"]) == (201, "what it says")
    assert replaced.requests == 1


async def test_nobody_waits_for_a_service_that_has_been_gone_for_long(start_gateway):
    gateway = await start_gateway(
        signage_url=f"http://127.0.0.1:{free_port()}", upstream_patience_seconds=0.5, breaker_failures=100
    )
    loop = asyncio.get_running_loop()
    async with gateway.client() as client:
        took = []
        for _ in range(3):
            started = loop.time()
            assert (await client.get("/api/signage/v1/x")).json()["code"] == "upstream_unreachable"
            took.append(loop.time() - started)
    assert took[0] >= 0.5
    assert sum(took[1:]) < 0.5, "the absence is measured once, not for each request"


async def test_one_dead_service_does_not_touch_the_others(door):
    for _ in range(5):
        assert (await door.get("/api/report/v1/x")).status_code in (502, 503)
    assert (await door.get("/api/checklist/v1/x")).status_code == 201


async def test_a_connection_that_the_service_closed_meanwhile_is_replaced(start_gateway):
    served = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request, promises to stay, and closes when the next one comes."""
        nonlocal served
        await reader.readuntil(b"\r\n\r\n")
        served += 1
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        await writer.drain()
        await reader.read(10)
        writer.close()

    server = await asyncio.start_server(once, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    gateway = await start_gateway(report_url=f"http://127.0.0.1:{port}")
    async with gateway.client(Role.OPERATOR) as client, server:
        assert (await client.get("/api/report/v1/x")).status_code == 200
        assert (await client.get("/api/report/v1/x")).status_code == 200
        keyed = await client.post("/api/report/v1/x", content=b"", headers={"idempotency-key": "k"})
        assert keyed.status_code == 200
        unkeyed = await client.post("/api/report/v1/x", content=b"")
    assert (unkeyed.status_code, unkeyed.json()["code"]) == (502, "upstream_unreachable")
    assert served >= 3


@pytest.mark.parametrize("size", [10_000_000, 300_000])
async def test_a_service_that_refuses_a_body_before_reading_it_is_heard(door, size):
    for _ in range(5):
        answer = await door.post("/api/checklist/v1/refuse", content=b"x" * size)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

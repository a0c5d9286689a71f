"""The edge's own answers: limits, documents, the site, readiness, security headers."""

import importlib.resources
from contextlib import AsyncExitStack

import httpx
import pytest
from countykit.identity import Role
from songbang.ports import free_port

from tests.waiting import eventually

from .conftest import PASSWORD, served
from .upstream import Upstream

GOOD = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "x-frame-options": "DENY"}


async def test_an_address_that_asks_too_often_gets_429_and_every_answer_says_what_is_left(start_gateway):
    gateway = await start_gateway(environment="test", rate_address="3/minute")
    async with gateway.client() as client:
        answers = [await client.get("/api/identity/v1/me") for _ in range(4)]
        health = await client.get("/healthz")
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
    assert answers[3].json()["code"] == "rate_exceeded"
    assert 1 <= int(answers[3].headers["retry-after"]) <= 120
    assert answers[3].headers["retry-after"] == answers[3].headers["ratelimit-reset"]
    assert health.status_code == 200


async def test_each_client_has_its_own_budget_and_a_forged_token_spends_nobodys(start_gateway, mint):
    gateway = await start_gateway(environment="test", rate_client="2/minute")
    async with gateway.client(Role.OPERATOR, sub="a") as first, gateway.client(Role.OPERATOR, sub="b") as second:
        forged = mint.token(Role.OPERATOR, sub="b")[:-6] + "AAAAAA"
        for _ in range(3):
            await second.get("/api/identity/v1/me", headers={"authorization": f"Bearer {forged}"})
        assert [(await first.get("/api/identity/v1/me")).status_code for _ in range(3)] == [200, 200, 429]
        assert [(await second.get("/api/identity/v1/me")).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    "path",
    [
        "/api/identity/v1/token",
        "/api/certificate/v1/verify/ABC",
        "/api/supervision/v1/complaint-box/answer",
        "/api/certificate/v1/demands/outcome",
        "/api/signage/v1/places/ABC/reports",
    ],
)
async def test_logins_public_checks_and_what_anybody_sends_have_tighter_limits(start_gateway, path):
    tight = dict.fromkeys(("rate_login", "rate_verify", "rate_complaint", "rate_report"), "2/minute")
    gateway = await start_gateway(environment="test", **tight)
    async with gateway.client() as client:
        statuses = [(await client.post(path)).status_code for _ in range(3)]
        assert statuses[2] == 429
        assert 429 not in statuses[:2]
        assert (await client.get("/api/identity/v1/me")).status_code == 401


async def test_demo_mode_is_generous(start_gateway):
    gateway = await start_gateway(rate_login="1/minute")
    await gateway.account("operator", Role.OPERATOR)
    assert [(await gateway.login()).status_code for _ in range(5)] == [200] * 5


async def test_the_merged_document_has_every_living_service_and_names_the_dead(start_gateway, serve):
    gateway = await start_gateway(
        checklist_url=await serve(Upstream().app), signage_url=await serve(Upstream().app), openapi_refresh_seconds=0.2
    )
    async with gateway.client() as client:

        async def merged():
            return len((await client.get("/openapi.json")).json()["x-unavailable"]) == 3

        await eventually(merged)
        document = (await client.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert document["x-unavailable"] == ["certificate", "report", "supervision"]
    thing = document["paths"]["/api/checklist/v1/things"]["get"]
    schema = thing["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/checklist_Thing"}
    assert document["components"]["schemas"]["signage_Pair"]["items"] == {"$ref": "#/components/schemas/signage_Thing"}
    assert thing["tags"] == ["checklist: things"]
    assert "access_token" in document["components"]["securitySchemes"]
    assert "/api/identity/v1/token" in document["paths"]
    assert not any(
        path.endswith(("healthz", "readyz")) for path in document["paths"] if path.startswith("/api/checklist")
    )
    operations = [
        operation["operationId"] for item in document["paths"].values() for operation in item.values()
    ]  # fmt: skip
    assert len(operations) == len(set(operations))
    assert _dangling(document) == set()


async def test_a_service_that_stops_answering_is_named_and_still_described(start_gateway):
    async with AsyncExitStack() as service:
        url = await service.enter_async_context(served(Upstream().app))
        gateway = await start_gateway(checklist_url=url, openapi_refresh_seconds=0.2)
        async with gateway.client() as client:

            async def document():
                return (await client.get("/openapi.json")).json()

            async def answers():
                return "checklist" not in (await document())["x-unavailable"]

            async def answers_no_more():
                return not await answers()

            await eventually(answers)
            await service.aclose()
            await eventually(answers_no_more)
            assert "/api/checklist/v1/things" in (await document())["paths"]


def _dangling(document):
    found = set()

    def walk(node):
        if isinstance(node, dict):
            for value in node.values():
                walk(value)
            reference = node.get("$ref")
            if isinstance(reference, str):
                _, _, kind, name = reference.split("/")
                if name not in document["components"].get(kind, {}):
                    found.add(reference)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(document)
    return found


async def test_the_documentation_needs_no_network_and_no_inline_script(gateway):
    async with gateway.client() as client:
        page = await client.get("/docs")
        files = [await client.get(f"/docs/{name}") for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js")]
    assert [file.status_code for file in files] == [200, 200, 200]
    assert "http" not in page.text.replace("http-equiv", "")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    bundle = importlib.resources.files("fastapi_offline") / "static" / "swagger-ui-bundle.js"
    assert files[0].content == bundle.read_bytes()


async def test_readiness_tells_of_the_upstreams_on_the_inside_port_but_does_not_depend_on_them(start_gateway):
    gateway = await start_gateway(inside_port=(port := free_port()))
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as inside,
        gateway.client() as client,
    ):

        async def ready():
            return (await inside.get("/readyz")).json()["status"] == "ready"

        await eventually(ready)
        document = (await inside.get("/readyz")).json()
        assert "songbang_outbox_depth" in (await inside.get("/metrics")).text
        assert (await client.get("/readyz")).json() == {"status": "ready"}
        assert (await client.get("/metrics")).status_code == 404
    assert set(document["upstreams"]) == {"checklist", "signage", "report", "certificate", "supervision"}
    assert {"database", "bus", "signing_key"} <= set(document["checks"])


async def test_without_a_built_dashboard_the_root_says_what_to_run(start_gateway, tmp_path):
    gateway = await start_gateway(dashboard_dir=tmp_path)
    async with gateway.client() as client:
        page = await client.get("/")
        missing = await client.get("/nothing")
    assert (page.status_code, "make dashboard" in page.text) == (200, True)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_route")


async def test_the_built_dashboard_is_served_with_its_pages_and_long_cached_assets(start_gateway, tmp_path):
    (tmp_path / "index.html").write_text("<title>看板</title>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-BxK3v9aZ.js").write_text("1")
    (tmp_path.parent / "secret.txt").write_text("secret")
    gateway = await start_gateway(dashboard_dir=tmp_path)
    async with gateway.client() as client:
        index = await client.get("/")
        page = await client.get("/board/990101001000", headers={"accept": "text/html"})
        asset = await client.get("/assets/index-BxK3v9aZ.js")
        absent = await client.get("/assets/other.js")
        outside = await client.get("/%2e%2e/secret.txt")
        head = await client.head("/")
    assert index.text == page.text == "<title>看板</title>"
    assert index.headers["cache-control"] == "no-cache"
    assert "immutable" in asset.headers["cache-control"]
    assert (absent.status_code, outside.status_code, head.status_code) == (404, 400, 200)
    policy = index.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_the_dashboard_goes_out_packed_to_who_takes_it_and_is_not_sent_twice(start_gateway, tmp_path):
    source = "export const words = '红黑榜';\n" * 2000
    (tmp_path / "index.html").write_text("<title>看板</title>")
    (tmp_path / "assets").mkdir()
    script = tmp_path / "assets" / "index-BxK3v9aZ.js"
    script.write_text(source)
    gateway = await start_gateway(dashboard_dir=tmp_path)
    async with gateway.client() as client:
        plain = await client.get("/assets/index-BxK3v9aZ.js", headers={"accept-encoding": "identity"})
        packed = await client.get("/assets/index-BxK3v9aZ.js", headers={"accept-encoding": "gzip, br"})
        known = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
        again = await client.get("/assets/index-BxK3v9aZ.js", headers=known)
        script.write_text("changed")
        changed = await client.get("/assets/index-BxK3v9aZ.js", headers=known)
    assert plain.text == packed.text == source
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(source) / 20
    assert {answer.headers["vary"] for answer in (plain, packed)} == {"Accept-Encoding"}
    assert "unsafe" not in packed.headers["content-security-policy"]
    assert (again.status_code, changed.text) == (304, "changed")


async def test_every_answer_carries_the_security_headers_and_a_request_id(start_gateway, serve):
    gateway = await start_gateway(checklist_url=await serve(Upstream().app))
    async with gateway.client() as client:
        for path in (
            "/",
            "/docs",
            "/healthz",
            "/api/identity/v1/me",
            "/api/checklist/v1/x",
            "/api/report/v1/x",
            "/api//x",
        ):
            answer = await client.get(path)
            assert GOOD.items() <= dict(answer.headers).items(), path
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
            assert len(answer.headers.get_list("x-request-id")) == 1, path


async def test_errors_on_our_own_routes_are_problem_documents(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        malformed = await client.post(
            "/api/identity/v1/accounts", content=b"{", headers={"content-type": "application/json"}
        )
        unknown = await client.get("/api/identity/v1/nothing")
        method = await client.delete("/api/identity/v1/token")
        hidden = await client.get("/api/directory/v1/regions?q=%E2%80%AE")
        huge = await client.post("/api/identity/v1/accounts", json={"name": "x" * 2_000_000})
    answers = [malformed, unknown, method, hidden, huge]
    assert [answer.status_code for answer in answers] == [400, 404, 405, 400, 413]
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


async def test_only_named_origins_may_call_from_a_browser(start_gateway):
    gateway = await start_gateway(cors_origins=["https://front.example"])
    async with gateway.client() as client:
        asked = {"access-control-request-method": "POST"}
        named = await client.options("/api/identity/v1/token", headers={**asked, "origin": "https://front.example"})
        other = await client.options("/api/identity/v1/token", headers={**asked, "origin": "https://evil.example"})
    assert named.headers["access-control-allow-origin"] == "https://front.example"
    assert "access-control-allow-origin" not in other.headers
    assert PASSWORD not in named.text

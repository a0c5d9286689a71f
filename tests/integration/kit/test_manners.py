"""HTTP as strangers expect it: tags, HEAD, 304, 406, Location and the announcement of what will go."""

from datetime import date

import httpx
import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from fastapi import FastAPI
from servicekit import contract, pages, retiring
from servicekit.bodies import View
from servicekit.http import Router

TOWNSHIP = "990101001000"
GROUP = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}


@pytest.fixture
async def client(start_service):
    service = await start_service("checklist_svc")
    region = RegionRegistered(code=TOWNSHIP, name="青石镇", level="township", valid_from=date(2020, 1, 1))
    await service.hear(consumers, region, region=TOWNSHIP)
    async with service.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


async def test_a_new_record_says_where_it_is_read(client):
    made = await client.post("/v1/groups", json=GROUP)
    assert made.headers["location"] == f"/v1/groups/{made.json()['id']}"
    assert (await client.get(made.headers["location"])).json() == made.json()


async def test_a_read_that_the_client_has_already_is_answered_without_a_body(client):
    path = (await client.post("/v1/groups", json=GROUP)).headers["location"]
    for address in (path, "/v1/groups"):
        tag = (await client.get(address)).headers["etag"]
        again = await client.get(address, headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await client.post(f"{path}/retention", json={"reason": "工作需要"})
    fresh = await client.get(path, headers={"if-none-match": tag})
    assert (fresh.status_code, fresh.json()["state"]) == (200, "retained")


async def test_the_tag_of_a_read_is_good_for_the_next_act_until_somebody_acts(client):
    path = (await client.post("/v1/groups", json=GROUP)).headers["location"]
    tag = (await client.get(path)).headers["etag"]
    reason = {"reason": "工作需要"}
    assert (await client.post(f"{path}/retention", json=reason, headers={"if-match": f"W/{tag}"})).status_code == 412
    assert (await client.post(f"{path}/retention", json=reason, headers={"if-match": tag})).status_code == 200
    late = await client.post(f"{path}/dissolution", json=reason, headers={"if-match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")


async def test_head_is_get_without_the_body(client):
    path = (await client.post("/v1/groups", json=GROUP)).headers["location"]
    got, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["etag"], head.headers["content-length"]) == (got.headers["etag"], str(len(got.content)))
    assert (await client.head(path.replace("groups/", "groups/0"))).status_code == 422


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/*", 200), ("text/html, */*;q=0.1", 200), ("text/csv", 200), ("text/html", 406),
        ("application/xml;q=0.9, text/html", 406), ("text/csv;q=0", 406),
    ],
)  # fmt: skip
async def test_a_form_that_is_not_given_is_refused(client, accept, status):
    answer = await client.get("/v1/groups", headers={"accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert (answer.json()["code"], "application/json" in answer.json()["given"]) == ("not_acceptable", True)


async def test_a_table_of_one_record_is_refused(client):
    path = (await client.post("/v1/groups", json=GROUP)).headers["location"]
    assert (await client.get(path, headers={"accept": "text/csv"})).status_code == 406


async def test_a_list_tells_its_size_when_it_is_asked_for(client, monkeypatch):
    for number in range(3):
        await client.post("/v1/groups", json={**GROUP, "name": f"村级工作群{number}"})
    page = (await client.get("/v1/groups", params={"limit": 2})).json()
    assert (page["total"], page["total_is_at_least"]) == (None, False)
    first = (await client.get("/v1/groups", params={"limit": 2, "count": True})).json()
    assert (len(first["items"]), first["total"], first["total_is_at_least"]) == (2, 3, False)
    second = (await client.get("/v1/groups", params={"limit": 2, "count": True, "after": first["next"]})).json()
    assert (len(second["items"]), second["total"]) == (1, 3)
    monkeypatch.setattr(pages, "COUNTED", 2)
    many = (await client.get("/v1/groups", params={"count": True})).json()
    assert (len(many["items"]), many["total"], many["total_is_at_least"]) == (3, 2, True)


async def test_a_route_that_will_go_says_so_in_its_answers_and_in_the_document():
    router = Router()
    options = retiring.retiring(since=date(2027, 1, 1), until=date(2027, 7, 1), instead="/v1/new")

    class Shown(View):
        here: bool

    @router.get("/v1/old", **options)
    async def read_old() -> Shown:
        """What was read here."""
        return Shown(here=True)

    app = FastAPI()
    app.state.package = "servicekit"
    app.router.routes.extend(router.routes)
    contract.install(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        answer = await client.get("/v1/old")
    announced = retiring.headers_of(options["openapi_extra"])
    assert (answer.status_code, announced.keys()) == (200, {"Deprecation", "Sunset", "Link"})
    assert {name: answer.headers[name] for name in announced} == announced
    operation = app.openapi()["paths"]["/v1/old"]["get"]
    assert operation["deprecated"] is True
    assert announced.keys() <= operation["responses"]["200"]["headers"].keys()


def test_a_route_that_will_go_says_since_when_and_until_when():
    options = retiring.retiring(since=date(2027, 1, 1), until=date(2027, 7, 1), instead="/v1/new")
    assert options["deprecated"] is True
    assert retiring.headers_of(options["openapi_extra"]) == {
        "Deprecation": "@1798761600", "Sunset": "Thu, 01 Jul 2027 00:00:00 GMT",
        "Link": '</v1/new>; rel="successor-version"',
    }  # fmt: skip
    with pytest.raises(ValueError, match="180 days"):
        retiring.retiring(since=date(2027, 1, 1), until=date(2027, 6, 1))

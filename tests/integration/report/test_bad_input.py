"""Hostile input: always a problem document, never a server error, nothing half-written."""

import pytest

PATHS = [
    "/v1/forms", "/v1/catalogues", "/v1/arrangements", "/v1/filings", "/v1/filing-statistics", "/v1/offplan-demands"
]  # fmt: skip
FILTERS = [
    {"region": "\x00"}, {"region": "' OR 1=1 --"}, {"form": "%_\\"}, {"code": "\x00"}, {"village": "\x00"},
    {"year": "99999999999999999999"}, {"period": "'; DROP TABLE filing; --"}, {"sort": "reported_by"},
    {"after": "AAAA"}, {"state": "none"}, {"department": "\udcff".encode("utf-8", "surrogatepass")},
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
async def test_no_filter_breaks_a_list_or_widens_it(county, path):
    await county.file(await county.arranged())
    async with county.township(county.OTHER) as client:
        for filters in FILTERS:
            answer = await client.get(path, params=filters)
            assert answer.status_code < 500, (filters, answer.text)
            if answer.status_code == 200:
                assert county.VILLAGES[0] not in answer.text
            else:
                assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_id_is_not_found_and_a_malformed_one_is_named(county):
    missing = "01936f2a-0000-7000-8000-000000000001"
    async with county.office() as client:
        for collection in ("forms", "arrangements", "filings", "offplan-demands"):
            county.refused(await client.get(f"/v1/{collection}/{missing}"), 404, "not_found")
            county.refused(await client.get(f"/v1/{collection}/x"), 422, "invalid_request")


async def test_nobody_reads_anything_without_a_token(county):
    async with county.svc.client() as client:
        for path in PATHS:
            county.refused(await client.get(path), 401, "unauthenticated")


async def test_a_refused_filing_leaves_nothing_behind(county):
    arrangement = await county.arranged()
    before = len(await county.svc.events())
    for values in ({"常住人口": -1}, {"不存在": 1}, {"备注": "\u202e"}):
        assert (await county.file(arrangement, values=values)).status_code == 422
    async with county.office() as client:
        assert (await client.get("/v1/filings")).json()["items"] == []
    assert len(await county.svc.events()) == before

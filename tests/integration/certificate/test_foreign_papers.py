"""What is no paper of this county, or not yet one by the clock, is never called valid."""

import base64
from datetime import UTC, datetime

import pytest
from certificate_svc.papers import payload
from countykit.identity import Role

from .conftest import _small_county
from .story import COUNTY, VILLAGE, admit, issue

NEIGHBOURS_KEY = base64.b64encode(b"n" * 32).decode()


@pytest.fixture
async def foreign(start_service):
    """A certificate of another installation, with its own keys and the same region codes, and that installation."""
    other = await start_service("certificate_svc", knowing=_small_county, signing_key=NEIGHBOURS_KEY)
    async with other.client(Role.COUNTY_OFFICE, region=COUNTY) as county:
        await admit(county)
    async with other.client(Role.VILLAGE, region=VILLAGE) as village:
        return await issue(village)


async def test_the_code_of_another_installation_proves_nothing_here(svc, county, village, foreign):
    await admit(county)
    own = await issue(village)
    async with svc.client() as anybody:
        unknown = await anybody.get(f"/v1/verify/{foreign['verification_code']}")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "certificate_unknown")
        key = (await anybody.get("/v1/public-key")).json()["public_key"]
    # Even under the very same number the signature is a stranger's.
    assert foreign["number"] == own["number"]
    assert payload.read(foreign["qr_payload"], [key]) is None
    assert payload.read(own["qr_payload"], [key]).number == own["number"]


async def test_a_clock_before_the_day_of_issue_says_that_it_cannot_judge(svc):
    day, before = datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 3, 1, 2, tzinfo=UTC)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=day) as county:
        await admit(county)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=day) as village:
        path = f"/v1/verify/{(await issue(village))['verification_code']}"
    async with svc.client(at=before) as early, svc.client(at=day) as anybody:
        first, now = (await early.get(path)).json(), (await anybody.get(path)).json()
    assert (first["not_yet"], "不能判断" in first["says"], "有效。" in first["says"]) == (True, True, False)
    assert (now["not_yet"], "该编号的证明有效" in now["says"]) == (False, True)

"""A certificate that was issued wrongly counts against its township: heard before, found by two people, contested."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from contracts.certificate import CertificateRevoked
from contracts.faults import (
    CertificateFaultObjected,
    CertificateFaultStruck,
    CertificateFaultUpheld,
    CertificateStatementMade,
)
from countykit.identity import Role
from countykit.testing import open_actions

from .story import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, admit, issue

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
FAULT = {"reason": "与事实不符", "fault": True, "forbidden": False}
GROUNDS = {"grounds": "村里按户籍底册核实，所证与底册一致"}


class People:
    """Who speaks to the service, each in one line."""

    def __init__(self, svc):
        self.svc = svc

    async def send(self, role, sub, path, body, *, days=0, region=COUNTY):
        async with self.svc.client(role, region=region, sub=sub, at=MONDAY + timedelta(days=days)) as client:
            return await client.post(path, json=body)

    async def issued(self):
        async with self.svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=MONDAY) as county:
            await admit(county)
        async with self.svc.client(Role.VILLAGE, region=VILLAGE, at=MONDAY) as village:
            return f"/v1/certificates/{(await issue(village))['id']}"

    async def office(self, step, body, sub="judge", *, days=8):
        return await self.send(Role.COUNTY_OFFICE, sub, step, body, days=days)

    async def township(self, step, body, sub="clerk", *, days=1, region=TOWNSHIP):
        return await self.send(Role.TOWNSHIP, sub, step, body, days=days, region=region)

    async def faulty(self):
        """A certificate whose township was heard, and of which the county found a fault on the 10th."""
        path = await self.issued()
        assert (await self.office(f"{path}/suspension", {"reason": "接到反映"}, "doubter", days=0)).is_success
        assert (await self.township(f"{path}/statement", {"statement": "已按底册核实"})).is_success
        assert (await self.office(f"{path}/revocation", FAULT)).is_success
        return path


@pytest.fixture
def people(svc):
    return People(svc)


async def test_the_county_finds_a_fault_only_after_a_hearing_and_by_a_second_person(svc, people):
    path = await people.issued()
    at_once = await people.office(f"{path}/revocation", FAULT, days=0)
    assert (at_once.status_code, at_once.json()["code"]) == (409, "fault_unheard")
    suspended = (await people.office(f"{path}/suspension", {"reason": "接到反映"}, "doubter", days=0)).json()
    assert (suspended["statement_due_on"], suspended["statement"]) == ("2026-03-09", None)
    early = await people.office(f"{path}/revocation", FAULT, days=7)
    assert (early.json()["code"], early.json()["until"]) == ("fault_unheard", "2026-03-09")
    own = await people.office(f"{path}/revocation", FAULT, "doubter")
    assert (own.status_code, own.json()["code"]) == (409, "reporter_cannot_judge")
    found = (await people.office(f"{path}/revocation", FAULT)).json()
    assert (found["state"], found["fault"], found["revoked_on"]) == ("revoked", True, "2026-03-10")
    assert len(await svc.events(CertificateRevoked)) == 1


async def test_a_statement_ends_the_hearing_and_names_nobody(svc, people):
    path = await people.issued()
    await people.office(f"{path}/suspension", {"reason": "接到反映"}, "doubter", days=0)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=MONDAY) as township:
        todos = (await township.get("/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in todos] == [("certificate_statement", "2026-03-09")]
    named = await people.township(f"{path}/statement", {"statement": "张三丰已当面说明"})
    assert (named.status_code, named.json()["code"]) == (422, "personal_data_in_reason")
    elsewhere = await people.township(f"{path}/statement", {"statement": "已核实"}, region=OTHER_TOWNSHIP)
    assert elsewhere.status_code == 404
    assert (await people.township(f"{path}/statement", {"statement": "已核实"})).is_success
    again = await people.township(f"{path}/statement", {"statement": "再说一遍"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert len(await svc.events(CertificateStatementMade)) == 1
    assert (await people.office(f"{path}/revocation", FAULT, days=1)).is_success


async def test_a_paper_without_a_fault_is_revoked_at_once_and_nothing_is_contested(people):
    path = await people.issued()
    body = {"reason": "当事人情况变化", "fault": False, "forbidden": False}
    revoked = (await people.office(f"{path}/revocation", body, days=0)).json()
    assert (revoked["state"], revoked["fault"], revoked["revoked_on"]) == ("revoked", False, None)
    answer = await people.township(f"{path}/objection", GROUNDS)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_an_objection_that_is_right_strikes_the_fault_on_its_day_and_the_paper_stays_revoked(svc, people):
    path = await people.faulty()
    contested = (await people.township(f"{path}/objection", GROUNDS, days=10)).json()
    assert (contested["objection_due_on"], contested["fault"]) == ("2026-04-11", True)
    body = {"decision": "overturned", "reason": "底册与所证一致"}
    for sub in ("judge", "doubter", "clerk"):
        refused = await people.office(f"{path}/review", body, sub, days=11)
        assert (refused.status_code, refused.json()["code"]) == (409, "judge_cannot_review"), sub
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="third", at=MONDAY + timedelta(days=11)) as office:
        assert [todo["kind"] for todo in (await office.get("/v1/todos")).json()["todos"]] == [
            "certificate_fault_review"
        ]
    fallen = (await people.office(f"{path}/review", body, "third", days=11)).json()
    assert (fallen["state"], fallen["fault"], fallen["review"]) == ("revoked", False, "底册与所证一致")
    assert open_actions(fallen) == []
    (back,) = await svc.events(CertificateFaultStruck)
    assert back["data"] == {
        "item": "AC01", "counted_on": "2026-03-10", "fault": True, "forbidden": False, "by_objection": True,
    }  # fmt: skip
    assert len(await svc.events(CertificateFaultObjected)) == 1


async def test_an_upheld_fault_is_not_contested_again_and_may_be_taken_back_by_others(svc, people):
    path = await people.faulty()
    await people.township(f"{path}/objection", GROUNDS, days=10)
    upheld = await people.office(f"{path}/review", {"decision": "upheld", "reason": "底册有误"}, "third", days=11)
    assert upheld.json()["fault"] is True
    again = await people.township(f"{path}/objection", GROUNDS, days=12)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert len(await svc.events(CertificateFaultUpheld)) == 1
    why = {"reason": "新查到的底册证实无误"}
    assert (await people.office(f"{path}/withdrawal", why, "judge", days=20)).json()["code"] == "judge_cannot_review"
    assert (await people.office(f"{path}/withdrawal", why, "third", days=20)).json()["fault"] is False
    assert (await people.office(f"{path}/withdrawal", why, "third", days=20)).status_code == 409


async def test_an_objection_comes_from_the_township_within_thirty_days(people):
    path = await people.faulty()
    assert (await people.township(f"{path}/objection", GROUNDS, region=OTHER_TOWNSHIP, days=10)).status_code == 404
    assert (await people.send(Role.VILLAGE, "v", f"{path}/objection", GROUNDS, region=VILLAGE)).status_code == 403
    assert (await people.township(f"{path}/objection", {"grounds": ""}, days=10)).status_code == 422
    late = await people.township(f"{path}/objection", GROUNDS, days=39)
    assert (late.status_code, late.json()["code"]) == (409, "verdict_objection_late")
    assert (await people.township(f"{path}/objection", GROUNDS, days=38)).is_success


async def test_a_new_suspension_begins_a_new_hearing(people):
    path = await people.issued()
    await people.office(f"{path}/suspension", {"reason": "接到反映"}, "doubter", days=0)
    await people.township(f"{path}/statement", {"statement": "已核实"})
    await people.office(f"{path}/reinstatement", {"reason": "核实无误"}, days=2)
    again = (await people.office(f"{path}/suspension", {"reason": "又有反映"}, "doubter", days=3)).json()
    assert (again["statement"], again["statement_due_on"]) == (None, "2026-03-12")
    early = await people.office(f"{path}/revocation", FAULT, days=4)
    assert early.json()["code"] == "fault_unheard", "an old statement answers no new doubt"


async def test_what_was_revoked_before_its_day_was_kept_is_contested_within_thirty_days_of_the_upgrade(svc, people):
    path = await people.faulty()
    record = path.rpartition("/")[2]
    forgotten = "UPDATE certificate SET revoked_on = NULL, revoked_by = NULL, fault = false WHERE id = $1"
    await svc.database.execute(forgotten, record)
    unknown = await people.township(f"{path}/objection", GROUNDS, days=9)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "illegal_transition")
    migration = import_module("certificate_svc.migrations.2026_12_10_days_of_old_revocations")
    await svc.database.execute(migration.CONTESTABLE)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        known = (await township.get(path)).json()
    assert (known["revoked_on"], known["fault"], open_actions(known)) == ("2026-03-10", True, ["objection"])
    assert date.fromisoformat(known["objection_due_on"]) >= datetime.now(UTC).date() + timedelta(days=29)
    # The clock of a test does not run ahead of the machine's.
    last = 60
    over = "UPDATE certificate SET objection_due_on = $2 WHERE id = $1"
    await svc.database.execute(over, record, MONDAY.date() + timedelta(days=last))
    late = await people.township(f"{path}/objection", GROUNDS, days=last + 1)
    assert (late.status_code, late.json()["code"]) == (409, "verdict_objection_late")
    assert (await people.township(f"{path}/objection", GROUNDS, days=last)).status_code == 200
    own = await people.office(f"{path}/review", {"decision": "overturned", "reason": "底册无误"}, days=last)
    assert (own.status_code, own.json()["code"]) == (409, "judge_cannot_review"), "who revoked it is known again"
    struck = await people.office(f"{path}/review", {"decision": "overturned", "reason": "底册无误"}, "third", days=last)
    assert struck.json()["fault"] is False
    (event,) = await svc.events(CertificateFaultStruck)
    assert event["data"]["counted_on"] == "2026-03-10", "on the day on which it was counted"

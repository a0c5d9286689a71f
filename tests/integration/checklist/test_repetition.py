"""People click twice: the same content from the same person within ten minutes is one report, and never a link."""

from datetime import UTC, datetime, timedelta

from contracts.imposed_tasks import TaskImposed
from countykit.identity import Role

VILLAGE = "990101001201"
REPORT = {"title": "代收报刊订阅费", "department": "WLJ"}
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


async def report(svc, *, sub="li", at=NOON, key=None, **changes):
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub=sub, at=at) as client:
        headers = {"idempotency-key": key} if key else {}
        answer = await client.post("/v1/imposed-tasks", json=REPORT | changes, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer


async def test_the_same_report_within_ten_minutes_is_answered_with_the_first(svc, people):
    first = await report(svc)
    again = await report(svc, at=NOON + timedelta(minutes=9))
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await svc.events(TaskImposed)) == 1


async def test_other_content_another_person_and_a_later_report_are_new(svc, people):
    first = (await report(svc)).json()["id"]
    others = {
        (await report(svc, detail="又来收了一次")).json()["id"],
        (await report(svc, sub="wang")).json()["id"],
        (await report(svc, at=NOON + timedelta(minutes=10))).json()["id"],
    }
    assert len({first} | others) == 4


async def test_two_anonymous_reports_are_never_tied_by_what_they_say(svc, people):
    first, second = [(await report(svc, anonymous=True)).json()["id"] for _ in range(2)]
    assert first != second


async def test_the_random_key_of_the_page_stops_a_double_click_and_names_nobody(svc, people):
    first = await report(svc, anonymous=True, key="page-1", sub="village-secretary")
    again = await report(svc, anonymous=True, key="page-1", sub="village-secretary")
    assert (again.json()["id"], again.headers["idempotency-replayed"]) == (first.json()["id"], "true")
    assert len(await svc.events(TaskImposed)) == 1
    connection = await svc.database.direct()
    try:
        rows = await connection.fetch("SELECT k::text AS row FROM idempotency_key k")
    finally:
        await connection.close()
    assert rows
    assert not [row for row in rows if "village-secretary" in row["row"]]

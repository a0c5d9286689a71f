"""A verdict that falls: what it cost is given back from that day on, and no board of before changes."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from contracts import certificate, faults, imposed_tasks, rebounds, report, signage, supervision
from contracts.envelope import new_id

from .conftest import BAD, NOW, village_of

CHARGED, FELL = 20, 5
"""So many days ago the verdict was counted, and fell."""


def day(days_ago: int) -> date:
    return NOW.date() - timedelta(days=days_ago)


def verdicts(counted_on):
    retracted = {"charged_home": BAD, "counted_on": counted_on, "by_objection": True}
    return {
        "imposed_tasks": (
            imposed_tasks.TaskImpositionConfirmed(title="报刊订阅", charged_home=BAD),
            imposed_tasks.TaskImpositionRetracted(**retracted),
        ),
        "offplan_forms": (
            report.OffplanConfirmed(title="日报表", charged_home=BAD), report.OffplanRetracted(**retracted),
        ),
        "offplan_visits": (
            supervision.VisitOffplanDetected(charged_home=BAD), supervision.VisitOffplanRetracted(**retracted),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["imposed_tasks", "offplan_forms", "offplan_visits"])
async def test_a_fallen_verdict_costs_nothing_from_that_day_and_changes_no_board_of_before(county, kind):
    for township in ("990177001000", BAD):
        county.good_year(township)
    await county.hear()
    innocent = {days: (await county.board(as_of=day(days)))["digest"] for days in (CHARGED, FELL + 1, FELL, 0)}
    charge, retraction = verdicts(day(CHARGED))[kind]
    subject = new_id()
    village = village_of(BAD)
    await county.hear([county.tell(charge, village, days_ago=CHARGED, subject=subject, department="WLJ", sequence=2)])
    charged = {days: (await county.board(as_of=day(days)))["digest"] for days in innocent}
    assert all(charged[days] != innocent[days] for days in innocent), "the verdict counts"
    await county.hear([county.tell(retraction, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)])
    now = {days: (await county.board(as_of=day(days)))["digest"] for days in innocent}
    assert {days: now[days] for days in (CHARGED, FELL + 1)} == {days: charged[days] for days in (CHARGED, FELL + 1)}
    assert {days: now[days] for days in (FELL, 0)} == {days: innocent[days] for days in (FELL, 0)}


async def test_no_window_holds_half_of_the_pair(county):
    """A charge leaves a window together with what takes it back, so that nobody gains by an old error."""
    county.good_year(BAD)
    charge, retraction = verdicts(day(120))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    county.tell(charge, village, days_ago=120, subject=subject, department="WLJ", sequence=2)
    county.tell(retraction, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)
    await county.hear()
    for window, as_of, imposed in ((180, FELL + 1, 1), (180, FELL, 0), (90, FELL + 1, 0), (90, 0, 0)):
        row = await county.row(BAD, as_of=day(as_of), window=window)
        found = next(item for item in row["indicators"] if item["code"] == "imposed_tasks")
        assert found["numerator"] == imposed, (window, as_of)


async def test_the_explanation_names_a_verdict_while_it_stands_and_not_when_it_has_fallen(county):
    county.good_year(BAD)
    charge, retraction = verdicts(day(CHARGED))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    county.tell(charge, village, days_ago=CHARGED, subject=subject, department="WLJ", sequence=2)
    county.tell(retraction, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)
    await county.hear()

    async def blamed(as_of):
        answer = await county.get(f"/v1/board/{BAD}/explanation", as_of=as_of)
        assert answer.status_code == 200, answer.text
        return [record["subject"] for loss in answer.json()["losses"] for record in loss["records"]]

    assert f"imposed-tasks/{subject}" in await blamed(day(FELL + 1))
    assert f"imposed-tasks/{subject}" not in await blamed(day(FELL))


async def test_a_veto_falls_with_the_verdict_it_stood_on(county):
    county.good_year(BAD)
    county.tell(supervision.LetterReceived(number="减负函〔2026〕1号", actions=["work"]), BAD, days_ago=60)
    charge, retraction = verdicts(day(CHARGED))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    county.tell(charge, village, days_ago=CHARGED, subject=subject, department="WLJ", sequence=2)
    county.tell(retraction, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)
    await county.hear()

    async def vetoes(as_of):
        return {reason["code"] for reason in (await county.row(BAD, as_of=as_of))["reasons"]}

    imposed = "veto_imposed_after_letter"
    assert imposed in await vetoes(day(FELL + 1))
    assert imposed not in await vetoes(day(FELL))


async def test_a_veto_by_the_day_of_an_act_falls_with_its_verdict(county):
    county.good_year(BAD)
    county.tell(supervision.LetterReceived(number="减负函〔2026〕1号", actions=["work"]), BAD, days_ago=60)
    told = {"charged_home": BAD, "occurred_on": day(40)}
    charge = imposed_tasks.TaskImpositionConfirmed(title="报刊订阅", **told)
    fallen = imposed_tasks.TaskImpositionRetracted(counted_on=day(CHARGED), by_objection=True, **told)
    subject, village = new_id(), village_of(BAD)
    county.tell(charge, village, days_ago=CHARGED, subject=subject, department="WLJ", sequence=2)
    county.tell(fallen, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)
    await county.hear()

    async def vetoed(as_of):
        reasons = (await county.row(BAD, as_of=as_of))["reasons"]
        return "veto_imposed_after_letter" in {reason["code"] for reason in reasons}

    assert [await vetoed(day(days)) for days in (CHARGED + 1, CHARGED, FELL + 1, FELL)] == [False, True, True, False]


async def test_what_was_counted_before_acts_had_a_day_keeps_its_veto_through_the_upgrade(county):
    county.good_year(BAD)
    county.tell(supervision.LetterReceived(number="减负函〔2026〕1号", actions=["work"]), BAD, days_ago=60)
    subject, village = new_id(), village_of(BAD)
    for told, days, sequence in zip(verdicts(day(CHARGED))["imposed_tasks"], (CHARGED, FELL), (2, 3), strict=True):
        county.tell(told, village, days_ago=days, subject=subject, department="WLJ", sequence=sequence)
    await county.hear()
    connection = await county.svc.database.direct()
    acts = "SELECT {} FROM {} WHERE figure = 'imposed_acts' ORDER BY 1, 2"
    reads = [acts.format("day, recorded_on, delta", "evidence"), acts.format("day, recorded_on, total", "daily")]
    try:
        before = [await connection.fetch(read) for read in reads]
        await connection.execute("DELETE FROM evidence WHERE figure = 'imposed_acts'")
        await connection.execute("DELETE FROM daily WHERE figure = 'imposed_acts'")
        migration = import_module("supervision_svc.migrations.2026_12_22_days_of_imposed_acts")
        for _ in range(2):
            await connection.execute(migration._EVIDENCE)
            await connection.execute(migration._SUMS)
        assert [await connection.fetch(read) for read in reads] == before
        await county.hear()  # what comes a second time counts once, as it did before
        assert [await connection.fetch(read) for read in reads] == before
    finally:
        await connection.close()
    assert [len(rows) for rows in before] == [2, 2]
    reasons = (await county.row(BAD, as_of=day(FELL + 1)))["reasons"]
    assert "veto_imposed_after_letter" in {reason["code"] for reason in reasons}


async def test_a_board_of_a_past_day_is_told_with_what_became_known_since(county):
    for township in ("990177001000", BAD):
        county.good_year(township)
    await county.hear()
    innocent = (await county.board(as_of=day(CHARGED)))["digest"]
    charge, retraction = verdicts(day(CHARGED))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    county.tell(charge, village, days_ago=CHARGED, subject=subject, department="WLJ", sequence=2)
    county.tell(retraction, village, days_ago=FELL, subject=subject, department="WLJ", sequence=3)
    await county.hear()

    async def known(**query):
        found = await county.board(as_of=day(CHARGED), **query)
        return found["known_at"], found["digest"] == innocent

    assert await known() == (day(CHARGED).isoformat(), False)
    assert await known(known_at=day(FELL + 1)) == (day(FELL + 1).isoformat(), False)
    assert await known(known_at=day(FELL)) == (day(FELL).isoformat(), True)
    answer = await county.get("/v1/board", as_of=day(CHARGED), known_at=day(-1))
    assert answer.json()["code"] == "as_of_in_future"


@pytest.mark.parametrize(
    ("after", "cause"),
    [((), "withdrawn"), (("objected",), "overturned"), (("objected", "upheld"), "withdrawn")],
)
async def test_a_line_that_was_taken_back_is_struck_with_its_day_and_cause(county, after, cause):
    county.good_year(BAD)
    charge, retraction = verdicts(day(CHARGED))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    about = {"subject": subject, "department": "WLJ"}
    county.tell(charge, village, days_ago=CHARGED, sequence=2, **about)
    steps = {"objected": imposed_tasks.TaskImpositionObjected, "upheld": imposed_tasks.TaskImpositionUpheld}
    for number, name in enumerate(after, 3):
        county.tell(steps[name](charged_home=BAD), village, days_ago=CHARGED - number, sequence=number, **about)
    county.tell(retraction, village, days_ago=FELL, sequence=9, **about)
    await county.hear()

    async def lines(**query):
        answer = await county.get(f"/v1/board/{BAD}/explanation", **query)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        (lost,) = [each for each in told["losses"] if each["indicator"]["code"] == "imposed_tasks"] or [None]
        return told["struck"], lost

    (line,), lost = await lines()
    assert (line["kind"], line["title"]) == ("清单外派交", "报刊订阅")
    assert (line["struck"], line["struck_on"], line["cause"]) == (True, day(FELL).isoformat(), cause)
    assert (line["day"], line["recorded_on"]) == (day(CHARGED).isoformat(),) * 2
    assert line["href"] == f"/api/checklist/v1/imposed-tasks/{subject}"
    assert lost is None
    before, lost = await lines(as_of=day(FELL + 1))
    assert [(each["struck"], each["cause"]) for each in before] == (
        [(False, "objected")] if after == ("objected",) else []
    )
    assert (lost["points_each"], lost["records"][0]["events"][0]["recorded_on"]) == (
        lost["indicator"]["points_lost"], day(CHARGED).isoformat(),
    )  # fmt: skip
    # With what is known today the past day shows the line struck, too.
    (line,), lost = await lines(as_of=day(FELL + 1), known_at=day(0))
    assert (line["struck"], lost) == (True, None)


async def test_a_record_says_who_may_contest_it_until_when_and_when_it_is_final(county):
    county.good_year(BAD)
    charge, _ = verdicts(day(CHARGED))["imposed_tasks"]
    subject, village = new_id(), village_of(BAD)
    about = {"subject": subject, "department": "WLJ"}
    county.tell(charge, village, days_ago=CHARGED + 40, sequence=2, **about)
    county.tell(
        imposed_tasks.TaskImpositionObjected(charged_home=BAD), village, days_ago=CHARGED + 20, sequence=3, **about
    )
    county.tell(imposed_tasks.TaskImpositionUpheld(charged_home=BAD), village, days_ago=CHARGED, sequence=4, **about)
    unheard = new_id()
    county.tell(charge, village, days_ago=CHARGED + 40, sequence=2, subject=unheard, department="WLJ")
    await county.hear()

    async def told(as_of):
        answer = await county.get(f"/v1/board/{BAD}/explanation", as_of=as_of, indicator="imposed_tasks")
        lines = {line["id"]: line for line in answer.json()["losses"][0]["records"]}
        return lines[str(subject)], lines[str(unheard)]

    fresh, other = await told(day(CHARGED + 30))
    assert (fresh["state"], other["state"]) == ("open", "open")
    assert fresh["contest"] == {
        "by": ["department", "township"], "region": BAD, "region_name": "2号镇", "department": "WLJ",
        "department_name": None, "until": day(CHARGED + 10).isoformat(),
    }  # fmt: skip
    objected, other = await told(day(CHARGED + 10))
    assert (objected["state"], objected["contest"]["until"]) == ("objected", day(CHARGED - 10).isoformat())
    assert other["state"] == "open", "the thirtieth day is one"
    objected, other = await told(day(CHARGED + 9))
    assert (objected["state"], other["state"], other["contest"]) == ("objected", "final", None)
    upheld, _ = await told(day(CHARGED))
    assert (upheld["state"], upheld["contest"]) == ("final", None)


async def test_a_mark_says_that_its_township_may_contest_it_and_is_struck_when_it_falls(county):
    county.good_year(BAD)
    subject, village = new_id(), village_of(BAD)
    mark = signage.PlaqueFlagged(reason="not_in_spec", title="妇女之家")
    county.tell(mark, village, days_ago=CHARGED, subject=subject, sequence=2, department="WLJ")
    county.tell(
        signage.PlaqueMarkObjected(flagged_on=day(CHARGED)), village, days_ago=CHARGED - 5, subject=subject, sequence=3
    )
    county.tell(signage.PlaqueUnflagged(flagged_on=day(CHARGED)), village, days_ago=FELL, subject=subject, sequence=4)
    # Marked again, the old objection says nothing of the new mark.
    county.tell(mark, village, days_ago=FELL - 2, subject=subject, sequence=5)
    await county.hear()

    async def told(as_of):
        answer = (await county.get(f"/v1/board/{BAD}/explanation", as_of=as_of)).json()
        lost = [each for each in answer["losses"] if each["indicator"]["code"] == "plaques_disposed"]
        return [line for loss in lost for line in loss["records"]], answer["struck"]

    (line,), _ = await told(day(CHARGED))
    assert (line["kind"], line["title"], line["state"], line["closable"]) == (
        "牌子", "妇女之家 不在规格表内", "open", True,
    )  # fmt: skip
    assert (line["contest"]["by"], line["contest"]["until"]) == (["township"], day(CHARGED - 30).isoformat())
    (line,), (waiting,) = await told(day(CHARGED - 5))
    assert (line["state"], waiting["struck"], waiting["cause"]) == ("objected", False, "objected")
    lines, (fallen,) = await told(day(FELL))
    assert (lines, fallen["struck"], fallen["cause"]) == ([], True, "overturned")
    (again,), (fallen,) = await told(day(0))
    assert (again["state"], again["contest"]["until"], fallen["cause"]) == (
        "open", day(FELL - 32).isoformat(), "overturned",
    )  # fmt: skip


def marks():
    """Verdicts that are contested where they stand: what counts, the objection, and what takes it back."""
    again = new_id()
    return {
        "certificates_sound": (
            [certificate.CertificateRevoked(item="AC01", fault=True, forbidden=False)],
            faults.CertificateFaultObjected(counted_on=day(CHARGED)),
            faults.CertificateFaultStruck(
                item="AC01", counted_on=day(CHARGED), fault=True, forbidden=False, by_objection=True
            ),
        ),
        "forbidden_issued": (
            [certificate.CertificateRevoked(item="AC01", fault=False, forbidden=True)],
            faults.CertificateFaultObjected(counted_on=day(CHARGED)),
            faults.CertificateFaultStruck(
                item="AC01", counted_on=day(CHARGED), fault=False, forbidden=True, by_objection=True
            ),
        ),
        "plaque_rebound": (
            [signage.PlaqueReopened(rebound=True), rebounds.ReboundDetected(registered_again=again, title="妇女之家")],
            rebounds.ReboundObjected(registered_again=again),
            rebounds.ReboundOverturned(registered_again=again, counted_on=day(CHARGED), settled=True),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("indicator", ["certificates_sound", "forbidden_issued", "plaque_rebound"])
async def test_what_is_overturned_where_it_stands_costs_nothing_from_that_day_and_stays_struck(county, indicator):
    for township in ("990177001000", BAD):
        county.good_year(township)
    await county.hear()
    innocent = {days: (await county.board(as_of=day(days)))["digest"] for days in (CHARGED, FELL + 1, FELL, 0)}
    counted, objected, retracted = marks()[indicator]
    subject, village = new_id(), village_of(BAD)
    for number, event in enumerate(counted, 2):
        county.tell(event, village, days_ago=CHARGED, subject=subject, sequence=number)
    county.tell(objected, village, days_ago=CHARGED - 5, subject=subject, sequence=4)
    await county.hear()
    charged = {days: (await county.board(as_of=day(days)))["digest"] for days in innocent}
    assert all(charged[days] != innocent[days] for days in innocent), "it counts"
    open_line = (await county.get(f"/v1/board/{BAD}/explanation", as_of=day(0), indicator=indicator)).json()
    (record,) = [
        line for loss in open_line["losses"] for line in loss["records"] if line["subject"].endswith(str(subject))
    ]
    assert (record["state"], record["contest"]["by"]) == ("objected", ["township"])
    county.tell(retracted, village, days_ago=FELL, subject=subject, sequence=5)
    await county.hear()
    now = {days: (await county.board(as_of=day(days)))["digest"] for days in innocent}
    assert {days: now[days] for days in (CHARGED, FELL + 1)} == {days: charged[days] for days in (CHARGED, FELL + 1)}
    assert {days: now[days] for days in (FELL, 0)} == {days: innocent[days] for days in (FELL, 0)}
    known = await county.board(as_of=day(CHARGED), known_at=day(0))
    assert known["digest"] == innocent[CHARGED], "the past day as it is known today"
    struck = (await county.get(f"/v1/board/{BAD}/explanation", as_of=day(0))).json()["struck"]
    assert {(line["struck"], line["cause"]) for line in struck} == {(True, "overturned")}

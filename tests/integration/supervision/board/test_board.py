"""The red/black board through a running supervision-svc."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from contracts import certificate, imposed_tasks, purchases, rebounds, rectifications, report, supervision
from contracts.envelope import new_id
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from supervision_svc.consumers import consumers

COUNTY = "990177000000"
TOWNSHIPS = [f"99017700{number}000" for number in range(1, 9)]
GOOD, BAD, SILENT = TOWNSHIPS[0], TOWNSHIPS[1], TOWNSHIPS[7]
NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)


def indicator(row, code):
    return next(item for item in row["indicators"] if item["code"] == code)


def codes(row):
    return [reason["code"] for reason in row["reasons"]]


async def test_fifteen_of_the_seventeen_indicators_are_rated_from_events(told):
    row = await told.row(GOOD)
    rated = {item["code"] for item in row["indicators"] if item["rated"]}
    assert len(row["indicators"]) == 17
    assert {item["code"] for item in row["indicators"]} - rated == {
        "villager_satisfaction", "hall_details",
    }  # fmt: skip
    assert Decimal(row["coverage"]) == Decimal("0.90")


async def test_a_good_year_scores_full_points_without_a_bonus(told):
    row = await told.row(GOOD)
    assert (row["score"], row["base"], row["bonus"]) == ("100.00", "100.00", "0")
    assert {action["score"] for action in row["actions"]} == {"100.00"}


async def test_a_bad_year_loses_points_where_the_burden_arose(told):
    row = await told.row(BAD)
    imposed, repaired = indicator(row, "imposed_tasks"), indicator(row, "rectified_in_time")
    # Two villages and four repairs are few: one event costs a quarter of the indicator.
    assert (imposed["denominator"], imposed["denominator_used"]) == ("2", "20.0000")
    assert (imposed["value"], imposed["score"]) == ("0.5000", "0.7500")
    assert (repaired["numerator"], repaired["value"], repaired["score"]) == (3, "0.9000", "0.7500")
    lost = sum(Decimal(item["points_lost"] or 0) for item in row["indicators"])
    assert lost == Decimal(100) - Decimal(row["base"])


async def test_a_long_overdue_rectification_proposes_the_township_for_the_black_list_and_needs_an_approver(told):
    row = await told.row(BAD)
    assert (row["list"], row["needs_approver"]) == ("black_proposed", True)
    assert {"veto_letter_overdue", "rectification_overdue", "needs_approver"} <= set(codes(row))


async def test_equal_scores_share_a_rank_and_a_tie_that_exceeds_the_red_places_is_not_cut_in_two(told):
    board = await told.board()
    assert [row["rank"] for row in board["items"]] == [1, 1, 1, 1, 1, 6, None, None]
    assert board["counts"]["red"] == 0
    assert "tie_none_enter" in codes(await told.row(GOOD))


async def test_the_best_township_is_red_when_it_stands_alone(county):
    for number, township in enumerate(TOWNSHIPS[:6]):
        county.good_year(township)
        for _ in range(number):
            event = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township)
            county.tell(event, f"{township[:9]}201")
    await county.hear()
    board = await county.board()
    assert [row["list"] for row in board["items"]].count("red") == 1
    assert (board["items"][0]["region"], board["items"][0]["list"]) == (GOOD, "red")


async def test_a_good_practice_is_no_condition_of_red(county):
    county.good_year(GOOD)
    for township in TOWNSHIPS[1:6]:
        county.good_year(township)
        county.tell(imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township), f"{township[:9]}201")
    county.told = [message for message in county.told if b"practice.verified" not in message.value]
    await county.hear()
    row = await county.row(GOOD)
    assert (row["score"], row["list"], row["good_practices"]) == ("100.00", "red", 0)


async def test_a_silent_township_is_unlisted_for_want_of_data_and_never_bad(told):
    row = await told.row(SILENT)
    assert (row["score"], row["rank"], row["list"]) == (None, None, "unlisted")
    assert codes(row) == ["insufficient_data", "nobody_has_looked"]


async def test_a_clean_record_that_nobody_asked_about_is_not_listed_and_says_so(county):
    """Silence: the same good year is worth nothing of these indicators until drawn villages were asked."""
    county.good_year(GOOD)
    asked = [message for message in county.told if b"draw.village_visited" in message.value]
    rest = [message for message in county.told if message not in asked]
    await county.hear([*rest, asked[0]])
    row = await county.row(GOOD)
    silent = [item["code"] for item in row["indicators"] if item["note"]]
    assert silent == [
        "imposed_tasks",
        "offplan_forms",
        "forbidden_demanded",
        "offplan_visits",
        "complaints_upheld",
    ]
    assert (row["score"], codes(row), row["coverage"]) == (None, ["insufficient_data", "nobody_has_looked"], "0.5800")
    one = indicator(row, "imposed_tasks")
    assert (one["rated"], one["inquiries"], one["inquiries_needed"], one["points_lost"]) == (False, 1, 2, None)
    assert "没有人看过" in one["note"]
    told = (await county.get(f"/v1/board/{GOOD}/explanation")).json()
    assert [item["code"] for item in told["nobody_looked"]] == silent
    only = (await county.get(f"/v1/board/{GOOD}/explanation", indicator="offplan_forms")).json()
    assert [item["code"] for item in only["nobody_looked"]] == ["offplan_forms"]
    await county.hear([asked[1]])
    row = await county.row(GOOD)
    assert (row["score"], row["coverage"], indicator(row, "imposed_tasks")["note"]) == ("100.00", "0.9000", None)
    assert (await county.get(f"/v1/board/{GOOD}/explanation")).json()["nobody_looked"] == []
    before = await county.row(GOOD, as_of="2026-05-30")
    assert (before["score"], indicator(before, "imposed_tasks")["inquiries"]) == (None, 0)


async def test_having_few_records_hides_no_false_repair_and_no_letter_that_went_overdue(county):
    letter = new_id()
    for event in (
        rectifications.RectificationReopened(letter=letter, action="work", deadline=NOW.date(), false_evidence=True),
        rectifications.RectificationOverdue(letter=letter, action="work", deadline=NOW.date()),
    ):
        county.tell(event, SILENT)
    await county.hear()
    row = await county.row(SILENT)
    assert (row["score"], row["rank"], row["list"]) == (None, None, "black_proposed")
    assert {"insufficient_data", "veto_false_report", "letter_went_overdue"} <= set(codes(row))
    (reason,) = [reason for reason in row["reasons"] if reason["code"] == "letter_went_overdue"]
    assert reason["since"] < reason["counts_until"]


async def test_below_the_lines_without_an_overdue_letter_nobody_is_black(county):
    county.good_year(BAD)
    for _ in range(9):
        for event in (
            imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=BAD),
            supervision.VisitOffplanDetected(charged_home=BAD),
            rebounds.ReboundDetected(registered_again=new_id()),
        ):
            county.tell(event, f"{BAD[:9]}201")
    county.tell(
        rectifications.RectificationReopened(
            letter=new_id(), action="work", deadline=NOW.date(), false_evidence=True
        ), BAD,
    )  # fmt: skip
    await county.hear()
    row = await county.row(BAD)
    assert row["list"] == "unlisted"
    assert {"veto_false_report", "no_overdue_letter"} <= set(codes(row))


async def test_a_task_imposed_after_a_letter_about_tasks_is_a_veto_and_one_before_it_is_not(county):
    county.good_year(GOOD)
    county.good_year(BAD)
    letter = supervision.LetterReceived(number="减负函1", actions=["work"])
    imposed = {town: imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=town) for town in (GOOD, BAD)}
    county.tell(letter, GOOD, days_ago=10)
    county.tell(imposed[GOOD], GOOD, days_ago=20)
    county.tell(letter, BAD, days_ago=20)
    county.tell(imposed[BAD], BAD, days_ago=10)
    await county.hear()
    assert "veto_imposed_after_letter" not in codes(await county.row(GOOD))
    assert "veto_imposed_after_letter" in codes(await county.row(BAD))


async def test_the_veto_of_imposed_tasks_goes_by_the_day_of_the_act_and_the_points_by_the_verdict(county):
    for township, acted in ((GOOD, 20), (BAD, 19)):
        county.good_year(township)
        letter = supervision.LetterReceived(number="减负函1", actions=["work"])
        county.tell(letter, township, days_ago=20)
        verdict = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=township, occurred_on=day(acted))
        county.tell(verdict, f"{township[:9]}201", days_ago=5)
    await county.hear()
    veto = "veto_imposed_after_letter"
    assert veto not in codes(await county.row(GOOD)), "pushed down on the day of the letter, judged after it"
    assert veto in codes(await county.row(BAD))
    assert veto not in codes(await county.row(BAD, as_of=str(day(6)))), "nobody had judged it by then"
    for as_of, counted in ((day(6), 0), (day(5), 1)):
        assert indicator(await county.row(BAD, as_of=str(as_of)), "imposed_tasks")["numerator"] == counted


async def test_a_past_board_does_not_know_what_happened_later(told):
    before = await told.board(as_of="2026-05-01")
    bad = next(row for row in before["items"] if row["region"] == BAD)
    assert "veto_letter_overdue" not in codes(bad)
    assert indicator(bad, "imposed_tasks")["numerator"] == 0
    assert (await told.get("/v1/board", as_of="2026-07-01")).json()["code"] == "as_of_in_future"


async def test_an_accepted_repair_ends_the_overdue_veto_but_not_for_earlier_dates(county):
    county.good_year(BAD)
    county.rectification(BAD, deadline=(day(60)), accepted_days_ago=10, in_time=False)
    await county.hear()
    assert "veto_letter_overdue" not in codes(await county.row(BAD))
    assert "veto_letter_overdue" in codes(await county.row(BAD, as_of=str(day(11))))


def day(days_ago):
    return date(2026, 6, 30) - timedelta(days=days_ago)


async def test_a_board_is_compared_with_an_earlier_one(told):
    row = await told.row(BAD, compare_to="2026-06-01")
    earlier = await told.row(BAD, as_of="2026-06-01")
    assert Decimal(row["change"]["score"]) == Decimal(row["score"]) - Decimal(earlier["score"]) > 0
    assert (row["change"]["list_before"], row["change"]["score_before"]) == (earlier["list"], earlier["score"])
    assert earlier["change"] is None


async def test_a_township_sees_its_own_row_only(told):
    answer = await told.get("/v1/board", Role.TOWNSHIP, GOOD)
    assert [row["region"] for row in answer.json()["items"]] == [GOOD]
    assert answer.json()["counts"]["townships"] == 1
    for path in (f"/v1/board/{BAD}", f"/v1/board/{BAD}/explanation", f"/v1/board/{BAD}/trend"):
        assert (await told.get(path, Role.TOWNSHIP, GOOD)).status_code == 404
    assert (await told.get(f"/v1/board/{GOOD}", Role.TOWNSHIP, GOOD)).json()["rank"] == 1


async def test_another_county_sees_nothing_of_it(told):
    assert (await told.get("/v1/board", region="990178000000")).json()["items"] == []
    assert (await told.get(f"/v1/board/{GOOD}", region="990178000000")).status_code == 404


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.DEPARTMENT, Role.INTEGRATOR])
async def test_villages_and_departments_have_no_board(county, role):
    assert (await county.get("/v1/board", role, "990177001201", department="x")).status_code == 403


async def test_every_lost_point_leads_to_its_events_and_source_records(told):
    answer = (await told.get(f"/v1/board/{BAD}/explanation")).json()
    losses = {loss["indicator"]["code"]: loss for loss in answer["losses"]}
    assert set(losses) == {"imposed_tasks", "offplan_forms", "offplan_visits", "rectified_in_time"}
    (record,) = losses["imposed_tasks"]["records"]
    assert (record["kind"], record["title"], record["points"]) == (
        "清单外派交", "值守", losses["imposed_tasks"]["indicator"]["points_lost"],
    )  # fmt: skip
    assert (record["department"], record["department_name"]) == ("bad-office", "bad-office")
    (event,) = record["events"]
    assert event["type"] == "checklist.task.imposition_confirmed.v1"
    assert event["href"] == f"/api/checklist/v1/{event['subject']}"
    assert (event["department"], event["source"]) == ("bad-office", "/checklist-svc")
    assert losses["rectified_in_time"]["events_total"] == 1
    (veto,) = answer["vetoes"]
    assert veto["code"] == "letter_overdue"
    assert veto["events"][0]["subject"] == losses["rectified_in_time"]["records"][0]["subject"]
    assert len(answer["good_practices"]) == 1


async def test_a_deadline_that_was_extended_and_met_costs_nothing_and_is_not_blamed(county):
    county.good_year(BAD)
    late, extended = county.rectification(BAD, deadline=day(50)), county.rectification(BAD, deadline=day(40))
    fields = {"letter": new_id(), "action": "plaques", "deadline": day(20)}
    county.tell(
        rectifications.RectificationExtended(**fields, previous=day(40)), BAD, days_ago=45, subject=extended, sequence=2
    )
    county.tell(rectifications.RectificationSubmitted(**fields), BAD, days_ago=25, subject=extended, sequence=3)
    await county.hear()
    answer = (await county.get(f"/v1/board/{BAD}/explanation")).json()
    (loss,) = answer["losses"]
    # Submitted in time, but not accepted yet: of the two that are due, each is named once.
    assert loss["indicator"]["code"] == "rectified_in_time"
    assert (loss["indicator"]["denominator"], loss["indicator"]["numerator"]) == ("5", 3)
    assert [record["subject"] for record in loss["records"]] == [f"rectifications/{extended}", f"rectifications/{late}"]
    (veto,) = answer["vetoes"]
    assert [event["subject"] for event in veto["events"]] == [f"rectifications/{late}"]


async def test_long_explanations_come_in_pages_from_their_first_answer_on(told):
    path = f"/v1/board/{BAD}/explanation"
    whole = {loss["indicator"]["code"]: loss for loss in (await told.get(path, limit=1)).json()["losses"]}
    first = whole["offplan_forms"]
    second = (await told.get(path, indicator="offplan_forms", limit=1, after=first["next"])).json()
    assert (second["gains"], [loss["next"] for loss in second["losses"]]) == ([], [None])
    second = second["losses"][0]
    assert (first["events_total"], first["records_total"]) == (2, 2)
    assert first["records"][0]["subject"] != second["records"][0]["subject"]
    again = (await told.get(path, indicator="offplan_forms", limit=1)).json()["losses"][0]
    assert again["next"] == first["next"]
    for wrong in ({"indicator": "imposed_tasks"}, {"indicator": "offplan_forms", "side": "gained"}, {}):
        elsewhere = await told.get(path, after=first["next"], **wrong)
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "cursor_invalid"), wrong


async def test_what_was_kept_is_told_by_the_records_that_earned_it_and_read_on(told):
    path = f"/v1/board/{BAD}/explanation"
    answer = (await told.get(path, limit=2)).json()
    gains = {gain["code"]: gain for gain in answer["gains"]}
    assert set(gains) == {"groups_cleaned", "plaques_disposed", "fair_notice", "rectified_in_time"}
    boards = gains["plaques_disposed"]
    assert (boards["records_total"], len(boards["records"])) == (5, 2)
    assert (boards["records"][0]["kind"], boards["records"][0]["title"]) == ("牌子", "摘除")
    seen, after = [], None
    while True:
        query = {"indicator": "plaques_disposed", "side": "gained", "limit": 2} | ({"after": after} if after else {})
        answer = (await told.get(path, **query)).json()
        (gain,) = answer["gains"]
        assert answer["losses"] == []
        seen += [record["subject"] for record in gain["records"]]
        after = gain["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    kept = sum(Decimal(gain["points"]) for gain in gains.values())
    assert 0 < kept < 100


async def test_a_record_costs_its_share_and_its_events_are_told_with_it(county):
    county.good_year(BAD)
    arrangement = new_id()
    periods = [
        report.ArrangedPeriod(period=f"2026-0{month}", due_on=date(2026, month, 20), fair_notice=month > 3)
        for month in range(1, 6)
    ]
    county.tell(
        report.ArrangementIssued(form="F02", frequency="monthly", villages=2, periods=periods), BAD,
        days_ago=170, subject=arrangement,
    )  # fmt: skip
    await county.hear()
    answer = (await county.get(f"/v1/board/{BAD}/explanation", indicator="fair_notice")).json()
    (loss,) = answer["losses"]
    (record,) = loss["records"]
    assert (loss["events_total"], loss["records_total"], record["events_total"]) == (3, 1, 3)
    assert (record["kind"], record["title"]) == ("填报安排", "F02 每月")
    assert record["points"] == loss["indicator"]["points_lost"]
    assert (record["state"], record["closable"], record["contest"]) == ("final", False, None)


async def test_an_unrated_indicator_says_what_it_was_when_it_was_rated_last(county):
    """Its certificates left the window: there is no sample any more, and none is invented."""
    village = f"{BAD[:9]}201"
    county.good_year(BAD)
    for number in range(25):
        county.tell(certificate.CertificateIssued(item="CA01"), village, days_ago=200 + number % 2)
    month = [message for message in county.told if b"certificate.issued" not in message.value]
    issued = [message for message in county.told if b"certificate.issued" in message.value][25:]
    await county.hear([*month, *issued])
    answer = (await county.get(f"/v1/board/{BAD}/explanation")).json()
    known = {item["indicator"]["code"]: item for item in answer["unrated"]}
    sound = known["certificates_sound"]
    # 13 of them were issued 200 days ago and 12 the day before: the window of 180 days held 20 of them until then.
    assert (sound["rated_on"], sound["value"]) == (str(day(22)), "1.0000")
    before = await county.row(BAD, as_of=sound["rated_on"])
    assert indicator(before, "certificates_sound")["value"] == sound["value"]
    assert not indicator(await county.row(BAD, as_of=str(day(21))), "certificates_sound")["rated"]
    assert known["ledgers_agree"]["rated_on"] is None if "ledgers_agree" in known else True
    assert known["hall_details"]["rated_on"] is None


async def test_an_indicator_that_the_scheme_does_not_have_cannot_be_explained(told):
    answer = await told.get(f"/v1/board/{BAD}/explanation", indicator="logins")
    assert (answer.status_code, answer.json()["code"]) == (422, "indicator_unknown")


async def test_a_board_comes_in_pages(told):
    first = await told.board(limit=5)
    second = await told.board(limit=5, after=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (5, 3, None)
    assert first["digest"] == second["digest"]


async def test_a_trend_shows_the_fall(told):
    items = (await told.get(f"/v1/board/{BAD}/trend", points=3, step_days=30)).json()["items"]
    assert [item["as_of"] for item in items] == ["2026-05-01", "2026-05-31", "2026-06-30"]
    assert items[-1]["list"] == "black_proposed"


async def test_departments_are_ranked_by_the_burden_they_caused_and_see_only_themselves(told):
    rows = (await told.get("/v1/departments-board")).json()["items"]
    assert [(row["code"], row["rank"], row["total"]) for row in rows] == [("bad-office", 1, 4), ("county-office", 2, 0)]
    assert (rows[0]["imposed_tasks"], rows[0]["offplan_forms"], rows[0]["offplan_visits"]) == (1, 2, 1)
    table = await told.table("/v1/departments-board")
    assert table[:2] == [
        "机构代码,机构名称,所属行政区划,所属行政区划名称,名次,清单外派交,目录外报表,计划外检查,违规索要证明,合计,欠付委托经费笔数,"
        "欠付委托经费(元),其中原机构,负担分钟",
        f"bad-office,bad-office,{BAD},2号镇,1,1,2,1,0,4,0,0.00,,",
    ]
    own = await told.get("/v1/departments-board", Role.DEPARTMENT, department="county-office")
    assert [row["code"] for row in own.json()["items"]] == ["county-office"]
    assert (await told.get("/v1/departments-board", Role.TOWNSHIP, GOOD)).status_code == 403


async def test_what_a_body_owes_villages_stands_on_the_reverse_board_until_it_has_paid(told):
    async def owed(**params):
        rows = (await told.get("/v1/departments-board", **params)).json()["items"]
        return {row["code"]: (row["payments_owed"], row["owed_yuan"]) for row in rows if row["payments_owed"]}

    late = {"title": "河道保洁", "charged_home": COUNTY, "amount": 120_050}
    due = purchases.PaymentOverdue(due_on=NOW.date() - timedelta(days=400), **late)
    ages = (399, 2)
    await told.hear([told.tell(due, f"{GOOD[:9]}201", days_ago=age, department="county-office") for age in ages])
    assert await owed() == {"county-office": (2, "2401.00")}  # however long ago it was due
    before = (NOW.date() - timedelta(days=3)).isoformat()
    assert await owed(as_of=before) == {"county-office": (1, "1200.50")}
    totals = {row["code"]: row["total"] for row in (await told.get("/v1/departments-board")).json()["items"]}
    assert totals["county-office"] == 0
    paid = purchases.PaymentRecorded(paid_on=NOW.date(), was_overdue=True, **late)
    await told.hear([told.tell(paid, f"{GOOD[:9]}201", days_ago=0, department="county-office")])
    assert await owed() == {"county-office": (1, "1200.50")}


async def test_a_wide_board_is_kept_and_still_knows_what_changed(told):
    wide = (await told.get("/v1/board", Role.OBSERVER, "")).json()
    assert wide["digest"] == (await told.board())["digest"]
    message = told.tell(imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home=GOOD), GOOD)
    await told.hear([message])
    after = (await told.get("/v1/board", Role.OBSERVER, "")).json()
    assert after["digest"] != wide["digest"]
    assert after["digest"] == (await told.board())["digest"]


async def test_a_wide_board_follows_the_directory_at_once(told):
    async def rows():
        return {row["region"]: row for row in (await told.get("/v1/board", Role.OBSERVER, "")).json()["items"]}

    async def region(code, level, sequence=1, **dates):
        event = RegionRegistered(code=code, name="新设", level=level, valid_from=date(2020, 1, 1), **dates)
        await told.svc.hear(consumers, event, region=code, sequence=sequence)

    added = "990177009000"
    before = await rows()
    await region(added, "township")
    assert (await rows()).keys() - before.keys() == {added}
    await region(f"{GOOD[:9]}250", "village")
    assert (await rows())[GOOD] == (await told.row(GOOD))
    await region(added, "township", sequence=2, valid_to=date(2026, 1, 1))
    assert (await rows()).keys() == before.keys()

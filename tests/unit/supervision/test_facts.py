"""The table of facts, and reading events with it."""

from collections import Counter
from datetime import UTC, date, datetime

import orjson
import pytest
from contracts import (
    assignments,
    certificate,
    checklist,
    complaints,
    demand_charges,
    gateway,
    groups,
    hanging_charges,
    imposed_tasks,
    letter_steps,
    offplan_demands,
    offplan_visits,
    questions,
    rectifications,
    report,
    signage,
    supervision,
)
from contracts.catalogue import all_events, example_of
from contracts.envelope import Audience, new_id
from countykit.testing import message_of
from servicekit.consumers import Poison
from supervision_svc.facts.reading import read
from supervision_svc.facts.sums import SUMS
from supervision_svc.facts.table import FACTS, FIGURES, UNJUDGED
from supervision_svc.facts.uncounted import NO_FACTS
from supervision_svc.measures import MEASURES, USED, VETO_BLAME
from supervision_svc.overview.figures import NAMES, parts

OWNERS = (certificate, checklist, gateway, rectifications, report, signage, supervision)
VILLAGE, TOWNSHIP = "990101001201", "990101001000"


def facts_of(event, *, region=VILLAGE, at=datetime(2026, 3, 2, 4, tzinfo=UTC)):
    columns = read([message_of(event, region=region, at=at)])
    return dict(zip(columns.figures, zip(columns.regions, columns.days, columns.deltas, strict=True), strict=True))


def test_an_evaluation_tells_what_villagers_said_only_where_enough_were_asked():
    told = {
        "title": "转运点看护",
        "number": "990101-2026-000001-1",
        "admission": new_id(),
        "grade": "good",
        "villages": 1,
    }
    some = facts_of(assignments.TaskEvaluated(**told, respondents=12, satisfied=9), region=TOWNSHIP)
    assert (some["evaluated_respondents"][2], some["evaluated_satisfied"][2]) == (12, 9)
    few = facts_of(assignments.TaskEvaluated(**told), region=TOWNSHIP)
    assert set(few) == {"tasks_evaluated"}


@pytest.mark.parametrize(
    ("figure", "joined", "parted"),
    [
        ("tasks_reported", imposed_tasks.TaskImpositionJoined, imposed_tasks.TaskImpositionParted),
        ("offplan_reported", offplan_demands.OffplanJoined, offplan_demands.OffplanParted),
        ("offplan_visits_reported", offplan_visits.VisitOffplanJoined, offplan_visits.VisitOffplanParted),
        ("hanging_charges_reported", hanging_charges.HangingChargeJoined, hanging_charges.HangingChargeParted),
        ("demand_charges_reported", demand_charges.DemandChargeJoined, demand_charges.DemandChargeParted),
    ],
)
def test_several_reports_of_one_matter_are_one_of_the_statistics(figure, joined, parted):
    told = [kind.model_validate(orjson.loads(example_of(kind))["data"]) for kind in (joined, parted)]
    assert [facts_of(event)[figure][2] for event in told] == [-1, 1]
    assert figure in UNJUDGED, "no township reads how many reported"


def test_every_event_type_has_facts_or_is_named_as_having_none():
    known = {event.type for event in all_events()}
    assert known == set(FACTS) | NO_FACTS
    assert not set(FACTS) & NO_FACTS


def test_everything_measured_and_shown_is_made_of_figures_that_exist():
    shown = {part for figure in NAMES for part, _ in parts(figure)}
    blamed = {name for measure in MEASURES.values() for name in (*measure.blame, *measure.excused_by)}
    vetoed = {name for pair in VETO_BLAME.values() for names in pair for name in names}
    summed = {part for sums in SUMS.values() for part, _ in sums}
    assert (shown | blamed | vetoed | summed | USED) <= FIGURES


def test_what_whoever_complained_thinks_of_the_answer_is_summed_for_judges_and_scores_nobody():
    event = complaints.ComplaintRated(satisfied=True)
    assert facts_of(event) == {"complaint_answers_helped": (TOWNSHIP, date(2026, 3, 2), 1)}
    both = {"complaint_answers_helped", "complaint_answers_failed"}
    assert both <= UNJUDGED & set(NAMES)
    assert not both & USED


def test_trainings_never_enter_the_ranking():
    assert "trainings" not in USED


def test_a_villages_event_counts_for_its_township_on_the_day_in_china():
    late = datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert facts_of(checklist.GroupRegistered(platform="qq"), at=late) == {
        "groups_registered": (TOWNSHIP, date(2026, 3, 3), 1)
    }


def test_dissolving_the_retained_group_lowers_the_gauge():
    assert facts_of(checklist.GroupDissolved(platform="qq", was_retained=True))["groups_retained"][2] == -1
    assert "groups_retained" not in facts_of(checklist.GroupDissolved(platform="qq", was_retained=False))


def test_a_group_that_is_still_there_was_not_cleaned_on_the_day_of_its_closing():
    told = {"platform": "qq", "closed_on": date(2026, 1, 5)}
    surveyed = facts_of(groups.GroupReopened(**told, after_baseline=False))
    assert surveyed == {"groups_cleaned": (TOWNSHIP, date(2026, 1, 5), -1)}
    late = facts_of(groups.GroupReopened(**told, after_baseline=True))
    assert late["groups_cleaned_late"] == (TOWNSHIP, date(2026, 1, 5), -1)


def test_what_is_charged_counts_where_the_charged_body_is_at_home():
    event = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home="990101002000")
    assert facts_of(event)["imposed_tasks"][0] == "990101002000"
    county = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home="990101000000")
    assert facts_of(county)["imposed_tasks"][0] == "990101000000"
    city = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home="990100000000")
    assert facts_of(city)["imposed_tasks"][0] == "990101000000"
    neighbour = imposed_tasks.TaskImpositionConfirmed(title="值守", charged_home="990102003000")
    assert facts_of(neighbour)["imposed_tasks"][0] == "990101000000"
    nobody = certificate.DemandRecorded(item="X", demander="某银行", charged_home=None)
    assert facts_of(nobody)["forbidden_demands"][0] == "990101000000"


def test_each_arranged_period_is_due_for_every_village_on_its_own_day():
    periods = [
        report.ArrangedPeriod(period=f"2026-0{month}", due_on=date(2026, month, 20), fair_notice=month > 3)
        for month in (3, 4)
    ]
    columns = read(
        [message_of(
            report.ArrangementIssued(form="F", frequency="monthly", villages=15, periods=periods), region=TOWNSHIP,
            at=datetime(2026, 3, 18, tzinfo=UTC),
        )]
    )  # fmt: skip
    due = [
        (columns.ordinals[n], columns.days[n], columns.deltas[n])
        for n, figure in enumerate(columns.figures) if figure == "filings_due"
    ]  # fmt: skip
    assert due == [(0, date(2026, 3, 20), 15), (1, date(2026, 4, 20), 15)]
    assert (columns.figures.count("periods_fair"), columns.figures.count("periods_rushed")) == (1, 1)
    weighed = {
        figure: (columns.days[n], columns.deltas[n])
        for n, figure in enumerate(columns.figures) if figure in ("filings_fair", "filings_rushed")
    }  # fmt: skip
    assert weighed == {"filings_rushed": (date(2026, 3, 20), 15), "filings_fair": (date(2026, 4, 20), 15)}


def test_a_rectification_is_overdue_the_day_after_its_deadline_and_long_overdue_ten_working_days_later():
    opened = rectifications.RectificationOpened(letter=new_id(), action="work", deadline=date(2026, 3, 13))
    facts = facts_of(opened)
    assert facts["rectifications_due"][1] == facts["rectifications_overdue_open"][1] == date(2026, 3, 14)
    assert facts["rectifications_long_overdue"][1] == date(2026, 3, 28)


FINAL = {"letter": new_id(), "action": "work", "deadline": date(2026, 3, 13), "long_overdue_on": date(2026, 3, 27)}
IN_TIME, LATE, VERY_LATE = date(2026, 3, 13), date(2026, 3, 20), date(2026, 3, 28)
WAITS = ("rectifications_overdue_open", "rectifications_long_overdue")


@pytest.mark.parametrize(("on", "stops"), [(IN_TIME, WAITS), (LATE, WAITS[1:]), (VERY_LATE, ())])
def test_a_submission_stops_what_has_not_passed_and_only_acceptance_ends_what_has(on, stops):
    """A failed recheck takes back what the submission stopped, and nothing else."""
    said = {**FINAL, "submitted_on": on}
    at = datetime(2026, 4, 10, tzinfo=UTC)
    submitted = facts_of(
        rectifications.RectificationSubmitted(**said), at=datetime(on.year, on.month, on.day, tzinfo=UTC)
    )
    reopened = facts_of(rectifications.RectificationReopened(**said, false_evidence=False), at=at)
    accepted = facts_of(rectifications.RectificationAccepted(**said, in_time=on is IN_TIME), at=at)
    assert {name: submitted[name][2] for name in WAITS if name in submitted} == dict.fromkeys(stops, -1)
    assert {name: reopened[name][1:] for name in WAITS if name in reopened} == dict.fromkeys(
        stops, (date(2026, 4, 10), 1)
    )
    assert {name: accepted[name][2] for name in WAITS if name in accepted} == dict.fromkeys(set(WAITS) - set(stops), -1)
    assert "rectifications_due" not in reopened, "the deadline stands"


def test_events_of_the_first_release_are_read_by_its_rule():
    old = {"letter": new_id(), "action": "work", "deadline": date(2026, 3, 13)}
    submitted = facts_of(rectifications.RectificationSubmitted(**old), at=datetime(2026, 4, 20, tzinfo=UTC))
    assert [submitted[name][2] for name in WAITS] == [-1, -1]
    assert not set(WAITS) & set(facts_of(rectifications.RectificationAccepted(**old, in_time=False)))


def net(*events):
    """The sums of what the events say of deadlines, by figure and day."""
    columns = read([message_of(event, region=TOWNSHIP, at=datetime(2026, 11, 28, tzinfo=UTC)) for event in events])
    sums = Counter()
    for figure, day, delta in zip(columns.figures, columns.days, columns.deltas, strict=True):
        if figure in ("rectifications_due", "rectifications_overdue_open", "rectifications_long_overdue"):
            sums[figure.removeprefix("rectifications_"), str(day)] += delta
    return {key: total for key, total in sums.items() if total}


def test_a_provisional_deadline_is_nobodys_delay_until_a_notice_has_settled_it():
    fields = {"letter": new_id(), "action": "work"}
    day, after = date(2027, 1, 4), {"long_overdue_on": date(2027, 1, 19)}
    opened = rectifications.RectificationOpened(
        **fields, deadline=day, provisional=True, long_overdue_on=date(2027, 1, 18), long_overdue_provisional=True
    )
    assert net(opened) == {}
    submitted = rectifications.RectificationSubmitted(
        **fields, deadline=day, provisional=True, long_overdue_on=date(2027, 1, 18), long_overdue_provisional=True
    )
    assert net(opened, submitted) == {}
    settled = rectifications.RectificationRescheduled(
        **fields, previous=day, previous_provisional=True, previous_long_overdue_on=date(2027, 1, 18),
        previous_long_overdue_provisional=True, deadline=date(2027, 1, 5), **after,
    )  # fmt: skip
    passed = {("due", "2027-01-06"): 1, ("overdue_open", "2027-01-06"): 1, ("long_overdue", "2027-01-20"): 1}
    assert net(opened, settled) == passed
    repaired = rectifications.RectificationSubmitted(**fields, deadline=date(2027, 1, 5), **after)
    assert net(opened, settled, repaired) == {("due", "2027-01-06"): 1}


def test_a_certain_deadline_whose_tenth_day_is_not_vetoes_nobody():
    opened = rectifications.RectificationOpened(
        letter=new_id(), action="work", deadline=date(2026, 12, 18), long_overdue_on=date(2027, 1, 4),
        long_overdue_provisional=True,
    )  # fmt: skip
    assert net(opened) == {("due", "2026-12-19"): 1, ("overdue_open", "2026-12-19"): 1}


def test_what_is_closed_before_its_deadline_is_certain_counts_as_kept():
    accepted = rectifications.RectificationAccepted(
        letter=new_id(), action="work", deadline=date(2027, 1, 4), provisional=True, in_time=True
    )
    facts = facts_of(accepted)
    assert facts["rectifications_due"] == facts["rectified_in_time"] == (TOWNSHIP, date(2027, 1, 5), 1)


@pytest.mark.parametrize(("notice", "moves"), [(True, "filings_fair"), (False, "filings_rushed"), (None, None)])
def test_a_rescheduled_arrangement_moves_what_is_due_with_the_notice_that_it_had(notice, moves):
    """Events from before the notice was in them move the filings alone."""
    moved = report.RescheduledPeriod(
        period="2026-12", previous=date(2027, 1, 8), due_on=date(2027, 1, 11), provisional=False, fair_notice=notice
    )
    columns = read([message_of(
        report.ArrangementRescheduled(form="F", villages=15, periods=[moved]), region=TOWNSHIP,
        at=datetime(2026, 11, 28, tzinfo=UTC),
    )])  # fmt: skip
    due = set(zip(columns.figures, columns.days, columns.deltas, strict=True))
    assert due == {
        (figure, day, count)
        for figure in ("filings_due", moves) if figure is not None
        for day, count in ((date(2027, 1, 8), -15), (date(2027, 1, 11), 15))
    }  # fmt: skip


def test_an_extension_moves_the_due_day_even_when_both_days_have_passed():
    event = rectifications.RectificationExtended(
        letter=new_id(), action="work", previous=date(2026, 1, 5), deadline=date(2026, 1, 9)
    )
    columns = read([message_of(event, region=TOWNSHIP, at=datetime(2026, 3, 2, tzinfo=UTC))])
    due = [n for n, figure in enumerate(columns.figures) if figure == "rectifications_due"]
    assert [columns.deltas[n] for n in due] == [-1, 1]
    assert len({columns.ordinals[n] for n in due}) == 2


def test_a_rectification_that_the_first_release_reopened_is_due_on_its_new_day():
    fields = {"letter": new_id(), "action": "work", "deadline": date(2026, 3, 20)}
    reopened = rectifications.RectificationReopened(**fields, false_evidence=False, previous=date(2026, 3, 13))
    columns = read([message_of(reopened, region=TOWNSHIP, at=datetime(2026, 3, 11, tzinfo=UTC))])
    due = [
        (columns.days[n], columns.deltas[n])
        for n, figure in enumerate(columns.figures) if figure == "rectifications_due"
    ]  # fmt: skip
    assert due == [(date(2026, 3, 14), -1), (date(2026, 3, 21), 1)]
    accepted = rectifications.RectificationAccepted(**fields, in_time=True)
    assert facts_of(accepted)["rectified_in_time"][1] == date(2026, 3, 21)
    told_before = rectifications.RectificationReopened(**fields, false_evidence=False)
    assert "rectifications_due" not in facts_of(told_before)


def test_all_poisoned_messages_of_a_batch_are_named_at_once():
    good = message_of(signage.PlaqueRemoved(), region=VILLAGE)
    bad = [message_of(signage.PlaqueRemoved(), region=region) for region in ("99", "99010100120x")]
    with pytest.raises(Poison) as poison:
        read([bad[0], good, bad[1]])
    assert [message for message, _ in poison.value.messages] == bad


def test_a_recall_takes_back_what_a_letter_counted_on_the_days_on_which_it_would_have_counted():
    letter, deadline = new_id(), date(2026, 3, 16)
    standing = {"letter": letter, "action": "work", "deadline": deadline, "long_overdue_on": date(2026, 3, 30)}
    opened = facts_of(rectifications.RectificationOpened(**standing), region=TOWNSHIP)
    cancelled = facts_of(rectifications.RectificationCancelled(**standing), region=TOWNSHIP)
    for figure in ("rectifications_due", "rectifications_overdue_open", "rectifications_long_overdue"):
        assert (*opened[figure][:2], -opened[figure][2]) == cancelled[figure]
    received = facts_of(supervision.LetterReceived(number="1", actions=["work"]), region=TOWNSHIP)
    told = {"number": "1", "actions": ["work"], "received_on": date(2026, 3, 2)}
    recalled = facts_of(letter_steps.LetterRecalled(**told), region=TOWNSHIP)
    assert recalled["letters_received_work"] == (*received["letters_received_work"][:2], -1)
    assert "letters_received_work" not in facts_of(letter_steps.LetterRecalled(**{**told, "received_on": None}))


def test_no_event_for_judges_rings_at_a_township_whether_it_counts_or_not():
    """A complaint that was taken up counts nothing, and told the township of it all the same."""
    for event in all_events():
        columns = read([message_of(event.model_validate(orjson.loads(example_of(event))["data"]), region=VILLAGE)])
        secret = event.audience is Audience.JUDGES and event not in questions.EVENTS
        assert columns.touched == {VILLAGE[:6].ljust(12, "0") if secret else TOWNSHIP}, event.type

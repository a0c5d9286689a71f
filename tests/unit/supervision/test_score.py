"""Scores and lists: pure rules over sums."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supervision_svc.board.digest import digest
from supervision_svc.board.lists import arrange
from supervision_svc.board.score import Township, imposed_after, score
from supervision_svc.measures import USED
from supervision_svc.schemes.document import Bonus, SchemeDocument
from supervision_svc.schemes.service import shipped_document

SCHEME = shipped_document()
BONUS = Bonus(code="good_practice", name="经核实的好做法", points=Decimal(1), at_most=Decimal(5))
WITH_BONUS = SCHEME.model_copy(update={"bonus": (BONUS,)})
FULL = {
    "groups_registered": 11, "groups_cleaned": 10, "groups_retained": 1, "plaques_flagged": 10,
    "disposals_verified": 10, "filings_fair": 10, "certificates_issued": 100, "rectifications_due": 4,
    "rectified_in_time": 4, "rectifications_accepted": 4, "good_practices": 2,
    "inquired_imposed_tasks": 2, "inquired_offplan_forms": 2, "inquired_offplan_visits": 2,
    "inquired_forbidden_demanded": 2, "inquired_complaints_upheld": 2,
}  # fmt: skip
UNASKED = {name: 0 for name in FULL if name.startswith("inquired_")}
SPOILT = {"groups_cleaned": 7, "certificates_forbidden": 1}
"""Some points lost elsewhere, so that what is left out or let in moves the mean."""


def town(number=1, villages=10, **sums):
    return Township(f"990101{number:03d}000", f"{number}镇", villages, FULL | sums)


def row(township):
    return score(township, SCHEME, 180)


def of(scored, code):
    return next(item for item in scored.indicators if item.code == code)


def test_a_value_between_worst_and_target_scores_in_proportion():
    item = of(row(town(imposed_tasks=1)), "imposed_tasks")
    assert (item.value, item.score) == (Decimal("0.5000"), Decimal("0.7500"))
    large = of(row(town(villages=40, imposed_tasks=4)), "imposed_tasks")
    assert (large.denominator_used, large.value, large.score) == (40, Decimal("1.0000"), Decimal("0.5000"))


@given(
    villages=st.integers(1, 40), few=st.integers(0, 3), size=st.integers(1, 300),
    case=st.sampled_from([
        ("imposed_tasks", "imposed_tasks", 1, None), ("offplan_forms", "offplan_forms", 1, None),
        ("forbidden_issued", "certificates_forbidden", 1, "certificates_issued"),
        ("certificates_sound", "certificates_faulty", 1, "certificates_issued"),
        ("plaque_rebound", "plaque_rebounds", 1, "disposals_verified"),
        ("rectified_in_time", "rectified_in_time", -1, "rectifications_due"),
        ("groups_cleaned", "groups_cleaned", -1, "groups_registered"),
    ]),
)  # fmt: skip
def test_one_event_never_costs_more_than_a_quarter_of_an_indicator(villages, few, size, case):
    code, figure, sign, whole = case
    sums = {"groups_retained": 0} | ({} if whole is None else {whole: size})
    clean = 0 if sign > 0 else size
    scores = [
        of(row(town(villages=villages, **sums, **{figure: clean + sign * n})), code).score for n in (few, few + 1)
    ]
    if None not in scores:
        assert scores[0] - scores[1] <= Decimal("0.2501")


def test_a_single_miss_of_a_single_repair_costs_a_quarter_and_can_be_recomputed_by_hand():
    item = of(row(town(rectifications_due=1, rectified_in_time=0)), "rectified_in_time")
    assert (item.numerator, item.denominator, item.denominator_used) == (0, 1, 10)
    assert (item.value, item.score) == (Decimal("0.9000"), Decimal("0.7500"))


def test_halls_are_rated_from_the_third_that_was_checked():
    assert not of(row(town(halls_met=2)), "hall_details").rated
    rated = of(row(town(halls_met=9, halls_unmet=1)), "hall_details")
    assert (rated.value, rated.score) == (Decimal("0.9000"), Decimal("0.7500"))


def test_villagers_are_rated_from_the_tenth_that_was_asked():
    assert not of(row(town(evaluated_respondents=9, evaluated_satisfied=9)), "villager_satisfaction").rated
    rated = of(row(town(evaluated_respondents=40, evaluated_satisfied=36)), "villager_satisfaction")
    assert (rated.value, rated.score) == (Decimal("0.9000"), Decimal("0.8000"))


def test_values_beyond_the_ends_are_clamped():
    assert of(row(town(imposed_tasks=500)), "imposed_tasks").score == 0
    assert of(row(town(groups_cleaned=40)), "groups_cleaned").score == 1


def test_too_small_a_sample_is_not_rated_and_costs_nothing():
    scored = row(town(certificates_issued=19, certificates_forbidden=19))
    assert not of(scored, "forbidden_issued").rated
    assert scored.base == 100


def test_below_the_coverage_minimum_there_is_no_score():
    scored = score(Township("990101001000", "镇", 10, {}), SCHEME, 180)
    assert scored.score is None
    assert scored.coverage < SCHEME.coverage_minimum


def test_a_coverage_of_exactly_the_minimum_is_enough():
    whole = row(town())
    at_minimum = SCHEME.model_copy(update={"coverage_minimum": whole.coverage})
    just_above = SCHEME.model_copy(update={"coverage_minimum": whole.coverage + Decimal("0.0001")})
    assert score(town(), at_minimum, 180).score == whole.score is not None
    assert score(town(), just_above, 180).score is None


def test_a_township_without_villages_is_unlisted_with_its_reason():
    (only,) = arrange([row(town(villages=0))], SCHEME)
    assert (only.place, [reason.code for reason in only.reasons]) == ("unlisted", ["no_villages"])


def test_good_practices_are_praised_and_never_scored():
    assert row(town(good_practices=50, imposed_tasks=1)) == replace(
        row(town(good_practices=0, imposed_tasks=1)), practices=50
    )


def test_a_countys_bonus_is_capped_and_never_lifts_above_a_hundred():
    scored = score(town(good_practices=50, imposed_tasks=1), WITH_BONUS, 180)
    assert scored.bonus == 5
    assert scored.score == min(Decimal(100), scored.base + 5)
    assert score(town(good_practices=50), WITH_BONUS, 180).score == 100


@given(st.dictionaries(st.sampled_from(sorted(FULL)), st.integers(0, 60)))
def test_the_points_lost_add_up_to_what_is_missing_to_a_hundred(sums):
    scored = row(town(**sums))
    losses = [item.points_lost for item in scored.indicators if item.points_lost is not None]
    assert all(lost >= 0 for lost in losses)
    if scored.base is not None:
        assert sum(losses) == 100 - scored.base


def test_filings_are_counted_per_village_and_month_of_the_window():
    item = of(row(town(filings_due=480)), "filings_per_village")
    assert (item.denominator, item.value, item.score) == (60, Decimal("8.0000"), Decimal("0.5000"))


def test_red_needs_the_line_no_veto_and_nothing_overdue_and_takes_at_most_a_quarter():
    towns = [town(number) for number in range(1, 4)] + [town(number, imposed_tasks=2) for number in range(4, 13)]
    towns[1] = town(2, rectifications_overdue_open=1)
    towns[2] = town(3, good_practices=0)
    red = [item.region for item in arrange([row(item) for item in towns], SCHEME) if item.place == "red"]
    assert red == ["990101001000", "990101003000"], "no practice is needed"


def test_black_needs_both_a_cause_and_a_letter_gone_overdue():
    cause = town(1, false_reports=1)
    letter = town(2, rectifications_gone_overdue=1)
    both = town(3, false_reports=1, rectifications_gone_overdue=1)
    places = {item.region[6:9]: item.place for item in arrange([row(item) for item in (cause, letter, both)], SCHEME)}
    assert places == {"001": "unlisted", "002": "unlisted", "003": "black_proposed"}


def test_a_rectification_that_is_overdue_now_counts_as_gone_overdue_though_it_went_before_the_window():
    item = row(town(rectifications_overdue_open=1, false_reports=1))
    assert item.letter_overdue
    assert arrange([item], SCHEME)[0].place == "black_proposed"
    assert not row(town(rectifications_overdue_open=0, rectifications_gone_overdue=0)).letter_overdue


def test_a_worse_score_does_not_take_a_red_place_that_equals_above_it_were_too_many_for():
    """Two of eight places: one township at the top, two equals behind it, and a single one behind those."""
    towns = [replace(row(town(number)), score=Decimal(points)) for number, points in enumerate(SCORES, 1)]
    listed = {item.region[6:9]: item for item in arrange(towns, SCHEME)}
    assert [number for number, item in listed.items() if item.place == "red"] == ["001"]
    named = {number: listed[number].reasons[-1].code for number in ("002", "003", "004")}
    assert named == {"002": "tie_none_enter", "003": "tie_none_enter", "004": "red_places_full"}


def test_a_scheme_may_let_all_equals_enter_that_exceed_the_places_left():
    scheme = SCHEME.model_copy(update={"ties": "all"})
    towns = [replace(row(town(number)), score=Decimal(points)) for number, points in enumerate(SCORES, 1)]
    listed = {item.region[6:9]: item for item in arrange(towns, scheme)}
    assert [number for number, item in listed.items() if item.place == "red"] == ["001", "002", "003"]
    named = {number: listed[number].reasons[-1].code for number in ("001", "002", "003", "004")}
    assert named == {
        "001": "red_line_reached", "002": "tie_all_enter", "003": "tie_all_enter", "004": "red_places_full",
    }  # fmt: skip


def test_silence_where_nobody_asked_is_neither_points_nor_data():
    asked, silent = row(town(**SPOILT)), row(town(**SPOILT | UNASKED))
    quiet = {item.code for item in silent.indicators if item.unasked}
    assert quiet == {"imposed_tasks", "offplan_forms", "offplan_visits", "forbidden_demanded", "complaints_upheld"}
    assert all(not of(silent, code).rated and of(silent, code).points_lost is None for code in quiet)
    assert silent.coverage == asked.coverage - Decimal("0.32")
    assert silent.score is None, "the default scheme lists nobody whom nobody asked about"
    loose = SCHEME.model_copy(update={"coverage_minimum": Decimal("0.5")})
    assert score(town(**SPOILT | UNASKED), loose, 180).score < score(town(**SPOILT), loose, 180).score
    (item,) = arrange([silent], SCHEME)
    assert [reason.code for reason in item.reasons] == ["insufficient_data", "nobody_has_looked"]
    assert "转嫁任务" in item.reasons[-1].text


def test_confirmed_complaints_cost_points_and_none_is_full_marks_only_where_villages_were_asked():
    silent, asked, charged = (
        of(row(town(**sums)), "complaints_upheld") for sums in (UNASKED, {}, {"complaints_confirmed": 2})
    )
    assert (silent.rated, silent.unasked) == (False, True)
    assert (asked.rated, asked.points_lost) == (True, 0)
    assert charged.rated
    assert charged.points_lost > 0


def test_one_asked_village_of_two_is_not_enough_but_all_of_a_small_township_are():
    one = UNASKED | {"inquired_imposed_tasks": 1}
    assert of(row(town(**one)), "imposed_tasks").unasked
    assert not of(row(town(villages=1, **one)), "imposed_tasks").unasked


def test_a_charge_where_nobody_asked_counts_but_is_no_data():
    loose = SCHEME.model_copy(update={"coverage_minimum": Decimal("0.5")})
    silent, charged = (score(town(**UNASKED, imposed_tasks=n), loose, 180) for n in (0, 3))
    assert (silent.score, charged.coverage) == (100, silent.coverage)
    assert of(charged, "imposed_tasks").rated
    assert charged.score < silent.score
    assert not of(charged, "offplan_forms").rated


def test_a_scheme_from_before_there_were_draws_asks_for_none():
    body = SCHEME.model_dump(mode="json", exclude={"evidence_villages"})
    old = SchemeDocument.saved(body)
    assert (old.evidence_villages, SchemeDocument.model_validate(body).evidence_villages) == (0, 2)
    assert score(town(**UNASKED), old, 180).score == score(town(), SCHEME, 180).score


def test_having_few_records_hides_no_veto_and_no_overdue_letter():
    few = {"false_reports": 1, "rectifications_gone_overdue": 1, "rectifications_overdue_open": 1}
    scored = row(Township("990101001000", "镇", 10, few))
    assert scored.score is None
    (item,) = arrange([scored], SCHEME)
    assert (item.place, item.rank) == ("black_proposed", None)
    assert [reason.code for reason in item.reasons] == [
        "insufficient_data", "veto_false_report", "rectification_overdue", "nobody_has_looked", "needs_approver",
    ]  # fmt: skip


def test_a_letter_that_went_overdue_names_its_days_for_as_long_as_it_counts():
    days = (date(2026, 3, 2), date(2026, 3, 9))
    (item,) = arrange([row(replace(town(rectifications_gone_overdue=2), gone_overdue=days))], SCHEME)
    (reason,) = [reason for reason in item.reasons if reason.code == "letter_went_overdue"]
    assert (reason.since, reason.counts_until) == (date(2026, 3, 2), date(2026, 9, 4))
    assert "2026-09-04" in reason.text


SCORES = (100, 99, 99, 98, 50, 50, 50, 50)


@pytest.mark.parametrize(("days", "vetoed"), [(-1, False), (0, False), (1, True)])
def test_a_task_imposed_on_the_day_of_the_letter_is_not_imposed_after_it(days, vetoed):
    letter = date(2026, 3, 2)
    assert imposed_after(letter, letter + timedelta(days=days)) is vetoed


SUMS = st.dictionaries(st.sampled_from(sorted(USED)), st.integers(0, 200))
TOWNS = st.lists(SUMS, min_size=1, max_size=12).map(
    lambda all_sums: [Township(f"990101{n:03d}000", "镇", 3 + n, sums) for n, sums in enumerate(all_sums, 1)]
)


@given(towns=TOWNS, order=st.randoms(use_true_random=False))
def test_scores_stay_within_bounds_and_the_order_of_townships_changes_nothing(towns, order):
    board = arrange([row(item) for item in towns], SCHEME)
    shuffled = list(towns)
    order.shuffle(shuffled)
    assert digest(arrange([row(item) for item in shuffled], SCHEME)) == digest(board)
    for item in board:
        assert item.score is None or 0 <= item.score <= 100
    rated = [item for item in board if item.score is not None]
    assert sum(item.place == "red" for item in board) <= len(rated) * SCHEME.red_places_at_most
    for above, below in pairwise(rated):
        assert (above.rank == below.rank) == (above.score == below.score)
        assert above.score >= below.score


@given(
    sums=SUMS, more=st.integers(1, 50), asked=st.dictionaries(st.sampled_from(sorted(UNASKED)), st.integers(0, 3)),
    figure=st.sampled_from(["imposed_tasks", "offplan_forms", "offplan_visits", "forbidden_demands"]),
)  # fmt: skip
def test_more_burden_never_raises_a_score_nor_makes_a_township_rated(sums, more, asked, figure):
    known = FULL | sums | asked
    before = row(Township("990101001000", "镇", 10, known))
    after = row(Township("990101001000", "镇", 10, known | {figure: known.get(figure, 0) + more}))
    assert (after.base is None) == (before.base is None)
    if before.base is not None and after.base is not None:
        assert after.base <= before.base


@given(sums=SUMS, matter=st.sampled_from(sorted(UNASKED)))
def test_asking_never_costs_a_township_points(sums, matter):
    loose = SCHEME.model_copy(update={"coverage_minimum": Decimal(0)})
    known = FULL | sums
    before, after = (
        score(Township("990101001000", "镇", 10, known | {matter: asked}), loose, 180).base for asked in (0, 2)
    )
    if before is not None and after is not None:
        assert after >= before

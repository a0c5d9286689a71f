"""The consolidation workbench: what is proposed, on which conditions, and what it saves exactly."""

import random

import pytest
from contracts.report import Frequency
from pydantic import ValidationError
from report_svc.consolidation.composing import Wish, compose
from report_svc.consolidation.errors import FormsUnmergeable, FrequencyNotOffered, NothingToConsolidate
from report_svc.consolidation.finding import READABLE, proposals
from report_svc.consolidation.lines import InventoryForm
from report_svc.consolidation.measures import measure
from report_svc.forms.frequencies import filings

from tests.unit.report.consolidations import FORTY, SUBJECTS, desk, form, lines, survey


def proposed(*forms):
    return {tuple(sorted(each.forms)): each for each in proposals(desk(*forms))}


def elements(line):
    return {column.element for column in line.columns}


def gone(proposal):
    return {(each.form, each.element or each.column, each.why.value, each.collected_in) for each in proposal.dropped}


def test_forty_forms_cost_what_anybody_recomputes():
    cost = measure(lines(*FORTY["forms"]), SUBJECTS)
    assert (cost.forms, cost.columns, cost.elements, cost.filings) == (40, 166, 123, 426)
    assert (cost.cells, cost.cells_with_known, cost.cells_without_source) == (1621, 2737, 8)
    assert (cost.filings_in_season, cost.cells_in_season) == (31, 103)


def test_every_merger_of_the_right_answer_is_proposed():
    found = {frozenset(each.forms) for each in proposals(desk(*FORTY["forms"]))}
    wanted = [frozenset(each["merges"]) for each in FORTY["answer"] if each["code"] not in ("N10", "N18")]
    assert [sorted(each) for each in wanted if each not in found] == []
    assert frozenset({"F40"}) in found


@pytest.mark.parametrize(
    ("frequency", "months", "expected"),
    [
        (Frequency.WEEKLY, 12, 52), (Frequency.WEEKLY, 3, 13), (Frequency.TEN_DAY, 7, 21),
        (Frequency.HALF_MONTH, 4, 8), (Frequency.QUARTERLY, 2, 1), (Frequency.SCHOOL_YEAR, 12, 1),
        (Frequency.ONCE, 12, 1),
    ],
)  # fmt: skip
def test_filings_follow_the_frequency_and_the_months(frequency, months, expected):
    assert filings(frequency, months) == expected


def test_forms_of_one_object_kind_and_level_are_merged_without_conditions():
    found = proposed(form("A", ["E049", "E050"]), form("B", ["E051", "E052"], frequency="quarterly"))[("A", "B")]
    assert found.conditions == []
    assert elements(found.result) == {"E049", "E050", "E051", "E052"}
    assert {each.code.value for each in found.reasons} >= {"same_object", "same_level"}
    assert found.before.filings == 16


@pytest.mark.parametrize("other", [{"kind": "party"}, {"issuing_level": "province", "issued_by": "省民政厅"}])
def test_another_kind_or_level_is_never_merged_by_itself(other):
    found = proposed(form("A", ["E049", "E050"]), form("B", ["E050", "E051"]), form("C", ["E050"], **other))
    assert found[("A", "B")].conditions == []
    condition = {(each.code.value, each.form) for each in found[("A", "B", "C")].conditions}
    assert condition == {("other_kind" if "kind" in other else "other_level", "C")}


def test_changing_an_approved_survey_is_a_condition_and_the_office_never_approves_its_own():
    one = form("B", ["E004", "E008"])
    own = proposed(survey("A", ["E004", "E006"]), one)[("A", "B")]
    assert ("approved_survey", "省级人民政府统计机构") in {(each.code.value, each.approver) for each in own.conditions}
    other = proposed(survey("A", ["E004", "E006"], issued_by="县民政局", owner="县民政局"), one)[("A", "B")]
    assert "县级人民政府统计机构" in {each.approver for each in other.conditions}
    expired = proposed(survey("A", ["E004", "E006"], valid_until="2026-01-01"), one)[("A", "B")]
    assert {each.code.value for each in expired.conditions} == {"other_kind"}


def test_forms_on_event_and_surveys_of_two_approvals_never_become_one():
    event = form("B", ["E049"], frequency="on_event", events=3)
    with pytest.raises(FormsUnmergeable):
        compose(desk(form("A", ["E049"]), event), ["A", "B"])
    two = survey("A", ["E099"], "1号"), survey("B", ["E100"], "2号")
    assert ("A", "B") not in proposed(*two)
    with pytest.raises(FormsUnmergeable):
        compose(desk(*two), ["A", "B"])


def test_a_column_stays_with_the_form_about_its_object():
    found = proposed(form("A", ["E049", "E050", "E072"]), form("B", ["E070", "E071", "E072"], frequency="quarterly"))
    assert gone(found[("A",)]) == {("A", "E072", "collected_elsewhere", "B")}
    assert ("B",) not in found


def test_what_the_system_knows_and_traces_need_not_be_asked():
    found = proposed(form("A", ["E021", "E032", "填报人", "联系电话", "备注"]))[("A",)]
    assert [column.element for column in found.result.columns] == ["E021"]
    assert gone(found) >= {("A", "E032", "trace", "县委组织部(党务系统)"), ("A", "填报人", "system_knows", None)}


def test_a_titles_that_only_counts_is_not_the_same_in_two_forms():
    one, other = form("A", ["数量", "名录"]), form("B", ["数量", "台账"])
    assert proposed(one, other) == {}
    assert proposed(form("A", ["水井眼数", "名录"]), form("B", ["水井眼数", "台账"]))[("A", "B")].before.columns == 4


def test_seasons_of_danger_keep_their_frequency():
    flood = form("B", ["E160", "E162"], title="防汛半月报", frequency="half_month", months=[5, 6, 7, 8, 9])
    base = form("A", ["E160", "E171"], frequency="two_months")
    found = proposed(base, flood)[("A", "B")]
    (season,) = found.result.seasons
    assert (season.frequency, season.months, season.filings) == (Frequency.HALF_MONTH, [5, 6, 7, 8, 9], 10)
    assert found.after.filings_in_season == found.before.filings_in_season == 10
    assert proposed(flood) == {}
    with pytest.raises(FrequencyNotOffered):
        compose(desk(flood), ["B"], Wish(frequency=Frequency.MONTHLY))


def test_a_season_without_danger_is_no_emergency():
    spring = form("B", ["E090"], title="春耕旬报", frequency="ten_day", months=[2, 3, 4, 5])
    assert proposed(spring)[("B",)].result.frequency is Frequency.QUARTERLY


def test_what_happens_with_an_event_moves_to_the_form_that_is_filed_on_it():
    fire = form("A", ["E115", "E167", "E168"])
    found = proposed(fire, form("B", ["E163", "E164"], frequency="on_event", events=2))[("B",)]
    assert gone(found) == {("A", "E168", "filed_on_event", "B")}
    assert {line.code: elements(line) for line in found.changes_to} == {
        "B": {"E163", "E164", "E168"}, "A": {"E115", "E167"}
    }  # fmt: skip


def test_a_person_chooses_the_frequency_within_what_was_asked_and_approved():
    pair = form("A", ["E063", "E064"], frequency="quarterly"), form("B", ["E063"])
    assert compose(desk(*pair), ["A", "B"], Wish(frequency=Frequency.QUARTERLY)).after.filings == 4
    with pytest.raises(FrequencyNotOffered):
        compose(desk(*pair), ["A", "B"], Wish(frequency=Frequency.WEEKLY))
    with pytest.raises(FrequencyNotOffered):
        compose(desk(survey("A", ["E099"]), form("B", ["E099"])), ["A", "B"], Wish(frequency=Frequency.YEARLY))
    with pytest.raises(NothingToConsolidate):
        compose(desk(pair[0]), ["A"])


def test_a_person_keeps_a_column_that_was_to_be_dropped():
    found = compose(
        desk(form("A", ["E021", "E022", "E032"])), ["A"], Wish(keep=["E032"], frequency=Frequency.QUARTERLY)
    )
    assert elements(found.result) == {"E021", "E022", "E032"}


def test_a_proposal_is_another_one_when_what_it_changes_is_another():
    pair = form("A", ["E049", "E050"]), form("B", ["E050", "E051"])
    first = proposed(*pair)[("A", "B")].id
    assert proposed(*pair)[("A", "B")].id == first
    assert proposed(pair[0], form("B", ["E050", "E052"]))[("A", "B")].id != first


def test_columns_and_months_come_once():
    for wrong in ({"columns": [{"name": "备查"}, {"name": "备查"}]}, {"months": [5, 5]}, {"columns": []}):
        with pytest.raises(ValidationError):
            InventoryForm.model_validate(form("A", ["E001"], **wrong))


def test_nothing_is_lost_and_nothing_is_asked_twice_in_random_counties():
    chance = random.Random(7)
    codes = [f"E{number:03}" for number in range(1, 181)]
    for _ in range(20):
        forms = [
            form(f"R{number}", chance.sample(codes, 8), frequency=chance.choice(["monthly", "quarterly", "yearly"]))
            for number in range(15)
        ]  # fmt: skip
        present = desk(*forms)
        for each in proposals(present):
            left = {code: line for code, line in present.lines.items() if code not in {
                line.code for line in each.changes_from
            }} | {line.code: line for line in each.changes_to}  # fmt: skip
            asked = {column.element for line in left.values() for column in line.answered}
            dropped = {each.element for each in each.dropped if each.why in ("trace", "held_elsewhere")}
            assert {column.element for line in present.lines.values() for column in line.answered} == asked | dropped
            assert len(elements(each.result)) == len(each.result.columns) <= READABLE
            before, after = measure(present.lines.values(), SUBJECTS), measure(left.values(), SUBJECTS)
            assert after.filings - before.filings == each.after.filings - each.before.filings
            assert after.cells - before.cells == each.after.cells - each.before.cells


@pytest.mark.parametrize("names", [[f"E{number:03}" for number in range(1, 181)], [f"乡土{n}" for n in range(600)]])
def test_many_forms_become_readable_ones_at_once(names):
    chance = random.Random(1)
    found = proposals(desk(*(form(f"P{number}", chance.sample(names, 40)) for number in range(100))))
    assert found
    assert all(len(each.result.columns) <= READABLE for each in found if len(each.forms) > 1)

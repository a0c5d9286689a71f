"""Rules about single rows of supervision-svc, and the shipped rules that problems cite."""

import re
from datetime import UTC, date, datetime

import pytest
from supervision_svc.clauses import ClauseUnknown, Level, clause, every_clause
from supervision_svc.rectifications.models import Rectification, Stage, State, stage_at
from supervision_svc.visits.models import State as VisitState
from supervision_svc.visits.models import Visit

DEADLINE = date(2025, 3, 17)
BEFORE = datetime(2025, 3, 17, 15, 59, tzinfo=UTC)
AFTER = datetime(2025, 3, 17, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [
        (11, None), (10, Stage.TEN_BEFORE), (4, Stage.TEN_BEFORE), (3, Stage.THREE_BEFORE), (2, Stage.THREE_BEFORE),
        (1, Stage.ONE_BEFORE), (0, Stage.DUE), (-1, Stage.ONE_AFTER), (-4, Stage.ONE_AFTER), (-5, Stage.FIVE_AFTER),
        (-40, Stage.FIVE_AFTER),
    ],
)  # fmt: skip
def test_the_ladder_shows_the_last_rung_reached(days_left, stage):
    assert stage_at(days_left) == stage


@pytest.mark.parametrize("state", State)
def test_only_what_is_not_repaired_falls_overdue_and_only_when_the_day_is_over_in_china(state):
    row = Rectification(state=state, deadline=DEADLINE)
    waits = state in {State.OPEN, State.IN_PROGRESS, State.REOPENED}
    assert [row.falls_overdue(BEFORE), row.falls_overdue(AFTER)] == [False, waits]


def test_a_deadline_falls_overdue_once():
    row = Rectification(state=State.OPEN, deadline=DEADLINE, overdue_deadline=DEADLINE)
    assert (row.is_overdue(AFTER), row.falls_overdue(AFTER)) == (True, False)


@pytest.mark.parametrize(
    ("by", "repair_by"), [((2025, 3, 14), None), ((2025, 3, 17), None), ((2025, 3, 18), date(2025, 3, 18))]
)
def test_time_for_repairing_again_moves_no_deadline_and_never_becomes_less(by, repair_by):
    row = Rectification(state=State.REOPENED, deadline=DEADLINE)
    row.repair_again(date(*by))
    assert (row.deadline, row.repair_by) == (DEADLINE, repair_by)
    row.repair_again(DEADLINE)
    assert row.repair_by == repair_by


def test_dismissed_reports_strain_no_rule():
    visit = Visit(state=VisitState.DISMISSED, plan=None, week_place=3)
    assert visit.broken_rules == []
    visit.state = VisitState.REPORTED
    assert visit.broken_rules == ["INS-01", "INS-06"]


def test_every_shipped_rule_has_its_source_and_says_how_it_is_known():
    rules = every_clause().values()
    assert len(rules) == 62
    assert all(rule.name and rule.source for rule in rules)
    assert {rule.provenance for rule in rules} <= {"found", "default", "general-knowledge"}


NO_GROUNDS = {"DOC-07", "DOC-08", "INS-04", "FRM-08", "GRP-01", "GRP-02", "CRE-02", "BRW-01"}
VALID_IN = {
    "MTG-06": "620724", "INS-05": "5308", "INS-06": "5227", "INS-15": "6207", "FRM-04": "21", "FRM-05": "21",
    "FRM-06": "36", "FRM-07": "36", "LST-01": "340304", "LST-02": "620802", "LST-03": "110102", "LST-04": "21",
    "PLQ-01": "5227", "PLQ-02": "37", "PLQ-03": "37", "CER-02": "620503", "CER-03": "62", "CER-04": "62",
}  # fmt: skip
NATIONAL = re.compile("若干规定|统计法|组织法|工作条例|环境条例|国办函|若干意见")


@pytest.mark.parametrize("rule", every_clause().values(), ids=lambda rule: rule.code)
def test_a_rule_is_cited_only_where_its_document_holds(rule):
    elsewhere = rule.grounds_in("990101000000")
    assert elsewhere == rule.public_source
    if rule.code in VALID_IN:
        home = VALID_IN[rule.code]
        assert (elsewhere, rule.grounds_in(home.ljust(12, "0"))) == ("", rule.grounds)
        assert rule.level is (Level.PROVINCE if len(home) == 2 else Level.PLACE)
    elif rule.code in NO_GROUNDS:
        assert (elsewhere, rule.grounds) == ("", "")
        assert rule.level in (Level.NONE, Level.PLACE)
    else:
        assert rule.level is Level.NATIONAL
        assert all(NATIONAL.search(part) for part in elsewhere.split("；"))
    assert not re.search(r"通报|案例|发言|\.com|\.cn", rule.grounds)


def test_a_rule_that_is_not_shipped_cannot_be_cited():
    with pytest.raises(ClauseUnknown):
        clause("ZZZ-99")

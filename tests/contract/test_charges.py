"""docs/charges.md says of every charge what the code does: who reports, judges, objects, reviews, and what it costs."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from certificate_svc.certificates.faults import not_the_judge as not_the_judge_of_faults
from certificate_svc.certificates.models import WORKFLOW as PAPERS
from certificate_svc.charges.models import WORKFLOW as DEMANDS
from checklist_svc.groups.rebounds.models import WORKFLOW as REBOUNDS
from checklist_svc.imposed_tasks.models import WORKFLOW as TASKS
from contracts import (
    certificate,
    contested_findings,
    demand_charges,
    faults,
    groups,
    hangings,
    imposed_tasks,
    rebounds,
    rectifications,
    report,
    signage,
    supervision,
)
from contracts.envelope import Audience, Event
from countykit.cases import second_person
from countykit.identity import Role
from countykit.joining import dismissed_by_two
from countykit.objections import REVIEWERS, no_part_in_it
from report_svc.offplan.models import WORKFLOW as FORMS
from servicekit.workflow import Workflow
from signage_svc.hanging_charges.models import WORKFLOW as BOARDS
from signage_svc.plaques.marks import not_the_judge
from signage_svc.plaques.steps import WORKFLOW as MARKS
from songbang.snapshot import merged
from supervision_svc.facts.fact import Fact, On
from supervision_svc.facts.table import FACTS
from supervision_svc.findings.models import WORKFLOW as FINDINGS
from supervision_svc.findings.models import not_the_finder
from supervision_svc.measures import MEASURES
from supervision_svc.visits.models import WORKFLOW as VISITS

DOCUMENT = Path(__file__).parents[2] / "docs" / "charges.md"


@dataclass(frozen=True)
class Charge:
    """A kind of accusation as the code has it."""

    name: str
    reported_at: str
    steps: Workflow
    reported: type[Event]
    confirmed: type[Event]
    dismissed: type[Event]
    retracted: type[Event]
    rated: bool = True
    """Whether an indicator of the board asks for its figure."""
    acts: str | None = None
    """The figure that has the day of the act, for a veto."""

    @property
    def counted(self) -> Fact:
        """What a verdict costs: one fact."""
        (counted,) = [fact for fact in FACTS[self.confirmed.type] if fact.figure != self.acts]
        return counted

    def row(self, document: dict) -> str:
        """Its line of the table."""
        operation = document["paths"][self.reported_at]["post"]
        roles = [
            operation["x-roles"], *(self.steps.step(name).roles for name in ("confirmation", "objection", "review"))
        ]  # fmt: skip
        cost = f"`{self.counted.figure}`" + ("" if self.rated else ", which no indicator rates")
        cells = [self.name, f"`POST {self.reported_at}`", *map(_named, roles), cost]
        return f"| {' | '.join(cells)} |"


def _named(roles) -> str:
    return ", ".join(role.value for role in Role if role in set(roles))


CHARGES = [
    Charge(
        "task imposed without admission", "/api/checklist/v1/imposed-tasks", TASKS, imposed_tasks.TaskImposed,
        imposed_tasks.TaskImpositionConfirmed, imposed_tasks.TaskImpositionDismissed,
        imposed_tasks.TaskImpositionRetracted, acts="imposed_acts",
    ),
    Charge(
        "form demanded outside of the catalogue", "/api/report/v1/offplan-demands", FORMS, report.OffplanReported,
        report.OffplanConfirmed, report.OffplanDismissed, report.OffplanRetracted,
    ),
    Charge(
        "visit outside of the plan", "/api/supervision/v1/visits/offplan", VISITS, supervision.VisitOffplanReported,
        supervision.VisitOffplanDetected, supervision.VisitOffplanDismissed, supervision.VisitOffplanRetracted,
    ),
    Charge(
        "forbidden certificate demanded", "/api/certificate/v1/demands/{demand_id}/charge", DEMANDS,
        demand_charges.DemandChargeReported, demand_charges.DemandChargeConfirmed,
        demand_charges.DemandChargeDismissed, demand_charges.DemandChargeRetracted,
    ),
    Charge(
        "board hung without a request", "/api/signage/v1/hanging-charges", BOARDS, hangings.HangingChargeReported,
        hangings.HangingChargeConfirmed, hangings.HangingChargeDismissed, hangings.HangingChargeRetracted, rated=False,
    ),
]  # fmt: skip
each_charge = pytest.mark.parametrize("charge", CHARGES, ids=lambda charge: charge.name)


@pytest.fixture(scope="module")
def document() -> dict:
    return merged()


@each_charge
def test_the_document_says_of_a_charge_what_the_code_does(charge, document):
    assert charge.row(document) in DOCUMENT.read_text().splitlines()


@each_charge
def test_nobody_judges_what_they_reported_nor_reviews_what_they_judged(charge):
    for step in ("confirmation", "dismissal"):
        rules = charge.steps.step(step).rules
        assert second_person in rules, step
    assert dismissed_by_two in charge.steps.step("dismissal").rules, "several reports are dismissed by two"
    for step in ("review", "withdrawal"):
        assert no_part_in_it in charge.steps.step(step).rules, step
    assert not {Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT} & (
        charge.steps.step("confirmation").roles | charge.steps.step("review").roles
    ), "a party or a village judges"
    assert Role.VILLAGE not in charge.steps.step("objection").roles, "a village is never accused"


@each_charge
def test_what_nobody_has_judged_is_followed_by_judges_alone_and_costs_nothing(charge):
    blamed = {figure for measure in MEASURES.values() for figure in measure.blame}
    for event in (charge.reported, charge.dismissed):
        assert event.audience is Audience.JUDGES, event.type
        assert not {fact.figure for fact in FACTS[event.type]} & blamed, event.type
    counted = charge.counted
    assert (counted.figure in blamed, counted.charged, counted.delta) == (charge.rated, True, 1)
    assert charge.acts not in blamed, "a verdict costs points once"


@each_charge
def test_what_falls_is_taken_back_on_the_day_on_which_it_was_counted(charge):
    counted = charge.counted
    back = next(fact for fact in FACTS[charge.retracted.type] if fact.figure == counted.figure)
    assert (back.delta, back.charged, back.day) == (-counted.delta, counted.charged, On("counted_on"))


def test_the_act_of_an_imposed_task_is_taken_back_on_its_own_day():
    verdict, fallen = (
        {(fact.needs, fact.unless, fact.delta, fact.day) for fact in FACTS[event.type] if fact.figure == "imposed_acts"}
        for event in (imposed_tasks.TaskImpositionConfirmed, imposed_tasks.TaskImpositionRetracted)
    )
    act = On("occurred_on")
    assert verdict == {("occurred_on", None, 1, act), (None, "occurred_on", 1, None)}
    assert fallen == {("occurred_on", None, -1, act), (None, "occurred_on", -1, On("counted_on"))}


def test_a_mark_of_a_board_is_contested_by_its_township_and_decided_by_people_without_a_part_in_it():
    (row,) = [
        line for line in DOCUMENT.read_text().splitlines() if line.startswith("| board marked as not belonging |")
    ]
    for said in ("…/objection", "…/review", "judge_cannot_review", "marker_cannot_unflag"):
        assert said in row
    objection, review = MARKS.step("objection"), MARKS.step("review")
    assert objection.roles == {Role.TOWNSHIP}
    assert not {Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT} & review.roles
    assert not_the_judge in review.rules
    (filed,), (upheld,) = FACTS[signage.PlaqueMarkObjected.type], FACTS[signage.PlaqueMarkUpheld.type]
    assert (filed.figure, upheld.figure) == ("objections_filed", "objections_upheld")
    back = {fact.figure: (fact.delta, fact.day) for fact in FACTS[signage.PlaqueUnflagged.type]}
    assert back["plaques_flagged"] == (-1, On("flagged_on"))


@pytest.mark.parametrize(
    ("name", "steps", "rule", "filed", "upheld"),
    [
        ("certificate revoked for a fault", PAPERS, not_the_judge_of_faults, faults.CertificateFaultObjected,
         faults.CertificateFaultUpheld),
        ("finding of a visit", FINDINGS, not_the_finder, contested_findings.FindingObjected,
         contested_findings.FindingUpheld),
        ("rebound of a board", MARKS, not_the_judge, rebounds.ReboundObjected, rebounds.ReboundUpheld),
    ],
)  # fmt: skip
def test_what_is_contested_where_it_stands_is_decided_by_people_without_a_part_in_it(name, steps, rule, filed, upheld):
    assert len([line for line in DOCUMENT.read_text().splitlines() if line.startswith(f"| {name} |")]) == 1
    assert steps.step("objection").roles == {Role.TOWNSHIP}
    assert steps.step("review").roles == REVIEWERS
    assert rule in steps.step("review").rules
    figures = [[fact.figure for fact in FACTS[event.type]] for event in (filed, upheld)]
    assert figures == [["objections_filed"], ["objections_upheld"]]


@pytest.mark.parametrize(
    ("counted", "back", "day"),
    [
        (certificate.CertificateRevoked, faults.CertificateFaultStruck, "counted_on"),
        (rebounds.ReboundDetected, rebounds.ReboundOverturned, "counted_on"),
        (supervision.FindingRaised, contested_findings.FindingOverturned, "counted_on"),
        (rectifications.RectificationReopened, contested_findings.RectificationVoided, "taken_back_on"),
    ],
)
def test_what_falls_where_it_stands_is_taken_back_on_the_day_on_which_it_was_counted(counted, back, day):
    blamed = {figure for measure in MEASURES.values() for figure in measure.blame} | {"findings", "false_reports"}
    lost = {fact.figure for fact in FACTS[counted.type] if fact.delta > 0} & blamed
    given_back = {fact.figure for fact in FACTS[back.type] if fact.delta < 0 and fact.day == On(day)}
    assert lost, "it costs something"
    assert lost <= given_back


def test_a_group_that_came_back_is_charged_and_taken_back_on_its_day():
    lines = DOCUMENT.read_text().splitlines()
    assert len([line for line in lines if line.startswith("| rebound of a chat group |")]) == 1
    assert REBOUNDS.step("objection").roles == {Role.TOWNSHIP, Role.DEPARTMENT}
    assert no_part_in_it in REBOUNDS.step("review").rules
    (counted,) = FACTS[groups.GroupReboundDetected.type]
    back = FACTS[groups.GroupReboundRetracted.type][0]
    assert (back.figure, back.delta, back.charged, back.day) == (counted.figure, -1, counted.charged, On("counted_on"))

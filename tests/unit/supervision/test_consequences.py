"""No scheme makes a forbidden thing pay: each exploit by its name, and the guard that would show it."""

import time
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import orjson
import pytest
from contracts import checklist, imposed_tasks, rectifications, report, signage, supervision
from contracts import demand_charges as charges
from contracts.catalogue import example_of
from contracts.envelope import new_id
from servicekit.bus.interface import Message
from servicekit.errors import Refusal
from supervision_svc import measures
from supervision_svc.board.score import Township, points
from supervision_svc.consequences import search
from supervision_svc.consequences.acts import OWN_ACTS
from supervision_svc.facts.reading import read
from supervision_svc.measures import Measure, Sum
from supervision_svc.schemes import guard
from supervision_svc.schemes.document import SchemeDocument
from supervision_svc.schemes.service import shipped_document

HOME = "990101001000"
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
SCHEME = shipped_document()


def example(kind, **values):
    """An event of a kind with some of its values."""
    return {"type": kind.type, "data": orjson.loads(example_of(kind))["data"] | values}


LATE = {"after_baseline": True}
EVENTS = {
    "invented_groups": [
        example(checklist.GroupRegistered, **LATE), example(checklist.GroupDissolved, was_retained=False, **LATE),
    ],
    "invented_plaques": [
        example(signage.PlaqueRegistered, conforms=True, **LATE), example(signage.PlaqueFlagged, **LATE),
        example(signage.PlaqueDisposalOrdered), example(signage.PlaqueRemoved),
        example(signage.PlaqueVerified, **LATE),
    ],
    "failed_recheck": [
        example(rectifications.RectificationSubmitted, provisional=True, long_overdue_provisional=True),
        example(
            rectifications.RectificationReopened, false_evidence=False, previous=None, provisional=True,
            long_overdue_provisional=True,
        ),
    ],
    "late_extension": [
        example(rectifications.LateExtensionRequested), example(rectifications.LateExtensionGranted),
    ],
    "identical_practices": [example(supervision.PracticeRecorded)] * 6,
    "unjudged_reports": [
        example(imposed_tasks.TaskImposed), example(report.OffplanReported),
        example(supervision.VisitOffplanReported), example(charges.DemandChargeReported),
    ],
    "dismissed_reports": [
        example(imposed_tasks.TaskImpositionDismissed), example(report.OffplanDismissed),
        example(supervision.VisitOffplanDismissed), example(charges.DemandChargeDismissed),
    ],
}  # fmt: skip


def figures_of(events):
    """What the table of facts makes of events."""
    messages = []
    for number, event in enumerate(events):
        whole = event | {"id": str(new_id()), "subject": f"x/{number}", "time": DAY.isoformat(), "region": HOME,
                         "sequence": 1}  # fmt: skip
        messages.append(Message("t", 0, number, HOME, orjson.dumps(whole), DAY))
    columns, found = read(messages), Counter()
    for figure, delta in zip(columns.figures, columns.deltas, strict=True):
        found[figure] += delta
    return {figure: count for figure, count in found.items() if count}


def township(**sums):
    well = {
        "groups_registered": 10, "groups_cleaned": 6, "plaques_flagged": 10, "disposals_verified": 6,
        "filings_fair": 8, "filings_rushed": 2, "certificates_issued": 100, "rectifications_due": 4,
        "rectified_in_time": 2, "rectifications_accepted": 3, "rectifications_reopened": 1, "filings_due": 90,
        **{f"inquired_{matter}": 2 for matter in (
            "imposed_tasks", "offplan_forms", "offplan_visits", "forbidden_demanded",
        )},
    }  # fmt: skip
    return Township(HOME, "青石镇", 10, Counter(well) + Counter(sums))


def scored(one, scheme=SCHEME):
    return points(one, scheme, scheme.window_days)[0]


@pytest.mark.parametrize("name", EVENTS)
def test_an_act_of_a_township_alone_is_what_its_events_say_and_earns_nothing(name):
    assert figures_of(EVENTS[name]) == OWN_ACTS[name].figures
    for whole in (township(), township(imposed_tasks=2, plaque_rebounds=1)):
        assert scored(Township(HOME, "", 10, Counter(whole.sums) + Counter(OWN_ACTS[name].figures))) <= scored(whole)


def test_every_act_is_held_to_its_events():
    assert set(OWN_ACTS) - {"trainings"} == set(EVENTS)


@pytest.mark.parametrize("name", ["invented_groups", "invented_plaques", "failed_recheck"])
def test_a_measure_that_paid_for_an_act_would_be_shown(name, monkeypatch):
    """The search finds what a careless measure would pay for, and names the act."""
    careless = {
        "invented_groups": ("groups_cleaned", "groups_registered"),
        "invented_plaques": ("disposals_verified", "plaques_flagged"),
        "failed_recheck": ("rectifications_submitted", "rectifications_due"),
    }[name]
    done, there = (Sum(((figure, 1),), measures.EVER) for figure in careless)
    code = {"invented_groups": "groups_cleaned", "invented_plaques": "plaques_disposed"}.get(name, "rectified_in_time")
    monkeypatch.setitem(measures.MEASURES, code, Measure(done, there, (), completion=True))
    monkeypatch.setattr(search, "USED", measures.USED | set(careless))
    whole = township(rectifications_submitted=2, rectifications_due=4)
    with pytest.raises(Refusal) as refusal:
        search.check(SCHEME, [whole])
    assert refusal.value.code == "forbidden_pays"
    shown = refusal.value.extra["counter_example"]
    assert Decimal(shown["score_after"]) > Decimal(shown["score_before"])
    assert shown["what"] == OWN_ACTS[name].title


def spoilt(code, **values):
    body = SCHEME.model_dump(mode="json")
    next(each for each in body["indicators"] if each["code"] == code).update(values)
    return SchemeDocument.model_validate(body)


REVERSED = [
    ("imposed_tasks", {"direction": "higher", "target": "2", "worst": "0"}),
    ("offplan_visits", {"direction": "higher", "target": "2", "worst": "0"}),
    ("offplan_forms", {"direction": "higher", "target": "2", "worst": "0"}),
    ("filings_per_village", {"direction": "higher", "target": "12", "worst": "4"}),
    ("groups_cleaned", {"direction": "lower", "target": "0.5", "worst": "1"}),
    ("rectified_in_time", {"direction": "lower", "target": "0.6", "worst": "1"}),
]


@pytest.mark.parametrize(("code", "values"), REVERSED)
def test_a_scheme_that_pays_for_a_burden_is_refused_and_the_search_shows_by_what(code, values):
    scheme = spoilt(code, **values)
    with pytest.raises(Refusal) as refusal:
        guard.check(scheme)
    assert refusal.value.code == "direction_fixed"
    with pytest.raises(Refusal) as refusal:
        search.check(scheme)
    shown = refusal.value.extra["counter_example"]
    before, after = Decimal(shown["score_before"]), Decimal(shown["score_after"])
    assert (after > before) == ("多一件" in shown["what"])
    assert shown["figures"]
    assert shown["change"]
    assert any("一" <= letter <= "鿿" for letter in refusal.value.detail)


@pytest.mark.parametrize("values", [{"window_days": 89}, {"coverage_minimum": "0.49"}])
def test_a_short_window_or_little_coverage_is_refused(values):
    scheme = SchemeDocument.model_validate(SCHEME.model_dump(mode="json") | values)
    with pytest.raises(Refusal) as refusal:
        guard.check(scheme)
    assert refusal.value.code == "scheme_window_short"


def test_few_certificates_earn_nothing():
    """Issuing fewer while as many were wrong never raises a score, and one wrong one costs a quarter at most."""
    wrong = {"certificates_forbidden": 1, "certificates_faulty": 1}
    many, few = township(**wrong), township(**wrong)
    few = Township(HOME, "", 10, {**few.sums, "certificates_issued": 25})
    assert scored(few) <= scored(many)
    alone = Township(HOME, "", 10, {**few.sums, "certificates_issued": 20})
    spared = Township(HOME, "", 10, {**alone.sums, "certificates_forbidden": 0, "certificates_faulty": 0})
    weights = sum(each.weight for each in SCHEME.indicators if each.code in ("forbidden_issued", "certificates_sound"))
    rated = points(alone, SCHEME, 180)[1]
    whole = sum(each.weight for each in SCHEME.indicators if each.code in rated)
    rounding = Decimal("0.01")
    assert scored(spared) - scored(alone) <= weights / whole * 100 / 4 + rounding


def test_silence_is_refused_as_a_scheme():
    with pytest.raises(Refusal) as refusal:
        guard.check(SchemeDocument.model_validate(SCHEME.model_dump(mode="json") | {"evidence_villages": 0}))
    assert refusal.value.code == "silence_rewarded"


def test_the_shipped_scheme_passes_in_less_than_three_seconds():
    own = [township(imposed_tasks=number) for number in range(search.MOST_OWN)]
    started = time.process_time()
    search.check(SCHEME, own)
    assert time.process_time() - started < 3

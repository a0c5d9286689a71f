"""No path through any kind of accusation reaches a verdict by a party to it or by whoever lately served the place."""

from types import SimpleNamespace

import pytest
from countykit.identity import Caller, Role
from hypothesis import given, settings
from hypothesis import strategies as st
from servicekit.errors import Refusal

from .test_steps import _tables

VERDICTS = frozenset({"confirmation", "dismissal", "review", "withdrawal"})
"""The steps of an accusation that say whether it stands."""
PARTIES = {"review": ("reported_by", "judged_by", "objected_by"), "withdrawal": ("reported_by", "judged_by")}
DOES = {"confirmation": "judged_by", "dismissal": "judged_by", "objection": "objected_by", "acceptance": "accepted_by"}
"""Which column names who took a step."""
TOWNSHIPS, BODIES, PEOPLE = ("990101001", "990101002"), ("NYJ", "WLJ"), ("zhang", "li", "wang")
ACCUSATIONS = {
    name: table for name, table in _tables() if {"objection", "review", "withdrawal"} <= table.steps.keys()
    and not name.startswith("certificate_svc.certificates")
}  # fmt: skip
"""Every table by which somebody is charged, may object and is heard by others; revoked certificates charge nobody."""


class Row(SimpleNamespace):
    """A row of which only the parties matter: of all else nothing is said."""

    def __getattr__(self, _):
        return None


people = st.builds(
    Caller,
    sub=st.sampled_from(PEOPLE), name=st.just("某人"), region=st.just("990101"),
    roles=st.sampled_from([frozenset({role}) for role in (Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR)]),
    other_logins=st.frozensets(st.sampled_from(PEOPLE), max_size=1),
    served_townships=st.frozensets(st.sampled_from(TOWNSHIPS), max_size=1),
    served_departments=st.frozensets(st.sampled_from(BODIES), max_size=1),
)  # fmt: skip
parties = st.none() | st.sampled_from(PEOPLE)
places = st.sampled_from([f"{township}201" for township in TOWNSHIPS])


@st.composite
def accusations(draw, table):
    """A row in any state of its table, about any body, reported, judged and contested by anybody."""
    states = sorted({state for step in table.steps.values() for state in step.start})
    anonymous = "acceptance" in table.steps  # nobody knows who complained, only who took it up
    reporter = None if anonymous else draw(parties)
    return Row(
        id="x", state=draw(st.sampled_from(states)), region=draw(places), title="某事项",
        charged_home=draw(places)[:9] + "000", department=draw(st.sampled_from(BODIES)),
        reported_by=reporter, recorded_by=reporter, accepted_by=draw(parties) if anonymous else None,
        judged_by=draw(parties), objected_by=draw(parties),
        joined_by=draw(st.lists(st.sampled_from(PEOPLE), max_size=2)), reports=draw(st.integers(1, 2)),
        dismissal_by=draw(parties),
    )  # fmt: skip


def test_the_kinds_of_accusation_are_known():
    assert {name.split(".")[0] for name in ACCUSATIONS} == {
        "checklist_svc", "report_svc", "certificate_svc", "signage_svc", "supervision_svc",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(ACCUSATIONS))
def test_somebody_without_a_part_in_it_reaches_every_verdict(name):
    table = ACCUSATIONS[name]
    for step in VERDICTS & table.steps.keys():
        state = next(iter(table.step(step).start))
        row = Row(
            state=state, region="990101001201", charged_home="990101002000", department="NYJ", reported_by="li",
            joined_by=["zhang"], reports=1,
        )  # fmt: skip
        ends = table.step(step).end
        table.take(
            row, step, Caller("wang", "某人", table.step(step).roles, "990101"),
            outcome=next(iter(ends)) if isinstance(ends, dict) else None,
        )  # fmt: skip
        assert row.state != state


@pytest.mark.parametrize("name", sorted(ACCUSATIONS))
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_path_reaches_a_verdict_by_a_party_a_reporter_or_who_served_the_place(name, data):
    table = ACCUSATIONS[name]
    row, several = data.draw(accusations(table)), "dismissal-proposal" in table.steps
    for _ in range(4):
        step, who = data.draw(st.sampled_from(sorted((VERDICTS | DOES.keys()) & table.steps.keys()))), data.draw(people)
        ends = table.step(step).end
        outcome = data.draw(st.sampled_from(sorted(ends))) if isinstance(ends, dict) else None
        before = dict(vars(row))
        try:
            table.take(row, step, who, outcome=outcome)
        except Refusal:
            assert vars(row) == before, "a refused step changes nothing"
            continue
        if step in VERDICTS:
            named = PARTIES.get(step, ("reported_by", "accepted_by"))
            parts = [*(before[column] for column in named), *before["joined_by"]]
            parts += [before["dismissal_by"]] * (step == "dismissal" and before["reports"] > 1 and several)
            assert not who.is_any_of(*parts), (step, who, before)
            served = who.has_served(before["region"], before["department"]) or who.has_served(before["charged_home"])
            assert not served, (step, who, before)
        if step in DOES:
            setattr(row, DOES[step], who.sub)

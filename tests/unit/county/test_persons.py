"""Two logins of one person are one person, in every rule that wants a second one."""

from types import SimpleNamespace

import pytest
from certificate_svc.applications.models import second_person as exception
from checklist_svc.admissions.models import _impartial as admission
from countykit import cases, objections
from countykit.identity import Caller, Role, caller_of
from hypothesis import given
from hypothesis import strategies as st
from signage_svc.plaques.steps import another_person as plaque
from signage_svc.surveys.models import another_person as survey_order
from supervision_svc.practices.models import second_person as practice
from supervision_svc.publications.models import independent as publication_review
from supervision_svc.publications.models import not_who_named as publication_entry
from supervision_svc.publications.models import second_person as publication
from supervision_svc.rectifications.models import second_granter as late_extension
from supervision_svc.rectifications.models import second_person as recheck

NOBODY = dict.fromkeys(
    ("reported_by", "judged_by", "exception_by", "done_by", "recorded_by", "drafted_by", "named_by", "approved_by",
     "objected_by", "late_requested_by")
)  # fmt: skip
RULES = [
    (cases.second_person, "reported_by"), (objections.no_part_in_it, "reported_by"),
    (objections.no_part_in_it, "judged_by"), (exception, "exception_by"), (admission, "participants"),
    (plaque, "done_by"), (survey_order, "done_by"), (practice, "recorded_by"), (publication, "drafted_by"),
    (publication_entry, "named_by"), (publication_review, "named_by"), (publication_review, "approved_by"),
    (publication_review, "objected_by"), (recheck, "submitters"), (late_extension, "late_requested_by"),
]  # fmt: skip
"""Every rule of a step that compares who acts with who acted, and the column in which that one stands."""
PERSONS = st.lists(st.integers(0, 3), min_size=8, max_size=8)
"""For each of eight logins, whose it is."""


def caller(login: int, persons: list[int]) -> Caller:
    """Who signs in with a login, as the token tells it."""
    others = [f"u{each}" for each, person in enumerate(persons) if person == persons[login] and each != login]
    return caller_of({"sub": f"u{login}", "roles": [Role.COUNTY_OFFICE], "region": "990101", "other_logins": others})


@given(st.sampled_from(RULES), PERSONS, st.integers(0, 7), st.integers(0, 7))
def test_a_rule_refuses_exactly_the_person_who_acted_under_whichever_login(rule, persons, acted, acting):
    judge, column = rule
    row = SimpleNamespace(**NOBODY, participants=[], submitters=set())
    setattr(row, column, [f"u{acted}"] if column in ("participants", "submitters") else f"u{acted}")
    refusal = judge(row, caller(acting, persons))
    assert (refusal is not None) == (persons[acted] == persons[acting])


@pytest.mark.parametrize(("rule", "column"), RULES)
def test_what_nobody_known_did_forbids_nobody(rule, column):
    row = SimpleNamespace(**NOBODY, participants=[], submitters=set())
    assert rule(row, caller(0, [0] * 8)) is None, column


@pytest.mark.parametrize("claim", ["u1", {"u1": 1}, [1], None, 7])
def test_a_token_whose_logins_cannot_be_read_names_nobody(claim):
    with pytest.raises(TypeError):
        caller_of({"sub": "u0", "region": "", "other_logins": claim})

"""Nobody judges the township or body that they serve in another post, or served lately."""

from types import SimpleNamespace

import pytest
from certificate_svc.charges.models import WORKFLOW as CERTIFICATE_CASES
from checklist_svc.admissions.models import WORKFLOW as ADMISSIONS
from countykit.identity import Role, caller_of
from countykit.neutrality import neutral, not_served
from report_svc.forms.models import WORKFLOW as FORMS
from report_svc.forms.models import Form
from sqlalchemy.dialects import postgresql
from supervision_svc.draws.models import WORKFLOW as DRAWS
from supervision_svc.practices.models import WORKFLOW as PRACTICES
from supervision_svc.publications.models import ENTRY_WORKFLOW as PUBLICATIONS
from supervision_svc.rectifications.models import WORKFLOW as RECTIFICATIONS
from supervision_svc.visits.models import WORKFLOW as VISITS
from supervision_svc.visits.models import Visit


def caller(**claims):
    return caller_of({"sub": "zhang", "roles": [Role.INSPECTOR], "region": "990101", **claims})


@pytest.mark.parametrize(
    ("claims", "row", "refused"),
    [
        ({}, {"region": "990101001000"}, False),
        ({"served_townships": ["990101001"]}, {"region": "990101001201"}, True),
        ({"served_townships": ["990101001"]}, {"region": "990101002000"}, False),
        ({"served_townships": ["990101001"]}, {"region": "990101000000"}, False),
        ({"served_departments": ["WLJ"]}, {"region": "990101000000", "department": "WLJ"}, True),
        ({"served_departments": ["WLJ"]}, {"region": "990101000000", "department": "NYJ"}, False),
        ({"served_departments": ["WLJ"]}, {"region": "990101000000", "department": None}, False),
        ({"served_departments": ["WLJ"]}, {"region": "990101000000"}, False),
        ({"served_townships": ["990101002"]}, {"region": "990101001201", "charged_home": "990101002000"}, True),
        ({"served_townships": ["990101003"]}, {"region": "990101001201", "charged_home": "990101002000"}, False),
        ({"served_townships": ["990101003"]}, {"region": "990101001201", "charged_home": "990101000000"}, False),
    ],
)
def test_who_serves_or_served_a_place_or_body_recuses_from_it_and_from_no_other(claims, row, refused):
    assert (neutral(SimpleNamespace(**row), caller(**claims)) is not None) is refused


BEFORE_A_VERDICT = {"question", "joining", "parting", "dismissal-proposal", "confirmation", "dismissal"}


@pytest.mark.parametrize(
    ("table", "steps"),
    [
        (RECTIFICATIONS, {"recheck", "review"}), (PRACTICES, {"verification"}), (DRAWS, {"visit"}),
        (FORMS, {"decision"}),
        (ADMISSIONS, {"decision", "endorsement", "excess"}),
        (VISITS, {"checklist", *BEFORE_A_VERDICT, "review", "withdrawal"}),
        (PUBLICATIONS, {"review", "decision"}),
        (CERTIFICATE_CASES, {*BEFORE_A_VERDICT, "review", "withdrawal"}),
    ],
)  # fmt: skip
def test_every_check_and_decision_of_a_neutral_person_has_the_rule(table, steps):
    assert {name for name, step in table.steps.items() if neutral in step.rules} == steps


def test_a_to_do_leaves_out_what_its_reader_would_recuse_from():
    who = caller(served_townships=["990101001"], served_departments=["WLJ"])
    sql = str(not_served(Form, who).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
    assert sql == ("NOT (left(form.region, 9) IN ('990101001') OR coalesce(form.department, '') IN ('WLJ'))")


def test_a_to_do_leaves_out_cases_of_a_body_of_a_former_township():
    sql = str(not_served(Visit, caller(served_townships=["990101001"])).compile(dialect=postgresql.dialect()))
    assert "left(coalesce(visit.charged_home" in sql


@pytest.mark.parametrize("name", ["served_townships", "served_departments", "person", "post"])
def test_a_claim_about_posts_that_cannot_be_read_is_no_token(name):
    with pytest.raises(TypeError):
        caller(**{name: 7})

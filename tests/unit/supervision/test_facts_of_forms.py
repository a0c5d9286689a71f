"""What the board counts of forms that come and go during the year."""

from datetime import UTC, date, datetime

import pytest
from contracts import arrangement_ends, catalogue_additions, form_amendments, form_suspensions
from countykit.testing import message_of
from supervision_svc.facts.reading import read

AT = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    "end",
    [
        lambda periods: arrangement_ends.ArrangementShortened(form="F", until=date(2026, 11, 30), periods=periods),
        lambda periods: arrangement_ends.ArrangementCancelled(form="F", periods=periods),
        lambda periods: form_suspensions.ArrangementSuspended(form="F", starts_on=date(2026, 11, 28), periods=periods),
    ],
)
def test_periods_that_a_township_takes_back_are_due_no_more(end):
    lifted = arrangement_ends.LiftedPeriod(period="2026-12", due_on=date(2027, 1, 8), fair_notice=False, villages=14)
    columns = read([message_of(end([lifted]), region="990101001000", at=AT)])
    taken_back = set(zip(columns.figures, columns.days, columns.deltas, strict=True))
    assert taken_back == {("filings_due", date(2027, 1, 8), -14), ("filings_rushed", date(2027, 1, 8), -14)}


def test_an_addition_says_what_the_catalogue_holds_now_as_a_publication_does():
    added = catalogue_additions.CatalogueExtended(year=2026, form="F", edition=2, forms=19, proposed=31)
    columns = read([message_of(added, region="990101000000", at=AT)])
    counted = dict(zip(columns.figures, columns.deltas, strict=True))
    assert counted == {"catalogue_forms": 19, "catalogue_proposed": 31}


def test_periods_of_a_resumed_form_are_due_again():
    again = arrangement_ends.LiftedPeriod(period="2026-12", due_on=date(2027, 1, 8), fair_notice=True, villages=14)
    resumed = form_suspensions.ArrangementResumed(form="F", resumes_on=date(2026, 12, 1), periods=[again])
    columns = read([message_of(resumed, region="990101001000", at=AT)])
    due = set(zip(columns.figures, columns.days, columns.deltas, strict=True))
    assert due == {("filings_due", date(2027, 1, 8), 14), ("filings_fair", date(2027, 1, 8), 14)}


def test_a_form_that_was_amended_is_still_one():
    columns = read([message_of(form_amendments.FormSuperseded(form="F"), region="990101000000", at=AT)])
    assert list(zip(columns.figures, columns.deltas, strict=True)) == [("forms_approved", -1)]

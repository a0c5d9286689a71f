"""Minutes: the formula of docs/minutes.md is the one that is computed."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from contracts.report import Frequency
from report_svc.filings.effort import SECONDS, Effort, effort_of
from report_svc.forms.effort import seconds_a_year

DOCUMENT = (Path(__file__).parents[3] / "docs" / "minutes.md").read_text(encoding="utf-8")


def test_the_documented_formula_is_the_computed_one():
    (formula,) = re.findall(r"^seconds = (.*)$", DOCUMENT, re.MULTILINE)
    assert {name: int(weight) for weight, name in re.findall(r"(\d+) × (\w+)", formula)} == SECONDS
    table = dict(re.findall(r"^\| (\w+) \| (\d+) \|", DOCUMENT, re.MULTILINE))
    assert {name: int(weight) for name, weight in table.items()} == SECONDS
    assert re.search(r"^taps    = sent \+ refused$", DOCUMENT, re.MULTILINE)
    effort = Effort(sent=2, opened=1, source=9, confirmed=3, corrected=4, typed=5, refused=6)
    names = {name: getattr(effort, name) for name in SECONDS}
    assert effort.seconds == eval(formula.replace("×", "*"), {}, names)
    assert effort.taps == 8


@pytest.mark.parametrize(("how", "seconds"), [("confirmed", 42), ("typed", 232), ("source", 2), ("refused", 252)])
def test_a_form_of_ten_cells_costs_what_the_document_says(how, seconds):
    effort = effort_of({"how": how} for _ in range(10))
    assert effort.seconds == seconds
    assert effort.opened == (how != "source")
    assert effort.minutes == (Decimal(seconds) / 60).quantize(Decimal("0.1"))


def test_efforts_are_summed_before_they_are_weighed():
    one, two = effort_of([{"how": "typed"}]), effort_of([{"how": "confirmed"}, {"how": "source"}])
    both = Effort(sent=2, opened=2, source=1, confirmed=1, typed=1)
    assert both.seconds == one.seconds + two.seconds


def test_what_a_form_costs_in_a_year_is_every_cell_of_every_filing_typed():
    assert seconds_a_year(10, Frequency.MONTHLY) == 12 * Effort(sent=1, opened=1, typed=10).seconds
    assert seconds_a_year(10, Frequency.ONCE) == Effort(sent=1, opened=1, typed=10).seconds
    assert seconds_a_year(10, Frequency.ON_EVENT) == 0

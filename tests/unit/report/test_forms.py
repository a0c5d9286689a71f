"""Rules about forms, their fields and frequencies."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from contracts.report import Frequency
from hypothesis import given
from hypothesis import strategies as st
from report_svc.filings.models import is_complete
from report_svc.filings.statistics import rate
from report_svc.forms.fields import FormField, Kind
from report_svc.forms.frequencies import permits
from report_svc.forms.models import Form, State

scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())


@pytest.mark.parametrize(
    ("unit", "kind"),
    [(None, Kind.TEXT), ("人", Kind.COUNT), ("户", Kind.COUNT), ("亩", Kind.QUANTITY), ("%", Kind.PERCENT)],
)
def test_the_unit_tells_the_kind_of_a_field(unit, kind):
    assert FormField(name="栏目", unit=unit).settled().kind is kind


def test_a_stated_kind_is_kept():
    assert FormField(name="人均收入", unit="元", kind=Kind.COUNT).settled().kind is Kind.COUNT


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        (FormField(name="户数", unit="户"), 0, None),
        (FormField(name="户数", unit="户"), 3.0, "not_whole"),
        (FormField(name="户数", unit="户"), -1, "negative"),
        (FormField(name="覆盖率", unit="%"), 100, None),
        (FormField(name="覆盖率", unit="%"), 100.1, "out_of_domain"),
        (FormField(name="面积", unit="亩"), -0.1, "negative"),
        (FormField(name="结余", unit="万元"), -3.5, None),
        (FormField(name="日期", kind=Kind.DATE), "2025-02-29", "wrong_type"),
        (FormField(name="日期", kind=Kind.DATE), "2024-02-29", None),
        (FormField(name="已整改", kind=Kind.YES_NO), False, None),
        (FormField(name="已整改", kind=Kind.YES_NO), 1, "wrong_type"),
        (FormField(name="户数", unit="户"), None, None),
    ],
)
def test_each_kind_takes_its_own_values(field, value, fault):
    assert field.fault(value) == fault


@given(st.sampled_from(Kind), scalars)
def test_any_value_is_judged_and_none_breaks_the_judge(kind, value):
    assert FormField(name="栏目", kind=kind).fault(value) in {
        None, "wrong_type", "not_whole", "negative", "out_of_domain", "too_long"
    }  # fmt: skip


@given(st.integers(max_value=-1))
def test_no_negative_count_is_ever_accepted(value):
    assert FormField(name="人口", unit="人").fault(value) == "negative"


def test_zero_and_no_are_answers_while_blank_is_none():
    fields = [FormField(name="人口", unit="人"), FormField(name="备注", required=False)]
    assert is_complete(fields, {"人口": 0})
    assert not is_complete(fields, {"人口": None, "备注": "无"})
    assert not is_complete(fields, {})


def test_equal_elements_make_fields_equal_whatever_they_are_called():
    one, two = FormField(name="常住人口", element="E001"), FormField(name="人口数", element="E001")
    assert one.key == two.key
    assert FormField(name="常住 人口").key == FormField(name="常住人口").key


def test_frequencies_are_ordered_from_once_to_weekly():
    ladder = [Frequency.ONCE, Frequency.YEARLY, Frequency.HALF_YEAR, Frequency.QUARTERLY, Frequency.TWO_MONTHS,
              Frequency.MONTHLY, Frequency.HALF_MONTH, Frequency.TEN_DAY, Frequency.WEEKLY]  # fmt: skip
    for (i, approved), (j, asked) in itertools.product(enumerate(ladder), repeat=2):
        assert permits(approved, asked) == (j <= i)


def test_a_census_stands_for_nothing_else_and_nothing_for_it():
    for frequency in Frequency:
        same = frequency is Frequency.CENSUS
        assert permits(Frequency.CENSUS, frequency) is same
        assert permits(frequency, Frequency.CENSUS) is same


def test_on_event_and_periodic_never_stand_for_one_another():
    for frequency in Frequency:
        same = frequency is Frequency.ON_EVENT
        assert permits(Frequency.ON_EVENT, frequency) is same
        assert permits(frequency, Frequency.ON_EVENT) is same


@pytest.mark.parametrize(
    ("state", "ended_on", "last_day", "due_on", "owed"),
    [
        (State.APPROVED, None, date(2025, 5, 31), date(2025, 6, 9), True),
        (State.STOPPED, date(2025, 6, 5), date(2025, 5, 31), date(2025, 6, 9), False),
        (State.STOPPED, date(2025, 6, 9), date(2025, 5, 31), date(2025, 6, 9), True),
        (State.EXPIRED, date(2025, 5, 31), date(2025, 5, 31), date(2025, 6, 9), True),
        (State.EXPIRED, date(2025, 5, 30), date(2025, 5, 31), date(2025, 6, 9), False),
    ],
)
def test_a_period_is_owed_only_if_the_form_lived_to_see_it(state, ended_on, last_day, due_on, owed):
    form = Form(state=state, ended_on=ended_on, valid_until=date(2025, 12, 31))
    assert form.owed(date(2025, 6, 20), last_day=last_day, due_on=due_on) is owed


def test_an_approval_that_ran_out_counts_before_the_clock_has_marked_it():
    form = Form(state=State.APPROVED, ended_on=None, valid_until=date(2025, 5, 30))
    assert not form.owed(date(2025, 6, 1), last_day=date(2025, 5, 31), due_on=date(2025, 6, 9))
    assert form.owed(date(2025, 6, 1), last_day=date(2025, 5, 30), due_on=date(2025, 6, 9))
    assert (form.in_force(date(2025, 5, 30)), form.in_force(date(2025, 5, 31))) == (True, False)


def test_rates_are_decimal_and_absent_where_nothing_was_expected():
    assert (rate(1, 3), rate(2, 3), rate(3, 3)) == (Decimal("0.3333"), Decimal("0.6667"), Decimal("1.0000"))
    assert rate(0, 0) is None

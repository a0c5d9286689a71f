"""Rules about one admission and its number."""

from datetime import date

import pytest
from checklist_svc.admissions import numbers
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.states import Frequency, State
from checklist_svc.settings import Settings
from pydantic import ValidationError
from servicekit.signing import Signer

SIGNER = Signer("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
ADDRESSES = {
    "database_url": "postgresql://x", "bus_url": "postgresql://x",
    "audit_key": "dGVzdHMgaGF2ZSBhIGtleSBvZiB0aGVpciBvd24hISE=",
}  # fmt: skip


def admission(**changes):
    values = {
        "region": "990101000000", "department": "NYJ", "title": "村级防汛值守", "content": "值守",
        "legal_basis": "防洪法", "starts_on": date(2026, 5, 6), "ends_on": date(2027, 2, 10),
        "frequency": Frequency.ON_EVENT, "burden_minutes": 30, "entrusted": False, "emergency": False, "regions": [],
        "state": State.GRANTED, "valid_until": date(2027, 2, 10),
        "number": numbers.compose("990101000000", 2026, 17),
    }  # fmt: skip
    return Admission(**(values | changes))


def test_a_number_carries_county_year_serial_and_check_digit():
    number = numbers.compose("990101000000", 2026, 17)
    assert number[:18] == "990101-2026-000017"
    assert numbers.well_formed(number)


def test_every_single_wrong_digit_in_a_number_is_noticed():
    number = numbers.compose("990101000000", 2026, 17)
    wrong = [
        number[:place] + digit + number[place + 1 :]
        for place, right in enumerate(number) if right != "-"
        for digit in "0123456789" if digit != right
    ]  # fmt: skip
    assert not any(numbers.well_formed(candidate) for candidate in wrong)


@pytest.mark.parametrize("number", ["", "990101-2026-17-4", "990101-2026-000017-4\n", "一二三", "990101202600001747"])
def test_what_does_not_look_like_a_number_is_none(number):
    assert not numbers.well_formed(number)


def test_a_signature_covers_what_the_village_is_shown():
    granted = admission()
    granted.signature = numbers.sign(granted, SIGNER)
    assert numbers.genuine(granted, [SIGNER.public_key])
    assert numbers.genuine(granted, [SIGNER.public_key], granted.signature)
    assert not numbers.genuine(granted, [SIGNER.public_key], "A" * 86)
    granted.valid_until = date(2030, 1, 1)
    assert not numbers.genuine(granted, [SIGNER.public_key])


def test_the_burden_of_a_year_counts_every_month_that_the_task_touches():
    assert [admission().minutes_in(year) for year in (2025, 2026, 2027, 2028)] == [0, 240, 60, 0]


def test_an_admission_is_in_force_through_its_last_day():
    assert admission().in_force(date(2027, 2, 10))
    assert not admission().in_force(date(2027, 2, 11))
    assert not admission().in_force(date(2026, 5, 5))
    assert not admission(state=State.WITHDRAWN).in_force(date(2026, 6, 1))


def test_an_admission_was_in_force_on_the_days_before_its_end_whatever_it_is_now():
    ended = admission(state=State.WITHDRAWN, ended_on=date(2026, 6, 1))
    assert (ended.in_force(date(2026, 5, 31)), ended.in_force(date(2026, 6, 1))) == (True, False)
    assert admission(state=State.EXPIRED).in_force(date(2026, 6, 1))


def test_a_number_covers_its_villages_and_townships_and_nothing_else():
    places = admission(regions=["990101001000", "990101002201"])
    inside = {code: places.covers([code]) for code in ("990101001203", "990101002201", "990101002202", "990101003000")}
    assert list(inside.values()) == [True, True, False, False]
    assert places.covers(["990101002000"])
    assert admission().covers(["990101009201"])


def test_production_refuses_to_start_without_its_own_signing_key():
    with pytest.raises(ValidationError, match="SONGBANG_SIGNING_KEY must be set in production"):
        Settings(environment="production", **ADDRESSES)
    own = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    assert Settings(environment="production", signing_key=own, **ADDRESSES).signer.public_key == SIGNER.public_key


def test_what_a_key_signed_before_it_was_changed_stays_genuine():
    granted = admission()
    granted.signature = numbers.sign(granted, SIGNER)
    changed = {"environment": "demo", "signing_key": "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=", **ADDRESSES}
    assert not numbers.genuine(granted, Settings(**changed).public_keys)
    known = Settings(**changed, admission_previous_keys=[SIGNER.public_key])
    assert numbers.genuine(granted, known.public_keys)
    with pytest.raises(ValidationError, match="admission_previous_keys"):
        Settings(**changed, admission_previous_keys=["mistyped"])


def test_a_signing_key_of_the_wrong_length_is_refused():
    with pytest.raises(ValidationError, match="32 bytes"):
        Settings(environment="demo", signing_key="c2hvcnQ=", **ADDRESSES)

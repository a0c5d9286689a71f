"""Which numbers people are known by: the standard's rules refuse, tables of places do not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from countykit.documents import (
    DocumentKind,
    birthday_of,
    checked,
    checked_credit_code,
    credit_code_warnings,
    kind_of,
)
from countykit.workdays import today
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
    "71",
]


def number(place: str, born: str, serial: int = 123) -> str:
    body = f"{place}{born}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


def refusal(value: str, kind: DocumentKind | None = None) -> str:
    with pytest.raises(PydanticCustomError) as refused:
        checked(value, kind)
    assert not value or value not in refused.value.message(), "a refusal goes to logs; the number must not"
    assert any("\u4e00" <= sign <= "\u9fff" for sign in refused.value.message())
    return refused.value.type


@given(
    st.sampled_from(PROVINCES), st.integers(0, 9999), st.dates(date(1900, 1, 1), date(2026, 11, 1)),
    st.integers(0, 999),
)  # fmt: skip
def test_any_county_of_any_province_and_any_past_birthday_is_a_resident(province, county, born, serial):
    """Half of all counties of today did not exist when those born before 1980 were registered."""
    value = number(f"{province}{county:04d}", f"{born:%Y%m%d}", serial)
    assert checked(value) == value
    assert kind_of(value) is DocumentKind.RESIDENT_ID


@pytest.mark.parametrize("place", ["130123", "441900", "310115", "110000", "659999"])
@pytest.mark.parametrize("born", ["19500101", "19640810", "19700810"])
def test_renamed_and_unlisted_counties_refuse_nobody(place, born):
    assert checked(number(place, born))


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x", " 110105 19491231 002X ", "110105\u300019491231\u3000002X",
        "１１０１０５１９４９１２３１００２Ｘ", "110105\u200b19491231002X",
    ],
)  # fmt: skip
def test_the_ways_people_write_it_are_one_number(written):
    assert checked(written) == "11010519491231002X"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("110105194912310021", "id_number_invalid"), (number("990101", "19800101"), "id_number_province"),
        (number("160101", "19800101"), "id_number_province"), (number("110105", "18500101"), "id_number_birthday"),
        (number("110105", "20990101"), "id_number_birthday"), (number("110105", "19800230"), "id_number_birthday"),
        (number("110105", "00000000"), "id_number_birthday"), ("1101051949123100", "id_number_length"),
        ("", "id_number_length"), ("11010519491231002Y", "id_number_length"), ("张三", "id_number_length"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٨", "id_number_length"),
    ],
)  # fmt: skip
def test_each_rule_refuses_by_its_own_code(value, code):
    assert refusal(value) == code


def test_somebody_born_today_is_a_person_and_one_born_tomorrow_a_mistake():
    day = today(datetime.now(UTC))
    assert checked(number("110105", f"{day:%Y%m%d}"))
    assert refusal(number("110105", f"{day + timedelta(days=2):%Y%m%d}")) == "id_number_birthday"


@pytest.mark.parametrize("place", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macao_and_taiwan(place):
    value = number(place, "19900101")
    assert kind_of(value) is DocumentKind.RESIDENCE_PERMIT
    assert checked(value) == checked(value, DocumentKind.RESIDENCE_PERMIT) == value
    assert refusal(value[:-1] + ("1" if value[-1] != "1" else "2")) == "id_number_invalid"


def test_a_residents_number_is_no_residence_permit():
    assert refusal(number("110105", "19900101"), DocumentKind.RESIDENCE_PERMIT) == "id_number_province"


def test_the_foreigners_card_of_both_formats():
    new = number("911840", "19810803")
    assert kind_of(new) is kind_of("CAN110081080310") is DocumentKind.PERMANENT_RESIDENCE
    assert checked(new) == new
    assert checked("can110081080310") == "CAN110081080310"
    assert refusal(number("999840", "19810803")) == "id_number_province"
    assert refusal("CAN11008108031", DocumentKind.PERMANENT_RESIDENCE) == "id_number_length"


def test_the_foreigners_card_may_end_with_x_and_its_birthday_is_eight_digits():
    ends = {checked(number("911840", born, serial))[-1] for serial in range(30) for born in ("19810803", "19811231")}
    assert "X" in ends


def test_the_first_day_that_a_holder_may_be_born_is_in_1900():
    assert checked(number("110105", "19000101"))
    assert refusal(number("110105", "18991231")) == "id_number_birthday"


@pytest.mark.parametrize("value", ["11010549123100", "1101054912310021", "11010549123100X", ""])
def test_an_old_card_has_fifteen_digits(value):
    assert refusal(value, DocumentKind.RESIDENT_ID_15) == "id_number_length"


def test_passports_and_the_fifteen_digits_of_old_archives():
    assert checked("e12345678", DocumentKind.PASSPORT) == "E12345678"
    assert refusal("ABCDEF", DocumentKind.PASSPORT) == "passport_invalid"
    assert refusal("E1234-5678", DocumentKind.PASSPORT) == "passport_invalid"
    assert kind_of("110105491231002") is DocumentKind.RESIDENT_ID_15
    assert checked("110105491231002")
    assert refusal("110105491331002") == "id_number_birthday"


def test_who_has_no_document_has_no_number():
    assert checked("", DocumentKind.NONE) == ""
    assert refusal("110105491231002", DocumentKind.NONE) == "id_number_unexpected"


@pytest.mark.parametrize("body", ["91110000600037341", "N2110105MA0000001", "54110105000000001", "H1110105MA0000001"])
def test_a_credit_code_is_its_format_and_its_check_digit(body):
    code = body + uscc.calc_check_digit(body)
    assert checked_credit_code(f" {code.lower()} ") == checked_credit_code(f"{code[:8]}-{code[8:]}") == code
    assert bool(credit_code_warnings(code)) == (body[0] == "H")


def test_a_credit_code_with_a_wrong_check_digit_or_letter_is_refused():
    for wrong in ("91110000600037341K", "9111000060003734IL", "911100006000373"):
        with pytest.raises(PydanticCustomError) as refused:
            checked_credit_code(wrong)
        assert refused.value.type == "credit_code_invalid"


@pytest.mark.parametrize(
    ("held", "kind", "born"),
    [
        ("11010519491231002X", None, date(1949, 12, 31)),
        ("110105491231002", None, date(1949, 12, 31)),
        (number("810000", "19900101"), None, date(1990, 1, 1)),
        ("CAN110081080310", None, None),
        ("E12345678", DocumentKind.PASSPORT, None),
        ("", DocumentKind.NONE, None),
    ],
)
def test_a_number_shows_the_day_of_birth_or_nothing(held, kind, born):
    assert birthday_of(held, kind) == born

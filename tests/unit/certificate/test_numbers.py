"""Certificate numbers and verification codes."""

import base64

from certificate_svc.certificates import numbers
from hypothesis import given
from hypothesis import strategies as st
from servicekit.codes import verification_code

REGIONS = st.from_regex(r"[0-9]{12}", fullmatch=True)
ITEMS = st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True)
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(REGIONS, st.integers(2020, 2099), ITEMS, st.integers(1, 99_999), st.data())
def test_one_wrong_character_or_two_swapped_neighbours_are_noticed(region, year, item, serial, data):
    number = numbers.number(region, year, item, serial)
    assert numbers.number_is_valid(number)
    signs = list(number)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(signs) if sign != "-"]))
    signs[place] = data.draw(st.sampled_from([sign for sign in SIGNS if sign != signs[place]]))
    assert not numbers.number_is_valid("".join(signs))
    swapped = list(number.replace("-", ""))
    place = data.draw(st.integers(0, len(swapped) - 2))
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    assert numbers.number_is_valid("".join(swapped)) == ("".join(swapped) == number.replace("-", ""))


def test_verification_codes_carry_eighty_bits_and_do_not_repeat():
    codes = {verification_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(base64.b32decode(code)) for code in codes} == {10}

"""Certificate numbers, verification codes and QR payloads."""

import base64
from datetime import date

from certificate_svc.certificates import numbers
from certificate_svc.certificates.models import Certificate
from certificate_svc.personal import Personal
from hypothesis import given
from hypothesis import strategies as st
from servicekit.codes import verification_code
from servicekit.signing import Signer

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


def test_a_qr_payload_holds_no_clear_personal_data_and_notices_every_change():
    signer, stranger = (Signer(base64.b64encode(letter * 32).decode()) for letter in (b"a", b"b"))
    certificate = Certificate(
        number="990101001201-2026-AC01-00001-K", issued_on=date(2026, 3, 2), verification_code="MZXW6YTBOI4DQMJS"
    )
    person = Personal(name="张三丰", id_number="11010519491231002X")
    payload = numbers.qr_payload(certificate, person, signer)
    _, facts, _ = payload.split(".")
    shown = base64.urlsafe_b64decode(facts + "==").decode()
    assert "张*丰" in shown
    assert "张三丰" not in shown
    assert "11010519491231002X" not in shown
    assert numbers.qr_is_genuine(payload, signer.public_key)
    assert not numbers.qr_is_genuine(payload, stranger.public_key)
    assert not numbers.qr_is_genuine(payload.replace("SB1", "SB2"), signer.public_key)
    assert not numbers.qr_is_genuine("SB1.nonsense", signer.public_key)

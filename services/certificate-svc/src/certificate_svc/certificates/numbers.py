"""What is printed on a certificate: its number, its verification code, and the signed QR payload."""

import base64

import orjson
from servicekit.signing import Signer, verify
from stdnum.iso7064 import mod_37_2

from certificate_svc.certificates.models import Certificate
from certificate_svc.personal import Personal, masked_number

_VERSION = "SB1"


def number(region: str, year: int, item: str, serial: int) -> str:
    """Village, year, item, serial and a check character: 990101001201-2026-AC01-00017-K.

    ISO 7064 MOD 37-2 (0-9, A-Z, *) notices every wrong character and every two swapped neighbours; MOD 37,36 does not.
    """
    body = f"{region}-{year}-{item}-{serial:05d}"
    return f"{body}-{mod_37_2.calc_check_digit(body.replace('-', ''))}"


def number_is_valid(number: str) -> bool:
    """Whether a number was read or typed without a slip."""
    return bool(mod_37_2.is_valid(number.replace("-", "")))


def qr_payload(certificate: Certificate, person: Personal, signer: Signer) -> str:
    """What the QR code holds: number, day, code and masked holder, signed, so that it is checked without a network."""
    facts = [
        certificate.number, certificate.issued_on, certificate.verification_code, person.masked_name,
        masked_number(person.id_number, head=0).lstrip("*"),
    ]  # fmt: skip
    body = f"{_VERSION}.{base64.urlsafe_b64encode(orjson.dumps(facts)).rstrip(b'=').decode()}"
    return f"{body}.{signer.sign(body.encode())}"


def qr_is_genuine(payload: str, public_key: str) -> bool:
    """The offline check that anyone can make with the published key."""
    body, _, signature = payload.rpartition(".")
    return body.startswith(_VERSION + ".") and verify(public_key, body.encode(), signature)

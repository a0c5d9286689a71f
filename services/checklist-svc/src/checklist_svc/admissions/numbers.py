"""Admission numbers: county, year, serial and a check digit; signed, so that a changed record shows."""

import re
from collections.abc import Sequence
from datetime import date

from countykit.workdays import today
from servicekit.signing import Signer, verify
from servicekit.transaction import Transaction
from stdnum.iso7064 import mod_11_10

from checklist_svc.admissions import repository
from checklist_svc.admissions.models import Admission

_SHAPE = re.compile(r"^\d{6}-\d{4}-\d{6}-\d$")


def compose(county: str, year: int, serial: int) -> str:
    """The number, for instance 990101-2026-000017-4; its last digit is the ISO 7064 MOD 11,10 check digit."""
    body = f"{county[:6]}-{year}-{serial:06d}"
    return f"{body}-{mod_11_10.calc_check_digit(body.replace('-', ''))}"


async def draw(tx: Transaction, admission: Admission) -> None:
    """Give an admission its number, the next of its county and year, unless it started with one.

    Either way the grants of a county follow one another from here on.
    """
    county, year = admission.region[:6], today(tx.now).year
    if admission.number is None:
        admission.number = compose(admission.region, year, await repository.next_serial(tx, county, year))
        return
    await repository.lock_series(tx, county, year)
    admission.emergency_signature = admission.emergency_signature or admission.signature


def well_formed(number: str) -> bool:
    """Whether the number has the shape and the check digit of an admission number."""
    return bool(_SHAPE.match(number)) and bool(mod_11_10.is_valid(number.replace("-", "")))


def message(admission: Admission) -> bytes:
    """What the signature covers: anyone who holds the public key can put it together from the public answer."""
    first, last = admission.starts_on.isoformat(), _day(admission.valid_until)
    lines = [admission.number or "", admission.title, admission.department, first, last]
    if admission.regions or admission.work_form or admission.quantity:
        lines += [",".join(admission.regions), admission.work_form or "", admission.quantity or ""]
    return "\n".join(lines).encode()


def sign(admission: Admission, signer: Signer) -> str:
    """The signature over a granted admission."""
    return signer.sign(message(admission))


def genuine(admission: Admission, public_keys: Sequence[str], shown_signature: str | None = None) -> bool:
    """Whether the stored record, and the signature that somebody showed, are what was signed.

    A grant signs the number of an emergency anew: what was shown before stays genuine. `public_keys` are those of the
    present key and of all keys that signed before it.
    """
    signed = message(admission)
    stored = admission.signature or ""
    signed_by_us = any(verify(key, signed, stored) for key in public_keys)
    return signed_by_us and shown_signature in (None, stored, admission.emergency_signature)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

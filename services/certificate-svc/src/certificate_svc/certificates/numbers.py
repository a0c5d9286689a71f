"""The numbers of certificates."""

from stdnum.iso7064 import mod_37_2


def number(region: str, year: int, item: str, serial: int) -> str:
    """Village, year, item, serial and a check character: 990101001201-2026-AC01-00017-K.

    ISO 7064 MOD 37-2 (0-9, A-Z, *) notices every wrong character and every two swapped neighbours; MOD 37,36 does not.
    """
    body = f"{region}-{year}-{item}-{serial:05d}"
    return f"{body}-{mod_37_2.calc_check_digit(body.replace('-', ''))}"


def number_is_valid(number: str) -> bool:
    """Whether a number was read or typed without a slip."""
    return bool(mod_37_2.is_valid(number.replace("-", "")))

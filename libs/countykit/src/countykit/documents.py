"""Numbers by which a person or a body is known: which rules decide, and what is only a warning.

A rule here comes from a published standard. No library's table of places decides about anybody: counties are merged and
renamed, and a number keeps the county in which its holder was registered at birth.
"""

import re
import unicodedata
from datetime import UTC, date, datetime

from contracts.titles import TitledEnum
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from countykit.workdays import today

RESIDENT_PROVINCES = frozenset(
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    }
)  # fmt: skip
"""The first two digits of a resident's number (GB/T 2260)."""
_PERMIT_PROVINCES = frozenset({"81", "82", "83"})
"""Those of the residence permits of people from Hong Kong, Macao and Taiwan."""
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_FIFTEEN = re.compile(r"\d{15}")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,15}")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_AUTHORITIES = frozenset("123456789ANY")
_FIRST_YEAR = 1900


class DocumentKind(TitledEnum, name="document_kind", title_zh="证件种类"):
    """By which document an applicant is known."""

    RESIDENT_ID = "resident_id", "居民身份证"
    """居民身份证 (GB 11643-1999)."""
    RESIDENT_ID_15 = "resident_id_15", "15位居民身份证号"
    """The 15 digits of the first generation of that card, as old archives have them."""
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    """港澳台居民居住证: 81, 82 or 83, otherwise as GB 11643 (国办发〔2018〕81号)."""
    PERMANENT_RESIDENCE = "permanent_residence", "外国人永久居留身份证"
    """外国人永久居留身份证: 18 characters that begin with 9 since 2023-12-01, three letters and 12 digits before."""
    PASSPORT = "passport", "护照"
    NONE = "none", "无证件"
    """No document, with a reason: somebody whose household registration is not settled may still need a certificate."""


def folded(number: str) -> str:
    """A number as it is stored: half width, capital letters, without blanks and invisible characters."""
    plain = unicodedata.normalize("NFKC", number)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf").upper()


def kind_of(number: str) -> DocumentKind:
    """The kind that a folded number shows by its shape; whatever shows none is taken for a resident's."""
    if _OLD_PERMANENT.fullmatch(number) or (_EIGHTEEN.fullmatch(number) and number[0] == "9"):
        return DocumentKind.PERMANENT_RESIDENCE
    if _FIFTEEN.fullmatch(number):
        return DocumentKind.RESIDENT_ID_15
    if _EIGHTEEN.fullmatch(number) and number[:2] in _PERMIT_PROVINCES:
        return DocumentKind.RESIDENCE_PERMIT
    return DocumentKind.RESIDENT_ID


def checked(number: str, kind: DocumentKind | None = None) -> str:
    """The folded number, checked by the rules of its kind; the kind is seen from the number unless it is told.

    Raises PydanticCustomError with a code of its own for each rule. The text never repeats the number.
    """
    number = folded(number)
    match kind or kind_of(number):
        case DocumentKind.PASSPORT:
            _require(_PASSPORT, number, "passport_invalid", "护照号码应为 5 至 15 位字母和数字")
        case DocumentKind.RESIDENT_ID_15:
            _require(_FIFTEEN, number, "id_number_length", "一代身份证号码应为 15 位数字")
            _check_province(number[:2])
            _check_birthday("19" + number[6:12])
        case DocumentKind.PERMANENT_RESIDENCE:
            _check_permanent_residence(number)
        case DocumentKind.RESIDENCE_PERMIT:
            _check_eighteen(number)
            if number[:2] not in _PERMIT_PROVINCES:
                raise PydanticCustomError("id_number_province", "港澳台居民居住证号码应以 81、82 或 83 开头")
        case DocumentKind.RESIDENT_ID:
            _check_eighteen(number)
        case DocumentKind.NONE:
            if number:
                raise PydanticCustomError("id_number_unexpected", "已选择无证件，不应填写证件号码")
    return number


def birthday_of(number: str, kind: DocumentKind | None = None) -> date | None:
    """The day of birth that a checked number shows; None for passports, old permanent residence cards and no number."""
    match kind or kind_of(number):
        case DocumentKind.RESIDENT_ID_15:
            return _day("19" + number[6:12])
        case DocumentKind.RESIDENT_ID | DocumentKind.RESIDENCE_PERMIT:
            return _day(number[6:14])
        case DocumentKind.PERMANENT_RESIDENCE if _EIGHTEEN.fullmatch(number):
            return _day(number[6:14])
        case _:
            return None


def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _check_eighteen(number: str) -> None:
    _require(_EIGHTEEN, number, "id_number_length", "居民身份证号码应为 18 位：17 位数字和 1 位校验码(GB 11643)")
    _check_province(number[:2])
    _check_birthday(number[6:14])
    _check_digit(number)


def _check_permanent_residence(number: str) -> None:
    if _OLD_PERMANENT.fullmatch(number):
        return
    _require(
        re.compile(r"9\d{16}[\dX]"), number, "id_number_length",
        "外国人永久居留身份证号码应为 9 开头的 18 位，旧版为 3 位字母加 12 位数字",
    )  # fmt: skip
    _check_province(number[1:3])
    _check_birthday(number[6:14])
    _check_digit(number)


def _require(shape: re.Pattern[str], number: str, code: str, detail: str) -> None:
    if not shape.fullmatch(number) or not number.isascii():
        raise PydanticCustomError(code, detail)


def _check_province(digits: str) -> None:
    if digits not in RESIDENT_PROVINCES | _PERMIT_PROVINCES:
        raise PydanticCustomError("id_number_province", "证件号码中的省级行政区划代码不存在(GB/T 2260)")


def _check_birthday(digits: str) -> None:
    try:
        born = _day(digits)
    except ValueError:
        raise PydanticCustomError("id_number_birthday", "证件号码中的出生日期不存在") from None
    if born.year < _FIRST_YEAR or born > today(datetime.now(UTC)):
        raise PydanticCustomError("id_number_birthday", "证件号码中的出生日期不得早于 1900 年，也不得晚于今天")


def _check_digit(number: str) -> None:
    if not mod_11_2.is_valid(number):
        raise PydanticCustomError("id_number_invalid", "证件号码的校验码不符，请核对(GB 11643)")


def checked_credit_code(code: str) -> str:
    """The folded 统一社会信用代码, by its format and check digit (GB 32100-2015); raises PydanticCustomError."""
    code = folded(code).replace("-", "")
    if not _CREDIT_CODE.fullmatch(code) or uscc.calc_check_digit(code[:17]) != code[-1]:
        raise PydanticCustomError("credit_code_invalid", "统一社会信用代码的格式或校验码不符(GB 32100-2015)")
    return code


def credit_code_warnings(code: str) -> list[str]:
    """What is unusual about a valid code; nobody is refused for it, because the table of authorities grows."""
    return [] if code[0] in _AUTHORITIES else ["统一社会信用代码首位不是已知的登记管理部门代码，请核对"]

"""Everything that is printed on one certificate, as it was when it was issued."""

import hashlib
import unicodedata
from base64 import b32encode
from datetime import date
from typing import Any

from countykit.written import chinese_day
from pydantic import BaseModel

_DIGEST_BYTES = 16


class Fact(BaseModel):
    """One fact of the text that somebody could change to their advantage: a day, a number, a place, a relation."""

    label: str
    value: str


class FactCheck(BaseModel):
    """Who looked into the facts, when and how."""

    by: str
    on: date
    method: str
    findings: str = ""
    """What they found, for whoever approves; it is not printed."""

    @property
    def line(self) -> str:
        """What the paper says of it."""
        return f"核实方式：{self.method}，核实人{self.by}，{chinese_day(self.on)}。"


class Paper(BaseModel):
    """What stands on the paper besides number, day of issue and code; kept sealed with the person."""

    title: str
    issuer: str
    wording: str | None
    """Code and version of the wording; None where the text was written for this one certificate."""
    paragraphs: list[str]
    remark: str | None
    facts: list[Fact]
    purpose: str
    demander: str
    valid_until: date
    check: FactCheck

    @property
    def printed(self) -> str:
        """All signs of the paper besides those of numbers and days."""
        return self.model_dump_json(exclude={"check": {"findings"}})

    def content(self, issued_on: date) -> dict[str, Any]:
        """What the page is filled with, besides number and code."""
        return {
            **self.model_dump(include={"paragraphs", "remark", "purpose", "demander"}),
            "day": chinese_day(issued_on), "valid_until": chinese_day(self.valid_until),
            "check_by": self.check.by, "check_on": chinese_day(self.check.on), "check_method": self.check.method,
        }  # fmt: skip

    def lines(self, number: str, issued_on: date) -> list[str]:
        """All that the digest covers, in the order of the paper."""
        return [
            number, self.title, *self.paragraphs, *([self.remark] if self.remark else []), self.check.line,
            self.issuer, chinese_day(issued_on), self.purpose, self.demander, chinese_day(self.valid_until),
        ]  # fmt: skip


def digest_of(lines: list[str]) -> str:
    """26 characters of base32 over the text without blanks and in one form of letters (SHA-256, 128 bits of it).

    Whoever has the paper can type its text and get the same, whatever the lines and the width of the signs.
    """
    text = "".join("".join(unicodedata.normalize("NFKC", line).split()) for line in lines)
    return b32encode(hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]).decode().rstrip("=")

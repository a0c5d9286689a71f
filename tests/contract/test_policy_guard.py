"""docs/policy-guard.md says of each shipped rule whether it is enforced, flagged or neither, with its test."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from countykit.rules import rules
from supervision_svc.clauses import every_clause

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (?P<code>[A-Z]{3}-\d\d) [^|]+ \| (?P<mark>[^|]*) \| (?P<how>[^|]+) \| (?P<test>[^|]*) \|$")
_LEAD = re.compile(
    r"Of the (\d+) rules (\d+) are enforced \(E: [^)]+\), (\d+) are flagged \(F: [^)]+\),\s+and (\d+) are neither"
)


class Row(NamedTuple):
    code: str
    mark: str
    how: str
    test: str


def section() -> str:
    return (ROOT / "docs" / "policy-guard.md").read_text().partition("## The rules, one by one")[2]


ROWS = [Row(*found.groups()) for line in section().splitlines() if (found := _ROW.match(line))]


def test_each_rule_has_exactly_one_row():
    assert [row.code for row in ROWS] == list(every_clause()) == [rule.code for rule in rules()]
    assert len(ROWS) == 62


def test_the_lead_counts_the_rows():
    found = _LEAD.search(section())
    assert found is not None
    marks = Counter(row.mark for row in ROWS)
    assert [int(number) for number in found.groups()] == [len(ROWS), marks["E"], marks["F"], marks["N"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_what_is_enforced_or_flagged_names_its_test_and_the_codes_that_exist(row):
    assert row.mark in {"E", "F", "N"}
    if row.mark == "N":
        assert (row.test, len(row.how) > 8 or row.how == "the same") == ("", True)
        return
    named = re.fullmatch(r"`(tests/[\w/]+\.py)`", row.test)
    assert named is not None, row.test
    assert (ROOT / named[1]).is_file(), named[1]
    assert [code for code in re.findall(r"`(\w+)`", row.how) if code not in _spoken()] == []


@cache
def _spoken() -> set[str]:
    """The words that the services and libraries say or name."""
    sources = (path for folder in ("services", "libs") for path in (ROOT / folder).rglob("*.py"))
    return {word for path in sources for word in re.findall(r"\w+", path.read_text())}

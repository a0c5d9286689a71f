"""How documents write days and numbers."""

from datetime import date

import pytest
from countykit.written import chinese_day, chinese_number


@pytest.mark.parametrize(
    ("number", "characters"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (35, "三十五")],
)
def test_paragraphs_are_numbered_in_characters(number, characters):
    assert chinese_number(number) == characters


def test_days_are_written_without_leading_zeros():
    assert chinese_day(date(2025, 3, 7)) == "2025年3月7日"

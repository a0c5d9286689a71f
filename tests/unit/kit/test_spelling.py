"""What is typed in letters is read as pinyin: by initials, by syllables, in each reading of a character."""

import re

import pytest
from servicekit.spelling import pattern_of


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lhc", "青石镇柳河村党支部"), ("liuhe", "柳河村"), ("liuhec", "柳河村"), ("liuhecun", "柳河村"),
        ("changsha", "长沙路"), ("zhangsha", "长沙路"), ("xian", "西安路"), ("xian", "县城"),
        ("lvhua", "绿化带"), ("luhua", "绿化带"),
        ("青石z", "青石镇"), ("a级", "A级村"), ("ajc", "A级村"), ("pl07", "规格 PL07"), ("(x", "(县)"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_typed(typed, name):
    assert re.search(pattern_of(typed), name, re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("lhc", "柳河镇"), ("liuhec", "柳河镇"), ("liuhecu", "柳河乡"), ("a级", "乙级"), ("l.c", "柳河村")],
)
def test_another_name_is_not(typed, name):
    assert not re.search(pattern_of(typed), name, re.IGNORECASE)


@pytest.mark.parametrize("typed", ["柳河", "2026", "〔2026〕12号", "%"])
def test_what_has_no_letters_is_no_pinyin(typed):
    assert pattern_of(typed) is None


@pytest.mark.parametrize("typed", ["xianan" * 10, "a" * 60, "yjz " * 15, "ana" * 19 + "vvv", "z" * 60])
def test_nothing_that_fits_into_a_query_makes_a_large_pattern(typed):
    assert len(pattern_of(typed)) < 60_000

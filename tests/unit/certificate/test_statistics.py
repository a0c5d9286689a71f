"""Public counts lead to nobody: every number is a sum of parts of three or more."""

from certificate_svc.statistics.parts import LEAST, parted
from hypothesis import example, given
from hypothesis import strategies as st

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 9), max_size=8)


@given(COUNTS, st.integers(0, 9))
def test_parts_make_up_the_total_and_none_is_small(counts, others):
    parts, total = parted(counts, others), sum(counts.values()) + others
    if parts is None:
        assert total < LEAST
        return
    assert sum(parts.shown.values()) + parts.rest == total
    assert all(count >= LEAST and counts[key] == count for key, count in parts.shown.items())
    assert parts.rest == 0 or parts.rest >= LEAST


def ways(size, many, most):
    """How many ways there are to share a sum out to so many, each with one or more."""
    if many == 0:
        return int(size == 0)
    return sum(ways(size - first, many - 1, most) for first in range(1, min(most, size) + 1))


@given(COUNTS)
@example({"a": 1, "b": 1, "c": 1, "d": 5})
def test_a_rest_can_be_shared_out_in_more_than_one_way(counts):
    parts = parted(counts)
    if parts is None or not parts.shown or not parts.rest:
        return
    hidden = [count for key, count in counts.items() if count and key not in parts.shown]
    assert len(hidden) > 1
    most = LEAST - 1 if all(count < LEAST for count in hidden) else parts.rest
    assert ways(sum(hidden), len(hidden), most) > 1


def test_a_difference_of_the_total_and_its_parts_reveals_no_cell():
    assert parted({"青石镇": 5, "白水镇": 1}).shown == {}
    parts = parted({"青石镇": 9, "白水镇": 4, "河口镇": 1})
    assert (parts.shown, parts.rest) == ({"青石镇": 9}, 5)
    both_two = parted({"青石镇": 9, "白水镇": 2, "河口镇": 2})
    assert (both_two.shown, both_two.rest) == ({}, 13)
    assert parted({"青石镇": 2}) is None
    assert parted({"青石镇": 9, "白水镇": 3}).rest == 0

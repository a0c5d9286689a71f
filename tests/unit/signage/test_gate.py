"""The gate before a new board: what the table and the rules allow, by the shipped table."""

import pytest
from contracts.signage import Placement
from signage_svc.hangings.errors import BoardNotListed, BoardToMerge
from signage_svc.hangings.gate import misplaced, overfull, row_of
from signage_svc.plaques.conformity import Yardstick
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.names import fingerprint
from signage_svc.specs.models import PlaqueSpec
from signage_svc.specs.service import shipped

REFUSED = [("妇女之家", BoardToMerge), ("治保会", BoardToMerge), ("供销合作社", BoardNotListed)]


@pytest.fixture(scope="module")
def yardstick():
    return Yardstick(1, [PlaqueSpec(**item.model_dump()) for item in shipped().items], 20, 4)


def outside(spec):
    return Plaque(name=spec, spec=spec, placement=Placement.OUTSIDE)


@pytest.mark.parametrize(("name", "code"), [("退役军人服务站", "PL09"), ("农家书屋", "PL13"), ("综治中心", "PL08")])
def test_a_board_of_the_table_passes_as_its_row(yardstick, name, code):
    assert row_of(yardstick, fingerprint(name)).code == code


@pytest.mark.parametrize(("name", "refusal"), REFUSED)
def test_what_is_merged_or_not_in_the_table_is_refused(yardstick, name, refusal):
    with pytest.raises(refusal):
        row_of(yardstick, fingerprint(name))


@pytest.mark.parametrize(("code", "placement", "refused"), [
    ("PL09", Placement.OUTSIDE, "board_not_outside"), ("PL09", Placement.INSIDE, None),
    ("PL02", Placement.INSIDE, "board_not_inside"), ("PL02", Placement.OUTSIDE, None),
    ("PL07", Placement.OUTSIDE, None),  # a door head may hang outside
    ("PL11", Placement.OUTSIDE, None),  # on premises of its own
])  # fmt: skip
def test_a_board_hangs_where_its_row_says(yardstick, code, placement, refused):
    found = misplaced(yardstick.spec(code), placement)
    assert (found and found.code) == refused


def test_a_fifth_counted_board_is_one_too_many_and_a_door_head_is_not(yardstick):
    four = [outside(code) for code in ("PL01", "PL02", "PL03", "PL04")]
    assert overfull(yardstick, yardstick.spec("PL02"), four).code == "outside_full"
    assert overfull(yardstick, yardstick.spec("PL02"), four[:3]) is None
    assert overfull(yardstick, yardstick.spec("PL05"), four) is None

"""Conformity is computed from measurements against the shipped spec table."""

import pytest
from contracts.signage import Disposal, FlagReason
from signage_svc.plaques.conformity import Yardstick
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.names import fingerprint
from signage_svc.plaques.steps import State
from signage_svc.specs.models import PlaqueSpec
from signage_svc.specs.service import shipped
from wording import tables

SPECS = [PlaqueSpec(**row.model_dump()) for row in shipped().items]
YARDSTICK = Yardstick(number=1, specs=SPECS, tolerance_mm=20, outside_limit=4)
VILLAGE = "990101001201"


def board(name="新时代文明实践站", **changes):
    values = {
        "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红", "text_colour": "白", **changes
    }  # fmt: skip
    spec = YARDSTICK.named(fingerprint(name))
    values.setdefault("spec", spec.code if spec else None)
    return Plaque(region=VILLAGE, name=name, fingerprint=fingerprint(name), **values)


def of(spec, name=None, **changes):
    """A board that is exactly as its spec wants it."""
    row = YARDSTICK.spec(spec)
    values = {
        "placement": row.placement if row.placement != "own_premises" else "outside",
        "width_mm": row.width_mm, "height_mm": row.height_mm, "background": row.background[:1],
        "text_colour": row.text_colour[:1], "spec": spec, **changes,
    }  # fmt: skip
    return board(name or (row.known_as or [row.name])[0], **values)


def kinds(plaque, yardstick=YARDSTICK):
    return [difference.kind for difference in yardstick.differences(plaque)]


def test_the_shipped_table_has_fifteen_rows_that_say_where_they_come_from():
    assert len(SPECS) == 15
    assert {row.provenance for row in SPECS} | {row.spec_provenance for row in SPECS} == set(
        shipped().provenance_values
    )


@pytest.mark.parametrize("spec", [f"PL{n:02}" for n in range(1, 15)])
def test_a_board_made_after_its_row_conforms(spec):
    assert kinds(of(spec)) == []


@pytest.mark.parametrize("row", [row for row in SPECS if row.known_as], ids=lambda row: row.code)
def test_every_row_is_found_by_each_of_its_names_and_by_no_other_rows(row):
    assert {YARDSTICK.named(fingerprint(name)).code for name in row.known_as} == {row.code}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"width_mm": 621}, "size"),
        ({"height_mm": 379}, "size"),
        ({"background": "蓝"}, "background"),
        ({"background": "红白"}, "background"),
        ({"background": "透明"}, "background"),
        ({"text_colour": "黑"}, "text_colour"),
    ],
)
def test_each_way_of_being_off_spec_is_named(change, kind):
    assert kinds(board(**change)) == [kind]


def test_a_board_hangs_outside_only_where_its_row_lets_it():
    assert kinds(of("PL09", placement="outside")) == ["placement"]
    assert kinds(of("PL07", placement="outside")) == []
    assert kinds(of("PL01", placement="inside")) == ["placement"]


def test_the_tolerance_is_a_setting():
    plaque = board(width_mm=620, height_mm=380)
    assert kinds(plaque) == []
    assert kinds(plaque, Yardstick(1, SPECS, tolerance_mm=19, outside_limit=4)) == ["size"]


def test_a_difference_says_what_was_expected_and_what_hangs():
    (difference,) = YARDSTICK.differences(board(width_mm=900))
    assert (difference.expected, difference.actual) == ("600×400", "900×400")


def test_either_of_two_allowed_colours_conforms():
    assert kinds(of("PL05", text_colour="黄色")) == []
    assert kinds(of("PL05", text_colour="白字")) == []
    assert kinds(of("PL05", text_colour="黑")) == ["text_colour"]


def doubt(plaque, yardstick=YARDSTICK):
    found = yardstick.doubted(plaque)
    return None if found is None else (found.kind, found.advice["merge_into"])


def test_a_name_that_the_words_speak_against_is_asked_about_and_never_a_fault():
    assert kinds(board("妇女之家")) == []
    assert doubt(board("妇女之家")) == ("merge", "PL07")
    assert doubt(board("防汛抗旱指挥部")) == ("unlisted", None)
    assert YARDSTICK.doubted(board("妇女之家")).advice["question"] == "这块牌子是否应并入“新时代文明实践站”？"


def test_a_name_is_a_fault_once_a_person_has_found_so_and_none_once_one_has_confirmed_it():
    found = board("妇女之家", flag_reason=FlagReason.NOT_IN_SPEC, state=State.FLAGGED)
    assert (kinds(found), doubt(found)) == (["not_in_spec"], None)
    settled = board("妇女之家", confirmed_by="someone")
    assert (kinds(settled), doubt(settled)) == ([], None)


def test_naming_a_spec_does_not_make_another_board_conform():
    assert doubt(board("妇女之家", spec="PL15")) == ("merge", "PL07")
    assert doubt(board("防汛抗旱指挥部", spec="PL08"))[0] == "name"


def test_what_is_measured_counts_only_where_it_is_certain_which_row_the_board_is():
    assert YARDSTICK.recognised(fingerprint("综合治理中心")).code == "PL08"
    big = board("综合治理中心", spec="PL08", width_mm=900, background="蓝")
    assert (kinds(big), doubt(big)[0]) == ([], "name")
    assert "600×400（现为900×400）" in YARDSTICK.doubted(big).advice["question"]
    assert kinds(board("综合治理中心", spec="PL08", width_mm=900, background="蓝", confirmed_by="someone")) == ["size"]


def test_a_door_plate_carries_any_name_but_that_of_a_board_to_be_merged():
    assert (kinds(of("PL15", name="财务室", background="蓝")), doubt(of("PL15", name="财务室", background="蓝"))) == (
        [],
        None,
    )
    assert doubt(of("PL15", name="禁毒工作站", background="蓝")) == ("merge", "PL08")


LAWFUL = [row for row in tables.rows("texts/boards") if row["lawful"] in ("yes", "inside_only")]


@pytest.mark.parametrize("spec", [None, "own"])
def test_no_lawful_name_of_the_words_texts_is_judged_unlawful_without_a_person(spec):
    told = []
    for row in LAWFUL:
        name = fingerprint(row["name"], ("XX县", "XX镇", "XX村"))
        known = YARDSTICK.recognised(name) if spec else None
        plaque = board(row["name"], spec=known.code if known else None)
        plaque.fingerprint = name
        told += [row["name"] for kind in kinds(plaque) if kind in ("not_in_spec", "name")]
    assert (len(LAWFUL), told) == (130, [])


def test_a_village_with_the_tables_outside_boards_is_told_of_no_fault():
    boards = [of(code) for code in ("PL01", "PL02", "PL03", "PL04", "PL05", "PL06")]
    head = of("PL07", placement="outside", width_mm=2400, height_mm=600)
    assert judged(*boards, head) == [[]] * 7
    assert [YARDSTICK.doubted(plaque) for plaque in (*boards, head)] == [None] * 7


def judged(*plaques, yardstick=YARDSTICK):
    yardstick.judge(plaques)
    return [[difference["kind"] for difference in plaque.differences] for plaque in plaques]


def test_boards_beyond_the_limit_of_their_kind_are_too_many_and_it_is_not_one_of_the_first_bodies():
    bodies = [of("PL01"), of("PL02"), of("PL03"), of("PL04"), of("PL04", name="集体经济合作社")]
    assert judged(*bodies)[:3] == [[], [], []]
    assert sorted(map(len, judged(*bodies)[3:])) == [0, 1]
    heads = [of("PL05"), of("PL07", placement="outside"), of("PL07", placement="outside")]
    assert sorted(map(len, judged(*heads))) == [0, 0, 1]


def test_a_doubtful_board_outside_counts_nowhere_until_somebody_has_answered():
    bodies = [of("PL01"), of("PL02"), of("PL03"), of("PL04")]
    assert judged(board("妇女之家", placement="outside"), *bodies) == [[]] * 5


def test_four_boards_outside_are_not_too_many_and_the_limit_is_a_setting():
    bodies = [of("PL01"), of("PL02"), of("PL03"), of("PL04")]
    assert judged(*bodies) == [[], [], [], []]
    assert judged(*bodies, yardstick=Yardstick(1, SPECS, 20, outside_limit=3))[-1] == ["outside_count"]


def test_boards_on_their_own_premises_do_not_count_against_the_offices():
    assert judged(of("PL01"), of("PL02"), of("PL03"), of("PL04"), of("PL11"), of("PL12")) == [[]] * 6


def test_removed_boards_do_not_count_and_replaced_ones_do():
    bodies = [of("PL01"), of("PL02"), of("PL03"), of("PL04")]
    gone = of("PL01", state=State.DONE, disposal=Disposal.REMOVE)
    last = of("PL04", name="集体经济合作社")
    assert sum(map(len, judged(*bodies, gone, last))) == 1
    assert judged(*bodies[:3], gone, last)[-1] == []
    replaced = of("PL01", state=State.VERIFIED, disposal=Disposal.REPLACE)
    assert sum(map(len, judged(*bodies[:3], replaced, last))) == 1


def test_a_board_that_came_back_counts_once():
    case = of("PL04", state=State.REOPENED, disposal=Disposal.REMOVE)
    again = of("PL04", rebound_of=case.id)
    assert judged(of("PL01"), of("PL02"), of("PL03"), case, again) == [[]] * 5


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("妇女之家", "PL07"), ("青年之家", "PL07"), ("志愿服务站", "PL07"), ("人大代表之家", "PL07"),
        ("治保会", "PL08"), ("法律服务站", "PL08"), ("司法援助站", "PL08"),
        ("矛盾纠纷调处室", "PL08"), ("禁毒工作站", "PL08"),
    ],
)  # fmt: skip
def test_the_seeds_merge_rules_send_each_board_to_one_other(name, spec):
    assert [row.code for row in SPECS if row.may_absorb(name)] == [spec]

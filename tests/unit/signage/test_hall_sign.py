"""The sign of a hall on paper: its size, its colours, and that nothing is cut however much a hall has."""

import pytest
from servicekit.printing.rendering import Format, render
from signage_svc.documents import GUIDE, HALL_SIGN
from signage_svc.halls.errors import SignSpecMissing
from signage_svc.halls.models import AreaKind
from signage_svc.halls.sign import colour, signs_of
from signage_svc.specs.models import PlaqueSpec
from signage_svc.specs.service import shipped

from tests.printed import pages_of, text_of

RED, BLUE = "#c8102e", "#0b5cab"


def area(number, windows=2, **changes):
    return {
        "name": f"第{number}服务区", "short_name": f"服务{number}", "location": "大厅左侧",
        "sign": {"width": 300, "height": 120, "background": BLUE, "ink": "#ffffff"},
        "windows": [
            {"number": str(n), "post": "社会保障岗", "staff_a": "王某", "staff_b": "李某", "matters": ["参保登记"]}
            for n in range(windows)
        ], **changes,
    }  # fmt: skip


def data(*areas, width=1200, height=900):
    return {
        "number": "101001000-BP-2026-0001", "title": "服务功能指引", "issuer": "青石镇", "code": "MZXW6YTBOI4DQMJS",
        "leads_to": "https://songbang.example.cn/places/MZXW6YTBOI4DQMJS", "hall": "青石镇综合服务大厅",
        "sign": {"width": width, "height": height, "background": "#ffffff", "ink": BLUE}, "areas": list(areas),
        "hours": "工作日 9:00—17:00", "address": "青石镇人民路1号", "phone": "",
    }  # fmt: skip


async def test_the_sign_has_the_size_of_the_table_and_each_area_its_short_sign_and_no_staff_on_the_wall():
    made = await render(HALL_SIGN, data(area(1), area(2)), Format.PDF)
    sign, first, second, sheet = pages_of(made, 1)
    assert sign.size == pytest.approx((1200, 900), abs=2)
    assert first.size == second.size == pytest.approx((300, 120), abs=2)
    assert sheet.size == pytest.approx((210, 297), abs=2)
    assert text_of(made).count("王某") == 4  # of the sheet alone: its four windows


@pytest.mark.parametrize(("areas", "windows", "size"), [(1, 0, (1200, 900)), (24, 7, (1200, 900)), (7, 5, (900, 1200))])
async def test_nothing_of_the_sign_is_cut_and_cards_and_foot_never_meet(areas, windows, size):
    width, height = size
    made = await render(
        HALL_SIGN, data(*(area(n, windows) for n in range(areas)), width=width, height=height), Format.PDF
    )
    page = pages_of(made, 1)[0]
    unit = min(size) // 100
    band = page.crop((0, height - 15 * unit, width, height - 14 * unit))  # between the cards and the foot
    assert band.getcolors() == [(band.width * band.height, (255, 255, 255))]
    edge = page.crop((0, 17 * unit, 2 * unit, height))
    assert edge.getcolors() == [(edge.width * edge.height, (255, 255, 255))]
    text = text_of(made)
    assert text.startswith("青石镇综合服务大厅服务功能指引")
    assert all(f"服务{n}大厅左侧" in text for n in range(areas))


def test_colours_are_those_that_the_table_words():
    both = "党建类红色/其他蓝色"
    assert (colour(both, AreaKind.PARTY), colour(both, AreaKind.SERVICE)) == (RED, BLUE)
    assert (colour("白"), colour("红", AreaKind.SERVICE), colour("木色")) == ("#ffffff", RED, BLUE)


def test_the_rows_of_the_signs_are_found_in_the_shipped_table_and_missed_where_a_county_left_them_out():
    rows = [PlaqueSpec(**item.model_dump()) for item in shipped().items]
    assert [row.code for row in signs_of(rows)] == ["PL14", "PL15"]
    with pytest.raises(SignSpecMissing):
        signs_of(rows[:-2])


async def test_a_guide_says_on_one_page_what_to_bring_and_where_to_go():
    made = await render(GUIDE, {
        **data(), "title": "办事指南", "matter": "养老保险参保登记", "materials": [], "steps": ["窗口受理", "当场办结"],
        "lines": [{"label": "办理地点", "value": "综合服务大厅3号窗口"}], "day": "2026年3月2日",
    }, Format.PDF)  # fmt: skip
    (page,) = pages_of(made, 1)
    assert page.size == pytest.approx((210, 297), abs=2)
    assert "不需要提交材料" in text_of(made)

"""What a board is made of and which level demanded it: registered, imported, filtered, exported, brought up to date."""

import csv
import io

import pytest
from contracts.signage import PlaqueUpdated

from .boards import post
from .conftest import VILLAGE

HEAD = ["村代码", "牌子名称", "位置", "宽(毫米)", "高(毫米)", "底色", "字色", "材质", "要求挂牌层级"]


def table(*lines):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *lines])
    return out.getvalue().encode()


def line(name, material, level):
    return [VILLAGE, name, "内部", 600, 400, "红", "白", material, level]


async def sent(client, content, status=200):
    answer = await client.post("/v1/plaques/import", files={"file": ("ledger.csv", content)})
    assert answer.status_code == status, answer.text
    return answer.json()


async def names(client, **query):
    return [each["name"] for each in (await client.get("/v1/plaques", params=query)).json()["items"]]


async def test_levels_come_in_by_their_chinese_names_and_filter_the_list(clerk):
    written = {"妇女之家": "国家级", "青年之家": "省", "农家书屋": "市级", "家长学校": "县", "科普活动室": "乡镇"}
    await sent(clerk, table(*(line(name, "铝合金", level) for name, level in written.items())))
    levels = ("national", "province", "city", "county", "township")
    assert [await names(clerk, level=level) for level in levels] == [[name] for name in written]
    assert await names(clerk, material="木质") == []
    assert len(await names(clerk, material="铝合金", level=["national", "county"])) == 2


async def test_a_level_that_is_none_is_an_error_of_its_row(clerk):
    report = await sent(clerk, table(line("妇女之家", "木质", "村级")), 422)
    assert [(each["row"], each["field"]) for each in report["errors"]] == [(2, "level")]


async def test_an_export_carries_both_and_brings_them_up_to_date(svc, clerk):
    plaque = await post(clerk, "", dict(zip(_FIELDS, line("妇女之家", None, None)[:7], strict=True)), 201)
    assert (plaque["material"], plaque["level"]) == (None, None)
    exported = (await clerk.get("/v1/plaques", headers={"accept": "text/csv"})).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(exported)))
    rows[1][rows[0].index("材质")], rows[1][rows[0].index("要求挂牌层级")] = "不锈钢", "县级"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert (await sent(clerk, out.getvalue().encode()))["updated"] == 1
    now = (await clerk.get(f"/v1/plaques/{plaque['id']}")).json()
    assert (now["material"], now["level"]) == ("不锈钢", "county")
    (event,) = await svc.events(PlaqueUpdated)
    assert event["data"] == {"fields": ["material", "level"]}
    again = (await clerk.get("/v1/plaques", headers={"accept": "text/csv"})).content.decode("utf-8-sig")
    assert "不锈钢" in again
    assert "县级" in again


@pytest.mark.parametrize("material", ["", "很长的材质" * 5])
async def test_a_material_is_a_short_word(clerk, material):
    body = dict(zip(_FIELDS, line("妇女之家", None, None)[:7], strict=True)) | {"material": material}
    assert (await clerk.post("/v1/plaques", json=body)).status_code == 422


_FIELDS = ("region", "name", "placement", "width_mm", "height_mm", "background", "text_colour")

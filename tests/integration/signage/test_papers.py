"""What signage prints beside signs and guides: code sheets, disposal orders, field ledgers."""

from countykit.identity import Role

from tests.printed import pages_of, text_of

from .boards import order, register
from .conftest import VILLAGE
from .rounds import OPENING, act


async def printed(client, path):
    answer = await client.get(f"/v1/{path}/document")
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_a_village_has_one_sheet_with_its_code(clerk):
    label = (await clerk.post("/v1/labels", json={"region": VILLAGE})).json()
    text = text_of(await printed(clerk, f"labels/{label['id']}"))
    assert all(words in text for words in ("柳河村", "扫码说一声", label["code"]))


async def test_a_disposal_order_says_what_by_when_and_at_what_cost_and_only_where_one_was_given(clerk):
    plain = await register(clerk, name="会议室")
    none = await clerk.get(f"/v1/plaques/{plain['id']}/document")
    assert (none.status_code, none.json()["code"]) == (409, "disposal_not_ordered")
    ordered = await order(clerk)
    text = text_of(await printed(clerk, f"plaques/{ordered['id']}"))
    assert all(words in text for words in ("牌子处置单", "妇女之家", "摘除", "处置期限", "功能不符"))


async def test_a_field_ledger_has_a_page_for_each_village_and_is_not_given_to_villages(svc, clerk):
    await register(clerk, name="农家书屋")
    survey = await act(clerk, "surveys", OPENING, 201)
    content = await printed(clerk, f"surveys/{survey['id']}")
    assert len(pages_of(content, 1)) == 2
    assert all(words in text_of(content) for words in ("农家书屋", "上营村"))
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await village.get(f"/v1/surveys/{survey['id']}/document")).status_code == 403

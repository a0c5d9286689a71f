"""Boards are found by what their names sound like."""

from countykit.identity import Role

from .boards import register
from .conftest import TOWNSHIP


async def test_boards_are_found_by_initials_and_by_pinyin(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        await register(client, name="妇女之家")
        await register(client, name="农家书屋")
        for typed, names in (("fnzj", ["妇女之家"]), ("nongjia", ["农家书屋"]), ("书w", ["农家书屋"]), ("zzz", [])):
            rows = (await client.get("/v1/plaques", params={"q": typed})).json()["items"]
            assert [row["name"] for row in rows] == names, typed
        found = (await client.get("/v1/search", params={"q": "fnzj"})).json()["found"]
    assert [each["name"] for each in found] == ["妇女之家"]

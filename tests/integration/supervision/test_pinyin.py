"""Programmes are found by what their titles sound like."""

from countykit.identity import Role

from .test_programmes import PROGRAMME, programmes

__all__ = ["programmes"]


async def test_programmes_are_found_by_initials_and_by_pinyin(programmes):
    await programmes.filed()
    for typed, count in (("slxgf", 1), ("guifancunji", 1), ("qqq", 0)):
        rows = (await programmes.story.get(Role.COUNTY_OFFICE, f"/v1/programmes?q={typed}")).json()["items"]
        assert [row["title"] for row in rows] == [PROGRAMME["title"]] * count, typed

"""Items of the county's own list are found by what their names sound like."""

from .test_countys_list import OWN, bodies, proposed

__all__ = ["bodies"]


async def test_proposals_are_found_by_initials_and_by_pinyin(bodies):
    await proposed(bodies["D105"])
    for typed, names in (("zjdsy", [OWN["name"]]), ("zhaijidi", [OWN["name"]]), ("qs01", [OWN["name"]]), ("zz", [])):
        rows = (await bodies["D105"].get("/v1/list-proposals", params={"q": typed})).json()["items"]
        assert [row["name"] for row in rows] == names, typed

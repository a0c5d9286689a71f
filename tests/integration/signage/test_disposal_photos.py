"""A disposal is verified by a picture of the wall afterwards, taken by who did it or who looks."""

import pytest
from countykit.identity import Role

from .boards import order, photograph, post, take_down, verify
from .conftest import VILLAGE

SEEN = {"decision": "accepted", "reason": "现场核验"}


async def refused(client, plaque):
    answer = await client.post(f"/v1/plaques/{plaque['id']}/verification", json=SEEN)
    return answer.status_code, answer.json()["code"]


async def files_of(client, plaque):
    return (await client.get(f"/v1/plaques/{plaque['id']}/attachments")).json()["items"]


@pytest.mark.parametrize("who", ["clerk", "inspector"])
async def test_a_disposal_is_verified_once_a_picture_shows_the_wall_afterwards(clerk, inspector, who):
    done = await take_down(clerk)
    for kind in (None, "before"):
        if kind:
            await photograph(clerk, done, kind)
        assert await refused(inspector, done) == (409, "disposal_unseen")
    await photograph({"clerk": clerk, "inspector": inspector}[who], done)
    assert [each["kind"] for each in await files_of(inspector, done)] == ["before", "after"]
    assert (await post(inspector, f"/{done['id']}/verification", SEEN))["state"] == "verified"


async def test_what_is_not_done_is_sent_back_without_a_picture(clerk, inspector):
    assert (await verify(inspector, await take_down(clerk), accepted=False))["state"] == "reopened"


async def test_a_picture_of_an_earlier_disposal_shows_nothing_of_the_next(clerk, inspector):
    done = await take_down(clerk)
    await photograph(clerk, done)
    await verify(inspector, done, accepted=False)
    await post(clerk, f"/{done['id']}/disposal", {"kind": "remove", "reason": "重新拆除"})
    await post(clerk, f"/{done['id']}/completion", {"note": "已重新拆除"})
    assert await refused(inspector, done) == (409, "disposal_unseen")
    assert (await verify(inspector, done))["state"] == "verified"


async def test_a_picture_may_be_added_before_the_disposal_is_reported(clerk, inspector):
    ordered = await order(clerk)
    await photograph(clerk, ordered)
    await post(clerk, f"/{ordered['id']}/completion", {"note": "已拆除"})
    assert (await post(inspector, f"/{ordered['id']}/verification", SEEN))["state"] == "verified"


async def test_only_a_picture_of_a_board_is_said_to_show_something(svc, clerk):
    plaque = await order(clerk)
    path = f"/v1/plaques/{plaque['id']}/attachments"
    for content, kind in ((b"%PDF-1.4 broken", "after"), (b"\x89PNG\r\n\x1a\n", "meanwhile")):
        answer = await clerk.post(path, content=content, params={"kind": kind})
        assert answer.status_code == 422, answer.text
    answer = await clerk.post(path, content=await _picture(clerk, plaque), params={"kind": "meanwhile"})
    assert (answer.status_code, answer.json()["code"]) == (422, "attachment_kind")
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub="village") as village:
        await photograph(village, plaque, "before")  # it may, and is never asked to


async def _picture(client, plaque):
    href = await photograph(client, plaque)
    return (await client.get(href.removeprefix("/api/signage"))).content

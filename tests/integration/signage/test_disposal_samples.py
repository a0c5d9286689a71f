"""A drawn sample of disposals: some are looked at, and a failure weighs on what nobody looked at."""

from contracts.disposal_samples import DisposalSampleConcluded
from contracts.signage import PlaqueVerified
from countykit.identity import Role
from signage_svc.disposal_samples.models import discount, lots

from .boards import photograph, post, take_down, verify
from .conftest import TOWNSHIP

DRAW = {"region": TOWNSHIP, "size": 2}
NAMES = ("妇女之家", "科普活动室", "老年体协", "远程教育点", "环保监督岗", "统计工作站")


async def sent(client, path, body, status=200):
    answer = await client.post(f"/v1/disposal-samples{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def taken_down(clerk):
    boards = {board["id"]: board for board in [await take_down(clerk, name=name) for name in NAMES]}
    for board in boards.values():
        await photograph(clerk, board)
    return boards


async def test_the_rest_is_verified_with_the_sample_less_the_share_that_failed(svc, clerk, inspector):
    boards = await taken_down(clerk)
    sample = await sent(inspector, "", DRAW, 201)
    assert (set(sample["frame"]), len(sample["drawn"])) == (set(boards), 2)
    assert sample["drawn"] == lots(sample["frame"], sample["seed"], 2), "anybody draws the same again"
    early = await sent(inspector, f"/{sample['id']}/conclusion", {"reason": "抽查完毕"}, 409)
    assert (early["code"], early["boards"]) == ("disposal_sample_unseen", 2)
    good, bad = (boards[drawn] for drawn in sample["drawn"])
    await verify(inspector, good)
    await verify(inspector, bad, accepted=False)
    assert (await inspector.get(f"/v1/disposal-samples/{sample['id']}")).headers["etag"].startswith('"2-')
    # What is done over and verified while the sample is open stays a failure of the sample.
    await post(clerk, f"/{bad['id']}/disposal", {"kind": "remove", "reason": "重新拆除"})
    await post(clerk, f"/{bad['id']}/completion", {"note": "已重新拆除"})
    await verify(inspector, bad)
    concluded = await sent(inspector, f"/{sample['id']}/conclusion", {"reason": "抽查完毕"})
    assert (concluded["state"], concluded["failed"], concluded["discounted"]) == ("concluded", [bad["id"]], 2)
    assert len(await svc.events(PlaqueVerified)) == 6
    (event,) = await svc.events(DisposalSampleConcluded)
    assert event["data"] == {"number": 1, "boards": 6, "drawn": 2, "failed": 1, "discounted": 2}


async def test_a_sample_is_drawn_and_concluded_by_another_body_and_one_at_a_time(svc, clerk, inspector):
    assert (await sent(inspector, "", DRAW, 409))["code"] == "disposal_sample_empty"
    await taken_down(clerk)
    assert (await sent(clerk, "", DRAW, 403))["code"] == "forbidden"
    async with svc.client(Role.INSPECTOR, region=TOWNSHIP, sub="near") as near:
        assert (await sent(near, "", DRAW, 409))["code"] == "body_cannot_verify"
        sample = await sent(inspector, "", DRAW, 201)
        answer = await sent(near, f"/{sample['id']}/conclusion", {"reason": "抽查完毕"}, 409)
        assert answer["code"] == "body_cannot_verify"
    assert (await sent(inspector, "", DRAW, 409))["code"] == "disposal_sample_open_already"
    todos = (await inspector.get("/v1/todos")).json()["todos"]
    assert "disposal_sample" in {todo["kind"] for todo in todos}


async def test_only_what_a_picture_shows_to_be_done_is_drawn_and_stands_by_the_sample(svc, clerk, inspector):
    unseen = await take_down(clerk, name="计生协会")
    assert (await sent(inspector, "", DRAW, 409))["code"] == "disposal_sample_empty"
    boards = await taken_down(clerk)
    sample = await sent(inspector, "", DRAW, 201)
    assert set(sample["frame"]) == set(boards)
    for drawn in sample["drawn"]:
        await verify(inspector, boards[drawn])
    await sent(inspector, f"/{sample['id']}/conclusion", {"reason": "抽查完毕"})
    assert (await inspector.get(f"/v1/plaques/{unseen['id']}")).json()["state"] == "done"


def test_a_discount_is_the_share_that_failed_rounded_half_up():
    assert [discount(rest, ["a", "b", "c", "d"], failed) for rest, failed in ((10, []), (10, ["a"]), (9, ["a"]))] == [
        0, 3, 2,
    ]  # fmt: skip
    assert discount(7, ["a"], ["a"]) == 7

"""A client that knows no path of a plaque's steps: it does what the record offers, where and as the record says."""

from countykit.identity import Role

from .boards import photograph, register
from .conftest import TOWNSHIP

BODIES = {
    "PlaqueFlag": {"reason": "function_mismatch"},
    "DisposalOrder": {"kind": "remove", "reason": "功能不符"},
    "Completion": {"note": "已拆除"},
    "Verification": {"decision": "accepted", "reason": "现场核验"},
}
_ROAD = ("flag", "disposal", "completion", "verification")


def _actions(record):
    return {action["name"]: action for action in record["allowed_actions"]}


async def follow(client, action):
    """Send the request that an action describes; the service under test stands where the gateway's prefix points."""
    path = action["href"].removeprefix("/api/signage")
    assert path != action["href"]
    return await client.request(action["method"], path, json=BODIES[action["schema"]])


async def test_a_plaque_goes_through_all_its_steps_by_what_it_offers(svc):
    async with (
        svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="doer") as township,
        svc.client(Role.INSPECTOR, region="990101", sub="checker") as inspector,
    ):
        record, taken = await register(township), []
        while record["state"] != "verified":
            client = inspector if record["state"] == "done" else township
            if record["state"] == "done":
                await photograph(inspector, record)
            record = (await client.get(f"/v1/plaques/{record['id']}")).json()
            # Beside the road there are questions and objections.
            action = next(each for each in record["allowed_actions"] if each["name"] in _ROAD)
            assert action["blocked_by"] == []
            answer = await follow(client, action)
            assert answer.status_code == 200, answer.text
            record = answer.json()
            taken.append((action["label"], record["state"]))
    assert taken == [
        ("标记", "flagged"), ("下达处置", "disposal_ordered"), ("报告完成", "done"), ("核验", "verified"),
    ]  # fmt: skip


async def test_what_is_blocked_says_the_refusal_that_it_is_answered_with(svc):
    async with svc.client(Role.TOWNSHIP, Role.INSPECTOR, region=TOWNSHIP, sub="doer") as client:
        record = await register(client)
        while record["state"] != "done":
            action = next(each for each in record["allowed_actions"] if each["name"] in _ROAD)
            record = (await follow(client, action)).json()
        action = _actions(record)["verification"]
        answer = await follow(client, action)
    obstacle = action["blocked_by"][0]
    assert answer.status_code == 409
    assert (obstacle["code"], obstacle["detail"]) == (answer.json()["code"], answer.json()["detail"])
    assert obstacle["code"] == "doer_cannot_verify"

"""Survey rounds as requests describe them, and the road to a settled order."""

from .boards import FINE
from .conftest import NEIGHBOUR, TOWNSHIP, VILLAGE

OPENING = {"region": TOWNSHIP, "title": "2026年摸底", "first_day": "2026-12-01", "last_day": "2026-12-31"}
BOARD = {name: value for name, value in FINE.items() if name != "region"}
ORDER = {"responsible": "王某", "due_on": "2099-12-31"}


async def act(client, path, body, status=200):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def refused(client, path, body):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code >= 400, answer.text
    return answer.json()["code"]


async def opened(client, **changes):
    return (await act(client, "surveys", {**OPENING, **changes}, 201))["id"]


async def entered(checker, clerk, site, file, **days):
    """A round whose two villages are entered: {village: boards} on site and on file."""
    survey = await opened(checker, **days)
    for village in (VILLAGE, NEIGHBOUR):
        await act(checker, f"surveys/{survey}/site", {"region": village, "boards": site.get(village, [])})
        await act(clerk, f"surveys/{survey}/file", {"region": village, "boards": file.get(village, [])})
    return survey


async def orders_of(client, survey):
    items = (await client.get("/v1/survey-orders", params={"round_id": survey, "limit": 200})).json()["items"]
    return {item["name"]: item for item in items}


async def settle(doer, checker, order, *, hangs=True):
    await act(doer, f"survey-orders/{order['id']}/completion", {"still_hangs": hangs, "note": "已整改"})
    await act(checker, f"survey-orders/{order['id']}/verification", {"decision": "accepted", "reason": "现场核验"})

"""Boards as requests describe them, and the road that one takes through its states."""

from typing import Any

import httpx

VILLAGE = "990101001201"
FINE = {
    "region": VILLAGE, "name": "新时代文明实践站", "placement": "inside", "width_mm": 600, "height_mm": 400,
    "background": "红", "text_colour": "白",
}  # fmt: skip
STRAY = {**FINE, "name": "妇女之家"}


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    """Post, insist on the status, and give back the document."""
    answer = await client.post(f"/v1/plaques{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def register(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """Enter a stray board in the ledger."""
    return await post(client, "", {**STRAY, **changes}, 201)


async def order(client: httpx.AsyncClient, kind: str = "remove", **changes: Any) -> dict[str, Any]:
    """Enter a stray board, flag it, and order its disposal."""
    plaque = await register(client, **changes)
    await post(client, f"/{plaque['id']}/flag", {"reason": "function_mismatch"})
    target = {"into_spec": "PL07"} if kind == "merge_into" else {}
    if target:  # what is merged needs a board to go into
        await client.post("/v1/plaques", json={**FINE, "region": plaque["region"]})
    return await post(client, f"/{plaque['id']}/disposal", {"kind": kind, "reason": "功能不符", **target})


async def take_down(client: httpx.AsyncClient, kind: str = "remove", **changes: Any) -> dict[str, Any]:
    """Enter a stray board and take it down."""
    plaque = await order(client, kind, **changes)
    return await post(client, f"/{plaque['id']}/completion", {"note": "已处置"})


async def verify(client: httpx.AsyncClient, plaque: dict[str, Any], *, accepted: bool = True) -> dict[str, Any]:
    """Confirm a disposal, or send it back."""
    return await post(client, f"/{plaque['id']}/verification", {"accepted": accepted, "note": "现场核验"})

"""Boards as requests describe them, and the road that one takes through its states."""

import io
from typing import Any

import httpx
from PIL import Image

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


async def photograph(client: httpx.AsyncClient, plaque: dict[str, Any], kind: str = "after", **options: Any) -> str:
    """Add a picture of the wall to a board; the address of the picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "grey").save(out, "PNG")
    path = f"/v1/plaques/{plaque['id']}/attachments"
    answer = await client.post(path, content=out.getvalue(), params={"kind": kind}, **options)
    assert answer.status_code == 201, answer.text
    return answer.json()["href"]


async def verify(client: httpx.AsyncClient, plaque: dict[str, Any], *, accepted: bool = True) -> dict[str, Any]:
    """Confirm a disposal with a picture of the wall, or send it back."""
    if accepted:
        await photograph(client, plaque)
    return await post(
        client,
        f"/{plaque['id']}/verification",
        {"decision": "accepted" if accepted else "returned", "reason": "现场核验"},
    )

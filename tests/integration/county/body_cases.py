"""What must hold of bodies and people after each of the cases, `rc21` to `rc30`."""

from typing import Any

from countykit.identity import Role
from countykit.rules import rules

from tests.integration.county.told import (
    BODIES,
    COUNTY,
    PLACES,
    Told,
)
from tests.integration.county.township import AFTER, DAY, LETTERS, OFFPLAN, Township
from tests.integration.county.world import Who, World
from tests.integration.gateway.conftest import PASSWORD


async def rc21(told: Told) -> None:
    assert (await told.name("FPB", "departments"))["name"] == "乡村发展局"
    assert await told.lineage("FPB", "department") == [], "the same body goes on"


async def demanded(told: Told, body: str, day: str) -> dict[str, Any]:
    """What a village hears when it reports that a body came on a day."""
    place = PLACES["RC06"]
    demand = {"region": "990101009001", "department": body, "visited_on": day, "demanded": "要求准备汇报材料"}
    answer = await told.world.send(Who(username=place.secretary), "POST", OFFPLAN, demand, on=AFTER)
    return {"status": answer.status_code, **answer.json()}


async def absorbed_body(told: Told, body: str, heir: str) -> None:
    """Friday's demand of a body that ended is still reported, its successor answers for it."""
    friday = await demanded(told, body, "2026-06-26")
    assert (friday["status"], friday["department"]) == (201, body)
    form = {"title": "美丽乡村台账", "department": body, "reached": "group", "occurred_on": "2026-06-26"}
    secretary = Who(username=PLACES["RC06"].secretary)
    reported = await told.world.post(secretary, "/api/report/v1/offplan-demands", form, on=AFTER)
    assert reported["department"] == body
    late = await demanded(told, body, DAY)
    assert (late["status"], late["code"], late["successors"]) == (409, "department_ended", [heir])
    clerk = Who(Role.DEPARTMENT, COUNTY, department=heir)
    path = f"/api/supervision/v1/visits/{friday['id']}"
    await told.world.post(Who(region=COUNTY, sub="zhao"), f"{path}/confirmation", {"reason": "属实"}, on=AFTER)
    assert (await told.world.send(clerk, "GET", path, on=AFTER)).status_code == 404
    officer = Who(username=f"officer-{body.lower()}")
    me = await told.world.get(officer, "/api/identity/v1/me", on=AFTER)
    assert me["department"] == heir
    assert (await told.world.get(officer, path, on=AFTER))["department"] == body


async def rc22(told: Told) -> None:
    await absorbed_body(told, "ZXJ", "NYJ")


ACCOUNTS = "/api/identity/v1/accounts"


async def account_id(world: World, username: str) -> str:
    """The id of an account."""
    (found,) = await world.gateway.fetch("SELECT id FROM account WHERE username = $1", username)
    return str(found["id"])


async def rc23(told: Told) -> None:
    """One task goes to another body: a post ends there and begins here, and nothing else moves."""
    world, operator = told.world, Who(Role.OPERATOR)
    await world.account("reviewer", Role.DEPARTMENT, COUNTY, "MZJ")
    posts = f"{ACCOUNTS}/{await account_id(world, 'reviewer')}/posts"
    (old,) = (await world.get(operator, posts, on=AFTER))["items"]
    await world.post(operator, f"{posts}/{old['id']}/ending", {"reason": "职能划转"}, on=AFTER)
    new = {"roles": ["department"], "region": COUNTY, "department": "SGB", "reason": "职能划转"}
    await world.post(operator, posts, new, on=AFTER)
    me = await world.get(Who(username="reviewer"), "/api/identity/v1/me", on=AFTER)
    assert me["department"] == "SGB"
    assert await told.lineage("MZJ", "department") == []


async def rc24(told: Told) -> None:
    """Who approves it is said by the rule, and nobody is borrowed through this product: there is nothing to pass on."""
    (rule,) = [each for each in rules() if each.code == "BRW-01"]
    assert "县委社会工作部批准" in rule.name


async def rc25(told: Told) -> None:
    gone = await demanded(told, "ZHB", DAY)
    assert (gone["status"], gone["code"], gone["successors"]) == (409, "department_ended", [])
    (line,) = await told.lineage("ZHB", "department")
    assert (line["successor"], line["takes_over"]) == (None, False)
    answer = await told.world.gateway.login("officer-zhb", PASSWORD)
    assert answer.status_code != 200, "whoever was there only signs in no more"


async def no_township(told: Told, body: str) -> None:
    """Bodies outside of the county's own are on no list; what they demand is reported like anybody's."""
    board = await told.world.board(COUNTY, on=AFTER)
    assert all(row["region"].endswith("000") and row["name"] != BODIES[body] for row in board["items"])
    assert (await demanded(told, body, "2026-06-29"))["status"] == 201


async def rc26(told: Told) -> None:
    await no_township(told, "SWJ")


async def rc27(told: Told) -> None:
    await no_township(told, "FY")


async def handed_over(told: Told, place: Township, name: str) -> dict[str, Any]:
    """A township's clerk gives the post to somebody else; returns the new post."""
    world, operator = told.world, Who(Role.OPERATOR)
    await world.account(name, Role.OBSERVER, "990100000000")
    posts = f"{ACCOUNTS}/{await account_id(world, place.clerk)}/posts"
    (held,) = [post for post in (await world.get(operator, posts, on=AFTER))["items"] if post["valid_to"] is None]
    body = {"successor": await account_id(world, name), "reason": "工作调动"}
    path = f"{posts}/{held['id']}/handover"
    post: dict[str, Any] = await world.post(operator, path, body, on=AFTER)
    return post


async def rc28(told: Told) -> None:
    post = await handed_over(told, PLACES["RC28"], "rc28")
    assert {kind["kind"] for kind in post["open_todos"]["kinds"]} >= {"letter_receipt", "group_decision"}


async def rc29(told: Told) -> None:
    place = PLACES["RC29"]
    await handed_over(told, place, "rc29")
    letter = f"{LETTERS}/{place.records['letter']['id']}"
    answer = await told.world.gateway.login(place.clerk, PASSWORD)
    assert answer.status_code != 200, "the letter stays with the township, not with the person"
    waiting = (await told.world.get(Who(Role.TOWNSHIP, place.code), "/api/todos", on=AFTER))["items"]
    assert letter in [todo["subject"]["href"] for todo in waiting]


async def rc30(told: Told) -> None:
    assert (await told.name("NYLC", "departments"))["name"] == "农业农村和林草局"
    for body in ("NB", "LCJ"):
        await absorbed_body(told, body, "NYLC")
    lines = await told.lineage("NYLC", "department")
    assert sorted(line["predecessor"] for line in lines) == ["LCJ", "NB"]

"""Draws: bound before, revealed by a public number, recomputed by anybody; and the visits that follow from them."""

import json
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from contracts.draws import DrawCommitted, DrawMade, DrawnVillageVisited
from countykit.identity import Role
from countykit.testing import open_actions
from servicekit.transaction import Context

COUNTY, TOWNSHIP = "990101000000", "990101001000"
VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
SPAN = {"visit_from": "2025-03-03", "visit_until": "2025-05-31"}
SCRIPT = Path(__file__).parents[3] / "examples" / "recompute_draw.py"
PEOPLE = [
    {"name": "王一", "department": "civil-affairs", "avoid": [TOWNSHIP]},
    {"name": "李二", "department": "agriculture"},
    {"name": "赵三", "department": "agriculture"},
    {"name": "钱四", "department": "qingshi-finance"},
    {"name": "孙五", "department": "civil-affairs"},
]


async def test_a_commitment_is_published_and_tells_nothing_else(story):
    draw = await story.committed()
    assert (draw["state"], draw["villages"], draw["seed"], draw["region"]) == ("committed", 0, None, COUNTY)
    (event,) = await story.svc.events(DrawCommitted)
    assert (event["region"], event["subject"]) == (COUNTY, f"draws/{draw['id']}")
    assert event["data"] == {"commitment": draw["commitment"]}
    async with story.svc.client() as anybody:
        (row,) = (await anybody.get("/v1/draw-commitments")).json()["items"]
    assert (row["id"], row["commitment"]) == (draw["id"], draw["commitment"])
    assert row.keys() == {"id", "region", "commitment", "created_at", "region_name"} or "visit_from" not in row
    assert (await story.get(Role.INSPECTOR, "/v1/drawn-villages")).json()["items"] == []


async def test_a_draw_is_revealed_on_the_day_by_a_second_person_and_its_villages_stay_secret(story, days):
    draw = await story.committed()
    assert draw["allowed_actions"] == []
    path, body = f"/v1/draws/{draw['id']}/reveal", {"commitment": draw["commitment"], "public_value": "31415"}
    waiting = (await story.get(Role.APPROVER, "/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in waiting] == [("draw_reveal", "2025-03-03")]
    refused = [
        ({"at": days(-1)}, body, 409, "draw_reveal_early"), ({"at": days(90)}, body, 409, "draw_reveal_late"),
        ({"sub": "drawer"}, body, 409, "draw_same_person"),
        ({}, {**body, "commitment": "0" * 64}, 409, "draw_frame_changed"),
        ({}, {**body, "public_value": "抽到谁是谁"}, 422, "invalid_request"),
    ]  # fmt: skip
    for options, sent, status, code in refused:
        answer = await story.post(Role.APPROVER, path, sent, **options)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    placed = await story.post(Role.INSPECTOR, path, body, sub="placed", region=TOWNSHIP)
    assert placed.status_code == 404
    revealed = await story.made(Role.APPROVER, path, body)
    assert (revealed["state"], revealed["villages"], revealed["public_value"]) == ("revealed", 2, "31415")
    (event,) = await story.svc.events(DrawMade)
    assert event["data"] == {"villages": 2, "missed": 0, **SPAN}
    assert revealed["seed"] not in str(event)
    again = await story.post(Role.APPROVER, path, {**body, "public_value": "27182"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition"), "one number decides, once"


async def test_a_frame_that_was_changed_behind_the_service_is_not_revealed(story):
    draw = await story.committed()
    async with story.svc.database.transaction(Context.of_system("a hand in the database")) as tx:
        await tx.session.execute(sa.text(f"UPDATE draw SET frame = replace(frame, '{VILLAGE}', '990101001202')"))
    body = {"commitment": draw["commitment"], "public_value": "31415"}
    answer = await story.post(Role.APPROVER, f"/v1/draws/{draw['id']}/reveal", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "draw_frame_changed")


async def test_anybody_recomputes_a_draw_once_its_visits_are_over_and_tries_before_are_on_the_record(
    story, days, tmp_path
):
    draw = await story.revealed(people=PEOPLE, team_size=2, exclusions=[])
    rows = (await story.get(Role.INSPECTOR, "/v1/drawn-villages")).json()["items"]
    path = f"/v1/draw-proofs/{draw['id']}"
    async with story.svc.client(at=days(89)) as anybody:
        early = await anybody.get(path)
    assert (early.status_code, early.json()["code"]) == (404, "draw_sealed")
    await story.svc.app.state.refusals.flush()
    async with story.svc.client(Role.AUDITOR, region=COUNTY) as auditor:
        log = (await auditor.get("/v1/security-log")).json()["entries"]
    assert [(row["kind"], row["resource"], row["detail"]["code"]) for row in log if "proof" in row["action"]] == [
        ("refusal", path, "draw_sealed")
    ]
    async with story.svc.client(at=days(90)) as anybody:
        proof = (await anybody.get(path)).json()
    assert sorted(proof["villages"]) == sorted(row["region"] for row in rows)
    assert not any(person["name"] in json.dumps(proof, ensure_ascii=False) for person in PEOPLE)
    frame, names = json.loads(proof["frame"]), [person["name"] for person in PEOPLE]
    for row in rows:
        numbers = proof["teams"][row["region"][:9] + "000"]
        assert [names[number - 1] for number in numbers] == row["team"]
        assert len({frame["people"][number - 1]["body"] for number in numbers}) == 2, "of different bodies"
    assert not {"王一", "钱四"} & set(next(row["team"] for row in rows if row["region"] == VILLAGE)), "conflicts"
    assert recomputed(tmp_path, proof, draw["commitment"]) == (0, "the draw is as committed")
    changed = {**proof, "villages": [VILLAGE, VILLAGE]}
    assert recomputed(tmp_path, changed, draw["commitment"])[0] == 1
    assert recomputed(tmp_path, {**proof, "public_value": "27182"}, draw["commitment"])[0] == 1
    assert recomputed(tmp_path, proof, "0" * 64)[0] == 1
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 30


def recomputed(folder: Path, proof: dict, commitment: str) -> tuple[int, str]:
    """What the shipped script says of a proof, as a stranger runs it."""
    file = folder / "proof.json"
    file.write_text(json.dumps(proof), "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), commitment], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.split("\n")[0]


async def test_a_draw_is_public_as_soon_as_every_village_was_visited(story):
    draw = await story.revealed()
    for row in (await story.get(Role.INSPECTOR, "/v1/drawn-villages")).json()["items"]:
        visit = await story.visit(row["region"])
        body = {"visit_id": visit["id"], "matters": ["imposed_tasks"]}
        await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{row['id']}/visit", body)
    async with story.svc.client() as anybody:
        assert (await anybody.get(f"/v1/draw-proofs/{draw['id']}")).status_code == 200


async def test_villages_rest_after_a_visit_and_what_is_left_out_is_published_with_its_reason(story, days):
    await story.visit(at=days(-10))
    reason = "洪水冲断道路，不能通行"
    exclusions = [{"region": OTHER_VILLAGE, "reason": reason}]
    nothing = await story.post(
        Role.COUNTY_OFFICE, "/v1/draws", {**SPAN, "cool_down_days": 15, "exclusions": exclusions}, at=days(-1)
    )
    assert (nothing.status_code, nothing.json()["code"]) == (409, "draw_empty")
    draw = await story.revealed(exclusions=exclusions)
    assert draw["villages"] == 1
    async with story.svc.client(at=days(90)) as anybody:
        proof = (await anybody.get(f"/v1/draw-proofs/{draw['id']}")).json()
    assert json.loads(proof["frame"])["left_out"] == {OTHER_VILLAGE: reason}
    capped = await story.revealed(at=days(91), yearly_cap=1)
    rows = (await story.get(Role.INSPECTOR, f"/v1/drawn-villages?draw={capped['id']}", at=days(91))).json()["items"]
    assert [row["region"] for row in rows] == [OTHER_VILLAGE], "the other one was drawn this year already"


async def test_what_would_make_a_draw_unsound_is_refused(story, days):
    lone = [{"name": "李二", "department": "agriculture"}, {"name": "赵三", "department": "agriculture"}]
    refused = [
        ({"visit_from": "2025-03-02"}, days(-1), "draw_span_unfit"),
        ({"public_on": "2025-03-03"}, days(-1), "public_number_unfit"),
        ({"public_on": "2025-03-01"}, days(-1), "public_number_unfit"),
        ({}, days(-1).replace(hour=12, minute=5), "public_number_unfit"),
        ({"exclusions": [{"region": "990199001201", "reason": "不在本县的村"}]}, days(-1), "draw_exclusion_unknown"),
        ({"people": lone, "team_size": 2}, days(-1), "draw_team_unfit"),
        ({"people": [{"name": "周六", "department": "nobody"}]}, days(-1), "department_unknown"),
        ({"people": [{"name": "周六", "department": "agriculture", "avoid": ["青石镇"]}]}, days(-1), "invalid_request"),
    ]  # fmt: skip
    for values, at, code in refused:
        answer = await story.post(Role.COUNTY_OFFICE, "/v1/draws", {**SPAN, **values}, at=at)
        assert answer.json()["code"] == code, (values, answer.text)


async def test_nobody_of_a_township_or_village_learns_what_was_drawn(story):
    drawn = await story.drawn()
    paths = ("/v1/draws", f"/v1/draws/{drawn['draw_id']}", "/v1/drawn-villages", f"/v1/drawn-villages/{drawn['id']}")
    for path in (*paths, f"/v1/drawn-villages/{drawn['id']}/history"):
        for role in (Role.TOWNSHIP, Role.VILLAGE, Role.DEPARTMENT):
            answer = await story.get(role, path, department="civil-affairs")
            assert answer.status_code == 403, (path, role)
            assert VILLAGE not in answer.text
    for path in paths:
        answer = await story.get(Role.INSPECTOR, path, sub="placed", region=TOWNSHIP)
        assert answer.status_code == 404 or answer.json()["items"] == []
    waiting = await story.get(Role.INSPECTOR, "/v1/todos", sub="placed", region=TOWNSHIP)
    assert waiting.json()["todos"] == []


async def test_a_drawn_village_waits_for_its_visit_and_then_says_what_was_asked(story):
    drawn = await story.drawn()
    assert open_actions(drawn) == ["visit"]
    waiting = (await story.get(Role.INSPECTOR, "/v1/todos")).json()["todos"]
    assert {(todo["kind"], todo["due"]) for todo in waiting} == {("drawn_visit", drawn["visit_until"])}
    visit = await story.visit()
    body = {"visit_id": visit["id"], "matters": ["offplan_visits", "imposed_tasks"]}
    after = await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{drawn['id']}/visit", body)
    assert (after["state"], after["visit_id"], after["visited_on"]) == ("visited", visit["id"], "2025-03-03")
    assert (after["matters"], open_actions(after)) == (["imposed_tasks", "offplan_visits"], [])
    (event,) = await story.svc.events(DrawnVillageVisited)
    assert (event["region"], event["data"]) == (
        VILLAGE, {"matters": ["imposed_tasks", "offplan_visits"], "visited_on": "2025-03-03"},
    )  # fmt: skip
    assert len((await story.get(Role.INSPECTOR, "/v1/todos")).json()["todos"]) == 1


async def test_a_visit_before_the_draw_or_one_that_others_made_shows_nothing(story, days):
    early = await story.visit()
    drawn = await story.drawn(at=days(3))
    report = {"region": VILLAGE, "department": "civil-affairs", "visited_on": "2025-03-06", "demanded": "查阅台账"}
    foreign = await story.made(Role.VILLAGE, "/v1/visits/offplan", report, at=days(3))
    path, asked = f"/v1/drawn-villages/{drawn['id']}/visit", ["imposed_tasks"]
    early = await story.post(Role.INSPECTOR, path, {"visit_id": early["id"], "matters": asked}, at=days(4))
    assert (early.status_code, early.json()["code"]) == (409, "visit_does_not_fit")
    unseen = await story.post(Role.INSPECTOR, path, {"visit_id": foreign["id"], "matters": asked}, at=days(4))
    assert (unseen.status_code, unseen.json()["code"]) == (409, "visit_does_not_fit"), "a report is no visit of ours"
    assert (
        await story.post(Role.COUNTY_OFFICE, path, {"visit_id": foreign["id"], "matters": asked})
    ).status_code == 403
    assert (
        await story.post(Role.INSPECTOR, path, {"visit_id": foreign["id"], "matters": ["logins"]})
    ).status_code == 422


async def test_what_nobody_visited_is_said_with_the_next_draw(story, days):
    first = await story.drawn()
    visit = await story.visit()
    body = {"visit_id": visit["id"], "matters": ["imposed_tasks"]}
    await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{first['id']}/visit", body)
    await story.drawn(at=days(100))
    assert (await story.svc.events(DrawMade))[-1]["data"]["missed"] == 1
    rows = (await story.get(Role.INSPECTOR, f"/v1/drawn-villages?draw={first['draw_id']}")).json()["items"]
    assert {row["region"]: row["state"] for row in rows} == {VILLAGE: "visited", OTHER_VILLAGE: "missed"}


async def test_a_county_without_villages_has_nothing_to_draw(story):
    span = {"visit_from": "2025-03-04", "visit_until": "2025-05-31"}
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/draws", span, region="990188000000")
    assert (answer.status_code, answer.json()["code"]) == (409, "draw_empty")

"""What became of an anonymous demand is told by the key of who recorded it, and by nothing else."""

from countykit.identity import Role

from .story import COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE
from .test_demand_letters import STOPPED, by_body, charged, office, on, written

KEY = "MZXW6YTBOI4DQMJS"
REPORTER = "village-secretary"


async def recorded(svc, key=KEY, **changes):
    body = {
        "item": "FC05", "demander": {"department": "GA"}, "demanded_on": "2026-03-02", "anonymous": True, **changes
    }  # fmt: skip
    headers = {} if key is None else {"idempotency-key": key}
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub=REPORTER, at=on("2026-03-02")) as client:
        answer = await client.post("/v1/demands", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def standing(svc, code=KEY, status=200, *roles, **caller):
    async with svc.client(*roles, **caller) as client:
        answer = await client.post("/v1/demands/outcome", json={"code": code})
    assert answer.status_code == status, answer.text
    assert status != 200 or answer.headers["cache-control"] == "no-store"
    return answer.json()


async def rows(svc, *tables):
    connection = await svc.database.direct()
    try:
        return "".join([str(await connection.fetch(f'SELECT t::text FROM "{name}" t')) for name in tables])
    finally:
        await connection.close()


async def test_its_code_tells_what_became_of_it_to_the_end(svc):
    demand = await recorded(svc)
    assert (await standing(svc)) == {
        "item_name": "无犯罪记录证明", "demander": "县公安局", "demanded_on": "2026-03-02", "outcome": "recorded"
    }  # fmt: skip
    letter = await written(svc, demand, "2026-03-03")
    assert (await standing(svc))["outcome"] == "written"
    await by_body(svc, "2026-03-04", letter, STOPPED)
    assert (await standing(svc))["outcome"] == "stopped"
    charge = await charged(svc, demand, "2026-03-05")
    await office(svc, "2026-03-06", f"/demand-charges/{charge}/confirmation", {"reason": "属实"}, sub="judge")
    assert (await standing(svc))["outcome"] == "confirmed"


async def test_the_code_works_as_people_write_it_and_outlives_the_kept_answer(svc):
    await recorded(svc)
    connection = await svc.database.direct()
    await connection.execute("DELETE FROM idempotency_key")
    await connection.close()
    assert (await standing(svc, " mzxw-6ytb-oi4d-qmjs "))["outcome"] == "recorded"


async def test_no_list_shows_it_to_a_village_and_no_reader_learns_whose_it_is(svc):
    demand = await recorded(svc)
    for region in (VILLAGE, NEIGHBOUR):
        async with svc.client(Role.VILLAGE, region=region, sub=REPORTER) as village:
            assert (await village.get("/v1/demands")).json()["items"] == []
            assert (await village.get(f"/v1/demands/{demand['id']}")).status_code == 404
    for role, region in ((Role.TOWNSHIP, TOWNSHIP), (Role.COUNTY_OFFICE, COUNTY)):
        async with svc.client(role, region=region) as reader:
            shown = await reader.get(f"/v1/demands/{demand['id']}")
            history = await reader.get(f"/v1/demands/{demand['id']}/history")
        assert (shown.json()["reported_by"], shown.json()["region"]) == (None, TOWNSHIP)
        assert not any(trace in shown.text + history.text for trace in (REPORTER, VILLAGE, KEY, "code_sha256"))


async def test_the_record_keeps_the_hash_alone_and_a_look_leaves_no_trace(svc):
    await recorded(svc)
    await standing(svc, KEY, 200, Role.VILLAGE, region=VILLAGE, sub=REPORTER)
    await standing(svc, "A" * 16, 404, Role.VILLAGE, region=VILLAGE, sub=REPORTER)
    await svc.app.state.refusals.flush()
    # Beside these, what stops a double click keeps the random key for some hours, as of every anonymous report.
    kept = await rows(svc, "demand", "audit", "security_log", "record_history")
    assert "anonymous" in kept
    assert not any(trace in kept for trace in (REPORTER, VILLAGE, KEY))


async def test_another_code_a_short_key_and_a_record_by_name_open_nothing(svc):
    await recorded(svc, key="short")
    await recorded(svc, key=None)
    await recorded(svc, key="NAMEDRECORDOFONE", anonymous=False)
    assert (await standing(svc, "NAMEDRECORDOFONE", 404))["code"] == "demand_code_unknown"
    assert (await standing(svc, "BBBBBBBBBBBBBBBB", 404))["code"] == "demand_code_unknown"
    async with svc.client() as anybody:
        assert (await anybody.post("/v1/demands/outcome", json={"code": "short"})).status_code == 422

"""Trainings through a running certificate-svc."""

from contracts.certificate import TrainingHeld
from countykit.identity import Role

from .story import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE

TRAINING = {"region": TOWNSHIP, "topic": "村级组织出具证明专题培训", "held_on": "2026-03-10", "attendees": 42}


async def test_a_training_is_recorded_and_published(svc, township):
    answer = await township.post("/v1/trainings", json=TRAINING)
    assert answer.status_code == 201
    (event,) = await svc.events(TrainingHeld)
    assert event["data"] == {"topic": "村级组织出具证明专题培训", "attendees": 42}
    assert (event["region"], event["subject"]) == (TOWNSHIP, f"trainings/{answer.json()['id']}")


async def test_a_village_sees_the_trainings_of_its_township_and_county_but_not_of_others(svc, county, village):
    for region in (TOWNSHIP, COUNTY, OTHER_TOWNSHIP):
        assert (await county.post("/v1/trainings", json={**TRAINING, "region": region})).status_code == 201
    listed = (await village.get("/v1/trainings")).json()["items"]
    assert {one["region"] for one in listed} == {TOWNSHIP, COUNTY}
    for one in (await county.get("/v1/trainings")).json()["items"]:
        status = 200 if one in listed else 404
        assert (await village.get(f"/v1/trainings/{one['id']}")).status_code == status


async def test_a_training_cannot_lie_in_the_future_or_be_empty(svc, township):
    ahead = await township.post("/v1/trainings", json={**TRAINING, "held_on": "2099-01-01"})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "date_in_future")
    assert (await township.post("/v1/trainings", json={**TRAINING, "attendees": -1})).status_code == 422
    assert await svc.events(TrainingHeld) == []


async def test_a_township_records_its_own_trainings_only_and_a_village_none(svc, township):
    assert (await township.post("/v1/trainings", json={**TRAINING, "region": OTHER_TOWNSHIP})).status_code == 403
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await village.post("/v1/trainings", json=TRAINING)).status_code == 403

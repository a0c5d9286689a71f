"""Trainings through a running certificate-svc."""

from contracts.certificate import TrainingHeld
from contracts.trainings import TrainingAttended, TrainingQuestionRaised
from countykit.identity import Role

from .story import COUNTY, NEIGHBOUR, OTHER_TOWNSHIP, STRANGER, TOWNSHIP, VILLAGE, application

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


async def held(svc, client, **changes) -> str:
    return (await client.post("/v1/trainings", json={**TRAINING, **changes})).json()["id"]


async def list_in(client, training: str, text: str, **params):
    content = ("﻿" + text).encode()
    return await client.post(f"/v1/trainings/{training}/import", files={"file": ("签到表.csv", content)}, params=params)


async def test_the_material_of_a_training_is_a_file_that_its_villages_read(svc, county, village):
    files = f"/v1/trainings/{await held(svc, county, region=COUNTY)}/attachments"
    refused = (await village.post("/v1/applications", json=application(item="FC05"))).json()
    handout = (await village.get(f"/v1/applications/{refused['application_id']}/document")).content
    added = await county.post(f"{files}?name=不得开具的证明.pdf", content=handout)
    assert added.status_code == 201, added.text
    (file,) = (await village.get(files)).json()["items"]
    assert file["name"] == "不得开具的证明.pdf"
    assert (await village.get(f"{files}/{file['id']}")).status_code == 200
    assert (await village.post(files, content=handout)).status_code == 403


async def test_a_township_enters_who_attended_by_its_list_and_no_name_is_kept(svc, county, township, village):
    training = await held(svc, county, region=COUNTY)
    signed = "序号,村(社区),姓名,职务\n1,前进村,李建民,主任\n2,前进村,王秀英,\n3,后山村,赵铁柱,文书\n"
    understood = await list_in(township, training, signed, dry_run=True)
    assert understood.json()["ignored_columns"] == ["序号", "职务"], understood.text
    assert (await township.get(f"/v1/trainings/{training}")).json()["listed_people"] == 0
    entered = await list_in(township, training, signed)
    assert (entered.status_code, entered.json()["villages"]) == (200, 2), entered.text
    assert {row["region"]: row["people"] for row in await attendance(township, training)} == {VILLAGE: 2, NEIGHBOUR: 1}
    assert [row["people"] for row in await attendance(village, training)] == [2]
    # The other township's list stands beside it, and a later one replaces what was said of its villages.
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as other:
        assert (await list_in(other, training, f"村(社区),人数\n{STRANGER},4\n")).status_code == 200
    assert (await list_in(township, training, "村(社区),人数\n前进村,3\n")).status_code == 200
    shown = (await county.get(f"/v1/trainings/{training}")).json()
    assert (shown["attendees"], shown["listed_villages"], shown["listed_people"]) == (42, 3, 8)
    last = (await svc.events(TrainingAttended))[-1]
    assert (last["data"], last["region"]) == ({"villages": 3, "people": 8}, COUNTY)
    connection = await svc.database.direct()
    try:
        kept = await connection.fetch("SELECT a::text AS whole FROM training_attendance a")
    finally:
        await connection.close()
    assert "李建民" not in str(kept)


async def test_a_list_names_villages_of_the_training_and_of_who_enters_it(svc, township, village):
    training = await held(svc, township)
    wrong = await list_in(township, training, "村(社区),人数\n前进村,2\n河口村,1\n")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "rows_refused")
    assert [(error["row"], error["code"]) for error in wrong.json()["errors"]] == [(3, "region_unknown")]
    assert await attendance(township, training) == []
    assert (await list_in(village, training, "村(社区)\n前进村\n")).status_code == 403
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as other:
        assert (await list_in(other, training, "村(社区)\n河口村\n")).status_code == 404


async def attendance(client, training: str) -> list[dict]:
    return (await client.get(f"/v1/trainings/{training}")).json()["attendance"]


async def test_what_one_asks_the_office_answers_for_all_and_nobody_sees_who_asked(svc, county, village):
    training = await held(svc, county, region=COUNTY)
    question = {"question": "户籍能查到的亲属关系还开不开证明？", "training_id": training}
    raised = await village.post("/v1/training-questions", json=question)
    assert (raised.status_code, raised.json()["region"]) == (201, COUNTY), raised.text
    assert [todo["kind"] for todo in (await county.get("/v1/todos")).json()["todos"]] == ["training_question"]
    path = f"/v1/training-questions/{raised.json()['id']}"
    assert (await village.post(f"{path}/answer", json={"answer": "不开"})).status_code == 403
    answered = await county.post(f"{path}/answer", json={"answer": "不开，由公安机关出具。"})
    assert answered.status_code == 200, answered.text
    corrected = await county.post(f"{path}/answer", json={"answer": "不开；公证机构书面告知不能核验的除外。"})
    async with svc.client(Role.VILLAGE, region=STRANGER) as stranger:
        seen = (await stranger.get(path)).json()
        assert (seen["state"], seen["answer"]) == ("answered", corrected.json()["answer"])
        assert VILLAGE not in str(seen)
        found = await stranger.get(f"/v1/training-questions?training={training}&state=answered")
        assert [one["id"] for one in found.json()["items"]] == [seen["id"]]
        history = (await stranger.get(f"{path}/history")).json()["items"]
        assert VILLAGE not in str(history)
    assert (await county.get("/v1/todos")).json()["todos"] == []
    assert [event["region"] for event in await svc.events(TrainingQuestionRaised)] == [COUNTY]


async def test_a_question_and_its_answer_name_nobody(svc, county, village):
    named = "张三丰110105194912310021的证明开不开？"
    refused = await village.post("/v1/training-questions", json={"question": named})
    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data_in_name")
    raised = (await village.post("/v1/training-questions", json={"question": "遗失补发要收费吗？"})).json()
    refused = await county.post(f"/v1/training-questions/{raised['id']}/answer", json={"answer": "打13800138000问"})
    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data_in_name")


async def test_another_countys_questions_do_not_exist(svc, village):
    raised = (await village.post("/v1/training-questions", json={"question": "遗失补发要收费吗？"})).json()
    async with svc.client(Role.COUNTY_OFFICE, region="990102000000") as other:
        assert (await other.get(f"/v1/training-questions/{raised['id']}")).status_code == 404
        assert (await other.get("/v1/training-questions")).json()["items"] == []

"""What no list knows: refused with where to go, on the record, and never decided by its words alone."""

import pytest
from contracts.certificate import DemandClassified, DemandRecorded, UnlistedApplicationRefused, UnlistedDemandRecorded
from countykit.identity import Role
from countykit.testing import open_actions

from tests.printed import text_of

from .story import COUNTY, PERSON, VILLAGE, admit, application

STRANGE = "饮水机使用情况证明"
POLICE = "村委会开的无犯罪证明"  # other words for FC05 than any of the list


async def asked(client, name=STRANGE, *, status=422, **changes):
    answer = await client.post("/v1/applications", json=application(item=None, name=name, **changes))
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_what_no_list_knows_is_refused_on_paper_and_who_demanded_it_is_kept(svc, village, county):
    problem = await asked(village, demander={"department": "GA"})
    assert (problem["code"], problem["rule"], problem["name"]) == ("item_not_listed", "CER-01", STRANGE)
    assert (problem["demanded_by"], problem["issue_instead"]) == ("县公安局", "向索要单位说明后由其自行核验")
    kept = (await village.get(f"/v1/applications/{problem['application_id']}")).json()
    assert (kept["state"], kept["reason"], kept["item_code"], open_actions(kept)) == ("refused", "unlisted", None, [])
    (demand,) = (await county.get("/v1/demands")).json()["items"]
    assert (demand["id"], demand["kind"], demand["item_name"]) == (problem["demand_id"], "unlisted", STRANGE)
    (event,) = await svc.events(UnlistedDemandRecorded)
    assert event["data"] == {"name": STRANGE, "demander": "县公安局", "charged_home": COUNTY}
    (event,) = await svc.events(UnlistedApplicationRefused)
    assert event["data"] == {"likely": None}


async def test_the_notice_says_who_handles_it_instead(village):
    problem = await asked(village, POLICE)
    assert problem["issue_instead"] == "公安派出所：到户籍地派出所或网上查询"
    said = (await village.get(problem["notice"])).text
    for sentence in (f"“{POLICE}”", "优化营商环境条例第44条", "公安派出所：到户籍地派出所或网上查询", "已登记"):
        assert sentence in said
    paper = await village.get(f"/v1/applications/{problem['application_id']}/document")
    assert paper.status_code == 200
    assert "到户籍地派出所或网上查询" in text_of(paper.content).replace("\n", "")


async def test_other_words_for_a_forbidden_item_are_advice_until_the_office_classifies_them(svc, village, county):
    problem = await asked(village, POLICE, demander={"department": "GA"})
    path = f"/v1/demands/{problem['demand_id']}"
    shown = (await county.get(path)).json()
    assert (shown["kind"], shown["likely_item"], shown["item_code"]) == ("unlisted", "FC05", None)
    assert open_actions(shown) == ["classification", "letter"]  # to charge is offered with what forbids it
    assert [todo["kind"] for todo in (await county.get("/v1/todos")).json()["todos"]] == ["demand_classification"]
    assert (await village.post(f"{path}/classification", json={"item": "FC05"})).status_code == 403
    classified = (await county.post(f"{path}/classification", json={"item": "FC05"})).json()
    assert (classified["kind"], classified["item_code"], classified["item_name"]) == (
        "forbidden", "FC05", "无犯罪记录证明"
    )  # fmt: skip
    assert (await county.get("/v1/todos")).json()["todos"] == []
    (event,) = await svc.events(DemandClassified)
    assert event["data"] == {"item": "FC05"}
    charged = await village.post(f"{path}/charge", json={"written": "《入职材料清单》第2项"})
    assert charged.json()["state"] == "charged"


async def test_what_is_none_of_the_list_stays_unlisted_and_is_classified_once(village, county):
    problem = await asked(village)
    path = f"/v1/demands/{problem['demand_id']}/classification"
    kept = (await county.post(path, json={})).json()
    assert (kept["kind"], kept["item_code"], kept["classified_on"] is None) == ("unlisted", None, False)
    assert (await county.post(path, json={"item": "FC05"})).status_code == 409


@pytest.mark.parametrize("item", ["AC01", "XX99"])
async def test_a_demand_is_classified_under_what_the_list_forbids_only(village, county, item):
    problem = await asked(village)
    answer = await county.post(f"/v1/demands/{problem['demand_id']}/classification", json={"item": item})
    assert (answer.status_code, answer.json()["code"]) == (422, "item_not_forbidden")


async def test_where_an_allowed_item_may_be_meant_a_person_is_asked_first(svc, village, county):
    await admit(county, "AC17")
    words = "居民家庭用电情况证明"
    asking = await asked(village, words, demander={"name": "供电所"})
    assert (asking["code"], asking["similar"], "application_id" in asking) == ("item_not_listed", ["AC17"], False)
    assert (await village.get("/v1/applications")).json()["items"] == []
    assert await svc.events(UnlistedDemandRecorded) == []
    told = await asked(village, words, demander={"name": "供电所"}, not_listed=True)
    assert told["demand_id"]
    taken = await village.post("/v1/applications", json=application(item="AC17"))
    assert taken.status_code == 201


@pytest.mark.parametrize("name", ["亲属关系证明", "亲属关系证明(公证继承)", "遗赠公证亲属关系证明"])
async def test_a_forbidden_name_for_a_lawful_purpose_is_asked_about_and_not_refused(svc, village, county, name):
    await admit(county)
    asking = await asked(village, name)  # for an inheritance, by the notary
    assert (asking["code"], asking["similar"]) == ("item_not_listed", ["AC01"])
    assert asking["similar_names"] == ["亲属关系证明(仅限办理公证)"]
    assert await svc.events(DemandRecorded) == []


async def test_a_forbidden_name_is_refused_where_somebody_has_looked(village, county):
    await admit(county)
    assert (await asked(village, "亲属关系证明", not_listed=True))["item"] == "FC01"


async def test_where_it_depends_one_question_is_asked_first(svc, village):
    asking = await asked(village, "贫困证明", purpose="申请助学金", demander={"name": "某中学"})
    assert (asking["code"], asking["similar"], "application_id" in asking) == ("item_not_listed", [], False)
    assert asking["question"].endswith("？") or asking["question"].endswith("?")
    assert await svc.events(UnlistedDemandRecorded) == []
    again = await asked(village, "贫困证明", purpose="申请助学金", demander={"name": "某中学"}, not_listed=True)
    assert again["demand_id"]


async def test_without_an_allowed_item_that_may_be_meant_nobody_is_asked(village):
    assert (await asked(village, "居民家庭用电情况证明", demander={"name": "供电所"}))["demand_id"]


async def test_a_candidate_that_the_county_has_not_admitted_is_on_the_record_too(svc, village):
    answer = await village.post("/v1/applications", json=application())
    assert (answer.status_code, answer.json()["code"]) == (422, "item_not_listed")
    assert answer.json()["demand_id"]
    assert await svc.events(DemandRecorded) == []


@pytest.mark.parametrize("name", [f"{PERSON['name']}与李四亲属往来证明", "11010519491231002X号居民用水证明"])
async def test_the_name_of_what_is_demanded_names_nobody(svc, village, name):
    assert (await asked(village, name))["code"] == "personal_data_in_name"
    assert await svc.events(UnlistedDemandRecorded) == []
    body = {"name": "13912345678机主用水证明", "demander": {"name": "某公司"}}
    answer = await village.post("/v1/demands", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "personal_data_in_name")


async def test_the_same_refusal_again_with_its_key_records_one_demand(svc, village):
    body, key = application(item=None, name=STRANGE), {"idempotency-key": "k1"}
    answers = [await village.post("/v1/applications", json=body, headers=key) for _ in range(2)]
    assert len({answer.json()["demand_id"] for answer in answers}) == 1
    assert len(await svc.events(UnlistedDemandRecorded)) == 1


async def test_what_no_list_knows_can_be_no_exception(svc, village):
    problem = await asked(village)
    path = f"/v1/applications/{problem['application_id']}"
    answer = await village.post(f"{path}/exception", json={"reason": "确有需要"})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    async with svc.client(Role.VILLAGE, region=VILLAGE) as again:
        assert open_actions((await again.get(path)).json()) == []

"""What the party branch issues is refused at the counter with the way to it, and to ask for it is no demand."""

import pytest
from contracts.certificate import ApplicationReceived, ApplicationRefused, DemandRecorded, UnlistedDemandRecorded
from countykit.testing import open_actions

from tests.printed import text_of

from .story import admit, application

PARTY = {"name": "青山县人民法院机关党委"}


async def refused(village, **changes):
    answer = await village.post("/v1/applications", json=application(demander=PARTY, purpose="发展党员", **changes))
    assert answer.status_code == 422, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("item", "law"), [("AC12", "党内规定"), ("AC13", "中国共产党发展党员工作细则")], ids=["presence", "review"]
)
@pytest.mark.parametrize("listed", [True, False], ids=["on the county's list", "a candidate"])
async def test_a_party_paper_is_refused_with_the_way_to_the_branch(svc, county, village, item, law, listed):
    if listed:
        await admit(county, item)
    problem = await refused(village, item=item)
    assert (problem["code"], problem["law"], "demand_id" in problem) == ("issued_by_party_branch", law, False)
    assert problem["issue_instead"] == "本村党支部：由党支部核实出具，加盖党支部印章"
    kept = (await village.get(f"/v1/applications/{problem['application_id']}")).json()
    assert (kept["state"], kept["reason"], kept["due_on"]) == ("refused", "other_issuer", None)
    assert open_actions(kept) == []
    (event,) = await svc.events(ApplicationRefused)
    assert event["data"] == {"item": item, "forbidden": False}
    assert await svc.events(ApplicationReceived) == []


async def test_who_asked_for_it_asked_for_nothing_unlawful(svc, county, village):
    await refused(village, item="AC13")
    assert (await county.get("/v1/demands")).json()["items"] == []
    assert [*await svc.events(DemandRecorded), *await svc.events(UnlistedDemandRecorded)] == []


async def test_the_letter_names_the_branch_its_rule_and_the_partys_own_office(village):
    problem = await refused(village, item="AC13")
    printed = await village.get(f"/v1/applications/{problem['application_id']}/document")
    assert printed.status_code == 200, printed.text
    read = text_of(printed.content)
    for said in (
        "由党支部出具并加盖党支部印章（依据：中国共产党发展党员工作细则）", "本村党支部：由党支部核实出具",
        "青石镇党委或青山县委组织部",
    ):  # fmt: skip
        assert said in read, read
    assert not any(word in read for word in ("民政局", "不得索要", "登记编号"))
    assert "青山县委组织部" in (await village.get(problem["notice"])).text


@pytest.mark.parametrize(
    ("name", "item"), [("入党政审证明", "AC13"), ("发展党员政审材料", "AC13"), ("党员双报到证明", "AC12")]
)
@pytest.mark.parametrize("listed", [True, False], ids=["on the county's list", "a candidate"])
async def test_by_other_words_a_person_says_first_whether_it_is_meant(svc, county, village, name, item, listed):
    if listed:
        await admit(county, item)
    problem = await refused(village, item=None, name=name)
    assert (problem["code"], problem["similar"], "application_id" in problem) == ("item_not_listed", [item], False)
    judged = (await village.post("/v1/judgements", json={"name": name, "purpose": "发展党员"})).json()
    assert (judged["answer"], judged["authority"]) == ("unsure", "本村党支部")
    assert "请到党支部办" in judged["question"]
    assert await svc.events(UnlistedDemandRecorded) == []


async def test_another_template_of_the_list_does_not_make_it_the_villages(county, village):
    await admit(county, "AC13", template="residence")
    assert (await refused(village, item="AC13"))["code"] == "issued_by_party_branch"

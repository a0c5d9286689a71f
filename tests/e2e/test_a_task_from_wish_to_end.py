"""One entrusted task through the gateway: wished, reviewed, approved, agreed, dispatched, paid, ended, evaluated."""

import pytest

from tests.waiting import wait_until

API = "/api/checklist/v1"
REVIEWERS = {"D115": "d115", "D101": "d101", "D116": "d116", "D117": "d117"}
TOWNSHIP, VILLAGE = "t001", "990101001202"
TASK = {
    "title": "秸秆离田转运点看护", "content": "秋收期间看护村内转运点，登记进出车次",
    "legal_basis": "大气污染防治法第76条",
    "starts_on": "2026-08-03", "ends_on": "2026-09-30", "frequency": "monthly", "work": "duty", "people": 1,
    "entrusted": True, "funding_source": "县生态环境局年度预算", "funding_yuan": "3000.00", "regions": [VILLAGE],
}  # fmt: skip
AGREE = {"verdict": "agree", "opinion": "依据充分"}
GRANT = {"outcome": "grant", "reason": "同意", "approval_number": "松委办〔2026〕66号"}


@pytest.fixture
def act(sign_in):
    """Post as somebody on a day of the past year, and expect a status."""

    def act(who, path, body=None, *, on, status=200):
        headers = {"x-songbang-time": f"{on}T10:00:00+08:00"}
        answer = sign_in(who).post(f"{API}{path}", json=body or {}, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    return act


def listed(client, path, **params):
    answer = client.get(f"{API}{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def reviewed(sign_in, act, admission, on):
    reviews = listed(sign_in("jianfuban"), "/reviews", admission_id=admission["id"], state="awaited")
    assert {review["department"] for review in reviews} == set(REVIEWERS)
    for review in reviews:
        act(REVIEWERS[review["department"]], f"/reviews/{review['id']}/opinion", AGREE, on=on)


def test_an_entrusted_task_goes_from_a_wish_to_paid_and_evaluated(sign_in, act):
    draft = act("d113", "/admissions", TASK, on="2026-06-01", status=201)
    assert draft["burden_minutes"] == draft["minutes_basis"]["minutes"] > 0
    admission = act("d113", f"/admissions/{draft['id']}/submission", on="2026-06-01")
    path = f"/admissions/{admission['id']}"
    early = act("jianfuban", f"{path}/decision", GRANT, on="2026-06-02", status=409)
    assert early["code"] == "reviews_incomplete"
    reviewed(sign_in, act, admission, "2026-06-04")
    granted = act("jianfuban", f"{path}/decision", GRANT, on="2026-06-08")
    check = sign_in().get(f"{API}/admission-numbers/{granted['number']}").json()
    assert check["title"] == TASK["title"]

    order = {
        "villages": [VILLAGE], "doer": "合作社1人", "frequency": "monthly", "work_class": "purchase",
        "starts_on": "2026-08-03", "until": "2026-09-30",
    }  # fmt: skip
    assert act("d113", f"{path}/assignment", order, on="2026-06-09", status=409)["code"] == "agreement_missing"
    agreement = act("d113", "/agreements", {
        "admission_id": admission["id"], "region": VILLAGE, "receiver": "collective", "receiver_name": "股份经济合作社",
        "content": "转运点看护", "price_yuan": "1200.00", "signed_on": "2026-06-09",
        "instalments": [{"due_on": "2026-09-30", "amount_yuan": "1200.00"}],
    }, on="2026-06-09", status=201)  # fmt: skip
    act("d113", f"{path}/assignment", order, on="2026-06-09")
    # While it runs the village cannot refuse it; a letter that said otherwise would be false.
    demand = {"title": TASK["title"], "department": "D113"}
    assert act(f"v{VILLAGE[6:]}", "/refusals", demand, on="2026-08-10", status=409)["code"] == "demand_admitted"

    (payment,) = listed(sign_in("d113"), "/payments", agreement_id=agreement["id"])
    entry = {"amount_yuan": "1200.00", "paid_on": "2026-10-08", "voucher": "国库支付凭证0666号"}
    act("d113", f"/payments/{payment['id']}/payment", entry, on="2026-10-08")
    assert act(TOWNSHIP, f"/payments/{payment['id']}/receipt", on="2026-10-09")["state"] == "confirmed"

    def awaited():
        return listed(sign_in(TOWNSHIP), "/evaluations", admission_id=admission["id"])

    wait_until(awaited)  # the clock of the service ends what was told to have run out
    (evaluation,) = awaited()
    good = {"grade": "good", "result": "看护到位，未发生焚烧"}
    given = act(TOWNSHIP, f"/evaluations/{evaluation['id']}/grading", good, on="2026-10-12")
    assert (given["state"], given["grade"]) == ("given", "good")


def test_the_same_task_disguised_is_advised_against_with_the_sentence_marked(sign_in):
    text = "请各村做好秸秆离田转运点看护。另请每名村干部完成报刊订阅任务，并在群内接龙打卡。"
    answer = sign_in("d113").post(f"{API}/judgements", json={"text": text})
    assert answer.status_code == 200, answer.text
    judgement = answer.json()
    marks = judgement["marks"]
    assert judgement["answer"] == "flag"
    assert marks
    for mark in marks:
        assert text[mark["start"] : mark["end"]] == mark["text"]
        assert mark["start"] > text.index("另请"), "the lawful sentence is not marked"
        assert mark["law"]["sentence"]


def test_what_the_list_rejected_wrongly_gets_its_way_back(sign_in, act):
    free = {"entrusted": False, "funding_source": None, "funding_yuan": None}
    wrong = TASK | free | {"title": "向村级组织摊派商业保险、报刊杂志订阅等任务指标", "content": "核查各村历年摊派情况"}
    draft = act("d113", "/admissions", wrong, on="2026-06-01", status=201)
    path = f"/admissions/{draft['id']}"
    rejected = act("d113", f"{path}/submission", on="2026-06-01")
    assert (rejected["state"], bool(rejected["rejection"]["law"])) == ("rejected", True)
    reason = {"reason": "本事项是核查清理摊派，题目照抄了清单"}
    reviewed(sign_in, act, act("d113", f"{path}/objection", reason, on="2026-06-02"), "2026-06-04")
    assert act("jianfuban", f"{path}/decision", GRANT, on="2026-06-05", status=409)["code"] == "second_person_missing"
    act("fenguan", f"{path}/endorsement", {"outcome": "grant", "reason": "确为清理事项"}, on="2026-06-05")
    assert act("jianfuban", f"{path}/decision", GRANT, on="2026-06-08")["state"] == "granted"

"""One entrusted task through the gateway: wished, reviewed, approved, agreed, dispatched, paid, ended, evaluated.

And what only looks like it: a village asks, is told, and has its letter where that is certain.
"""

import pytest

from tests.printed import text_of
from tests.waiting import wait_until

API = "/api/checklist/v1"
REVIEWERS = {"D115": "d115", "D101": "d101", "D116": "d116", "D117": "d117"}
TOWNSHIP, VILLAGE, CLERK = "t001", "990101001202", "v001202"
FROM, UNTIL = "2026-07-20", "2026-09-30"
TASK = {
    "title": "秸秆离田转运点看护", "content": "秋收期间看护村内转运点，登记进出车次",
    "legal_basis": "大气污染防治法第76条",
    "starts_on": FROM, "ends_on": UNTIL, "frequency": "monthly", "work": "duty", "people": 1,
    "entrusted": True, "funding_source": "县生态环境局年度预算", "funding_yuan": "3000.00",
}  # fmt: skip
AGREE = {"decision": "agree", "reason": "依据充分"}
GRANT = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕66号"}


@pytest.fixture
def act(sign_in):
    """Post as somebody on a day of the past year, and expect a status."""

    def act(who, path, body=None, *, on, status=200):
        headers = {"x-songbang-time": f"{on}T10:00:00+08:00"}
        answer = sign_in(who).post(f"{API}{path}", json=body or {}, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    return act


@pytest.fixture
def visited(sign_in):
    """A village of the township that inspectors visited because it was drawn while the task runs, and the day."""
    drawn = "/api/supervision/v1/drawn-villages"
    rows = sign_in("jianfuban").get(drawn, params={"limit": 200}).json()["items"]
    return next(
        (row["region"], row["visited_on"]) for row in rows
        if row["region"].startswith("990101001") and FROM <= (row["visited_on"] or "") <= UNTIL
    )  # fmt: skip


def printed(client, path):
    """The text of a document as it comes out of the printer."""
    answer = client.get(f"{API}{path}/document")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    return text_of(answer.content)


def listed(client, path, **params):
    answer = client.get(f"{API}{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def reviewed(sign_in, act, admission, on):
    reviews = listed(sign_in("jianfuban"), "/reviews", admission_id=admission["id"], state="awaited")
    assert {review["department"] for review in reviews} == set(REVIEWERS)
    for review in reviews:
        act(REVIEWERS[review["department"]], f"/reviews/{review['id']}/opinion", AGREE, on=on)


def test_an_entrusted_task_goes_from_a_wish_to_paid_and_evaluated(sign_in, act, visited):
    seen, day = visited
    villages = sorted({VILLAGE, seen})
    draft = act("d113", "/admissions", TASK | {"regions": villages}, on="2026-06-01", status=201)
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
        "villages": villages, "doer": "合作社1人", "frequency": "monthly", "work_class": "purchase",
        "starts_on": FROM, "until": UNTIL,
    }  # fmt: skip
    assert act("d113", f"{path}/assignment", order, on="2026-06-09", status=409)["code"] == "agreement_missing"
    agreements = {village: act("d113", "/agreements", {
        "admission_id": admission["id"], "region": village, "receiver": "collective", "receiver_name": "股份经济合作社",
        "content": "转运点看护", "price_yuan": "1200.00", "signed_on": "2026-06-09",
        "instalments": [{"due_on": UNTIL, "amount_yuan": "1200.00"}],
    }, on="2026-06-09", status=201) for village in villages}  # fmt: skip
    agreement = agreements[VILLAGE]
    act("d113", f"{path}/assignment", order, on="2026-06-09")
    # While it runs the village cannot refuse it; a letter that said otherwise would be false.
    demand = {"title": TASK["title"], "department": "D113"}
    assert act(CLERK, "/refusals/advice", demand, on="2026-08-10")["answer"] == "green"
    assert act(CLERK, "/refusals", demand, on="2026-08-10", status=409)["code"] == "demand_admitted"
    # Nor without a word of the office under another name: the task is offered by its own.
    disguised = demand | {"title": "要求村干部下载安装政务APP并每日打卡"}
    told = act(CLERK, "/refusals/advice", disguised, on="2026-08-10")
    assert (told["answer"], told["name"], told["number"]) == ("ask", TASK["title"], granted["number"])
    # What stands on the negative list in its words is refused whoever brings it.
    letter = demand | {"title": "各村征订报刊60份"}
    refused = act(CLERK, "/refusals", letter, on="2026-08-10", status=201)
    assert "不予承接告知书" in printed(sign_in(CLERK), f"/refusals/{refused['id']}")

    assignments = listed(sign_in("d113"), "/assignments", admission_id=admission["id"])
    (assignment,) = (each for each in assignments if each["region"] == seen)
    answers = {"visited_on": day, "respondents": 8, "satisfied": 7}
    act("ducha1", f"/assignments/{assignment['id']}/satisfaction", answers, on=day)

    accepted = {"accepted_on": UNTIL, "reason": "按约定完成"}
    assert act("d113", f"/agreements/{agreement['id']}/acceptance", accepted, on=UNTIL)["accepted_on"]
    confirmed = act(TOWNSHIP, f"/agreements/{agreement['id']}/confirmation", {"reason": "情况属实"}, on="2026-10-01")
    assert confirmed["state"] == "confirmed"

    def owed():
        return listed(sign_in(CLERK), "/payments", agreement_id=agreement["id"], state="overdue")

    wait_until(owed)  # told to be past its day, it falls due by the service's clock
    assert owed()[0]["amount_yuan"] == "1200.00"

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
    assert (given["respondents"], given["satisfied"]) == (8, 7)


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
    free |= {"starts_on": "2027-03-01", "ends_on": "2027-04-30"}  # still to come, so that its notice can be printed
    wrong = TASK | free | {"title": "向村级组织摊派商业保险、报刊杂志订阅等任务指标", "content": "核查各村历年摊派情况"}
    draft = act("d113", "/admissions", wrong, on="2026-06-01", status=201)
    path = f"/admissions/{draft['id']}"
    rejected = act("d113", f"{path}/submission", on="2026-06-01")
    assert (rejected["state"], bool(rejected["rejection"]["law"])) == ("rejected", True)
    reason = {"reason": "本事项是核查清理摊派，题目照抄了清单"}
    reviewed(sign_in, act, act("d113", f"{path}/objection", reason, on="2026-06-02"), "2026-06-04")
    assert act("jianfuban", f"{path}/decision", GRANT, on="2026-06-05", status=409)["code"] == "second_person_missing"
    act("fenguan", f"{path}/endorsement", {"decision": "grant", "reason": "确为清理事项"}, on="2026-06-05")
    granted = act("jianfuban", f"{path}/decision", GRANT, on="2026-06-08")
    assert granted["state"] == "granted"
    notice = printed(sign_in("d113"), path)
    assert "准予准入通知书" in notice
    assert granted["number"] in notice

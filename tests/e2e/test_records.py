"""What every record offers, through the gateway."""

from itertools import pairwise


def test_the_history_of_a_repair_is_read_at_the_gateway(sign_in):
    office = sign_in("county_office")
    found = office.get("/api/supervision/v1/rectifications", params={"state": "closed", "limit": 1}).json()["items"]
    answer = office.get(f"/api/supervision/v1/rectifications/{found[0]['id']}/history")
    assert answer.status_code == 200, answer.text
    told = answer.json()["items"]
    assert (told[0]["from_state"], told[-1]["to_state"]) == (None, "closed")
    assert [each["at"] for each in told] == sorted(each["at"] for each in told)
    for before, after in pairwise(told):
        assert after["from_state"] == before["to_state"]
    village = sign_in("village")
    assert village.get(answer.request.url.path).status_code in (403, 404)


def test_names_stand_beside_codes_at_the_gateway(sign_in):
    row = sign_in("county_office").get("/api/supervision/v1/findings", params={"limit": 1}).json()["items"][0]
    known = sign_in("county_office").get(f"/api/directory/v1/regions/{row['region']}").json()
    assert row["region_name"] == known["name"]


def test_a_draft_is_patched_at_the_gateway(sign_in):
    department = sign_in("department")
    body = {
        "title": "村级防汛值守", "content": "汛期雨情较大时安排人员值守", "legal_basis": "防洪法第38条",
        "starts_on": "2099-05-06", "ends_on": "2099-09-30", "frequency": "on_event", "work": "notice",
        "times_a_month": 1,
    }  # fmt: skip
    draft = department.post("/api/checklist/v1/admissions", json=body)
    assert draft.status_code == 201, draft.text
    answer = department.patch(
        draft.headers["location"], content=b'{"title": "\xe6\x9d\x91\xe7\xba\xa7\xe5\xb7\xa1\xe6\x9f\xa5"}',
        headers={"content-type": "application/merge-patch+json", "if-match": draft.headers["etag"]},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["title"]) == (200, "村级巡查"), answer.text


def test_a_step_for_many_records_names_the_one_that_stops_it(sign_in):
    inspector = sign_in("inspector")
    rows = inspector.get("/api/signage/v1/plaques", params={"state": "registered", "limit": 2}).json()["items"]
    items = [{"id": each["id"], "version": each["version"] + 1} for each in rows]
    body = {"items": items, "body": {"reason": "function_mismatch"}}
    answer = inspector.post("/api/signage/v1/plaques/bulk/flag", json=body)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version"), answer.text
    assert answer.json()["item"] in [each["id"] for each in rows]


def test_what_was_dispatched_and_paid_to_a_village_is_read_at_the_gateway(sign_in):
    office = sign_in("county_office")
    (dues,) = [each for each in office.get("/api/checklist/v1/dues").json()["bodies"] if each["department"] == "D103"]
    assert (dues["agreed_yuan"], dues["paid_yuan"], dues["confirmed_yuan"]) == ("6000.00", "3000.00", "3000.00")
    assert dues["department_name"] == "县卫生健康局"
    bought = office.get("/api/checklist/v1/assignments", params={"work_class": "purchase"}).json()["items"]
    (village,) = {each["region"] for each in bought if each["department"] == "D103"}
    number = sign_in().get(f"/api/checklist/v1/admission-numbers/{bought[0]['number']}", params={"village": village})
    assert number.json()["assigned"] is True

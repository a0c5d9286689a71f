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

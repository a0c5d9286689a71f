"""What the county office sees first, checked from outside: restart, kill, docs, metrics."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.waiting import wait_until


def test_a_killed_service_comes_back_and_nothing_it_accepted_is_lost(stack, sign_in, people):
    township = sign_in("t002")
    region = people["t002"].region
    body = {"region": region, "name": "断电前登记的群", "platform": "qq", "members": 1}
    made = township.post("/api/checklist/v1/groups", json=body)
    assert made.status_code == 201
    stack.kill("checklist")
    stack.wait_ready()
    again = township.get(f"/api/checklist/v1/groups/{made.json()['id']}")
    assert again.status_code == 200


def test_a_dead_service_is_a_problem_document_with_retry_after(stack, sign_in):
    stack.kill("certificate", keep_down=True)
    try:
        answer = sign_in("county_office").get("/api/certificate/v1/items")
        assert answer.status_code in (502, 503, 504)
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert "retry-after" in answer.headers
    finally:
        stack.launch("certificate")
        stack.wait_ready()
    wait_until(lambda: sign_in("county_office").get("/api/certificate/v1/items").status_code == 200)


def test_a_process_that_two_want_to_start_runs_once(stack):
    stack.kill("certificate")
    with ThreadPoolExecutor() as pool:
        list(pool.map(stack.launch, ["certificate"] * 4))
    port = str(stack.ports.services["certificate"]).encode()
    assert len([path for path in Path("/proc").glob("[0-9]*/cmdline") if port in path.read_bytes().split(b"\0")]) == 1
    stack.wait_ready()


def test_every_part_tells_its_figures_and_its_readiness(stack):
    for name, port in {"gateway": stack.ports.inside, **stack.ports.services}.items():
        ready = httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False)
        assert ready.status_code == 200, (name, ready.text)
        assert "songbang_outbox_depth" in httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text


def test_a_certificate_is_checked_by_anybody_without_login(sign_in):
    certificate = sign_in("v001001").get("/api/certificate/v1/certificates", params={"limit": 1}).json()["items"][0]
    public = sign_in().get(f"/api/certificate/v1/verify/{certificate['verification_code']}")
    assert public.status_code == 200
    assert public.json()["number"] == certificate["number"]
    assert "holder" not in public.json()


def test_an_admission_number_is_checked_by_anybody_without_login(sign_in):
    office = sign_in("county_office")
    admissions = office.get("/api/checklist/v1/admissions", params={"state": "granted"}).json()["items"]
    public = sign_in().get(f"/api/checklist/v1/admission-numbers/{admissions[0]['number']}")
    assert public.json()["status"] in ("valid", "expired")


def test_every_code_of_every_service_has_its_name_at_one_address(sign_in):
    client = sign_in("t002")
    # Another test may have stopped a service just before; the gateway looks again within seconds.
    wait_until(lambda: client.get("/api/codes").json()["unavailable"] == [])
    answer = client.get("/api/codes").json()
    lists = {item["name"]: {each["value"]: each["title"] for each in item["values"]} for item in answer["lists"]}
    assert lists["plaque_state"]["flagged"] == "不规范"
    assert lists["role"]["county_office"] == "县减负办"
    assert lists["event_type"]["checklist.admission.granted.v1"] == "准予准入"
    assert {rule["code"]: rule["severity"] for rule in answer["rules"]}["DOC-03"] == "block"
    assert len(answer["rules"]) == 62
    group = client.get("/api/checklist/v1/groups", params={"limit": 1}).json()["items"][0]
    assert group["state"] in lists["group_state"]
    only = client.get("/api/codes", params={"name": ["role", "grade"]}).json()["lists"]
    assert [item["name"] for item in only] == ["grade", "role"]
    again = client.get("/api/codes", headers={"if-none-match": client.get("/api/codes").headers["etag"]})
    assert again.status_code == 304

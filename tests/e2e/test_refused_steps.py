"""Well-formed requests that break a rule, name what is not theirs, or come twice: refused with the rule's code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

MISSING = "01936f2a-0000-7000-8000-000000000001"
OURS, THEIRS = "990101001000", "990101002000"
OUR_VILLAGE, THEIR_VILLAGE, ABROAD = "990101001202", "990101002202", "110101001001"
LATER = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011 - far enough from any midnight
CHECKLIST, SIGNAGE, REPORT = "/api/checklist/v1", "/api/signage/v1", "/api/report/v1"
CERTIFICATE, SUPERVISION = "/api/certificate/v1", "/api/supervision/v1"
DIRECTORY, IDENTITY = "/api/directory/v1", "/api/identity/v1"
PLAQUE = {"name": "青石镇妇女之家", "placement": "inside", "width_mm": 600, "height_mm": 400, "background": "红",
          "text_colour": "白"}  # fmt: skip
DRAFT = {"title": "汛期巡查", "content": "协助巡查", "legal_basis": "防洪法", "starts_on": "2027-06-01",
         "ends_on": "2027-09-30", "frequency": "monthly", "work": "papers"}  # fmt: skip
APPLICATION = {"item": "AC15", "applicant": {"name": "张三丰", "id_number": "11010519491231002X"},
               "purpose": "办理补贴", "demander": {"name": "某单位"}}  # fmt: skip
GROUP = {"name": "试验群", "platform": "qq", "members": 3}
VISIT = {"visited_on": "2026-11-20", "unannounced": True, "team_size": 3}
REASON = {"reason": "试一试"}


def first(client, path: str, **query) -> dict:
    answer = client.get(path, params={"limit": 1, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"][0]


WRONG_PLACES = [
    ("t001", f"{CHECKLIST}/groups", GROUP, THEIRS),
    ("t001", f"{SIGNAGE}/plaques", PLAQUE, THEIR_VILLAGE),
    ("t001", f"{CERTIFICATE}/trainings", {"topic": "培训", "held_on": "2026-11-20", "attendees": 3}, THEIRS),
    ("v001202", f"{CERTIFICATE}/applications", APPLICATION, THEIR_VILLAGE),
    ("inspector", f"{SUPERVISION}/visits", VISIT, ABROAD),
    ("county_office", f"{IDENTITY}/accounts",
     {"username": "shiyan", "name": "试验员", "password": "Songyun-shiyan-2026!", "roles": ["township"]},
     "110101001000"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path", "body", "region"), WRONG_PLACES)
async def test_a_region_of_somebody_else_is_forbidden(sign_in, refused, unchanged, who, path, body, region):
    async with unchanged():
        refused(sign_in(who).post(path, json={**body, "region": region}), 403, "forbidden")


@pytest.mark.parametrize(("who", "path", "body", "region"), WRONG_PLACES[:5])
async def test_a_region_that_does_not_exist_is_unknown_or_not_ours(
    sign_in, refused, unchanged, who, path, body, region
):
    nowhere = "990101001999" if not region.endswith("000") else "990101999000"
    async with unchanged():
        answer = sign_in(who).post(path, json={**body, "region": nowhere})
        assert answer.json()["code"] in ("region_unknown", "forbidden", "invalid_request"), answer.text
        refused(answer, answer.status_code, answer.json()["code"])


async def test_another_townships_rows_do_not_exist_for_us(sign_in, refused, unchanged):
    office, ours = sign_in("county_office"), sign_in("t001")
    theirs = {
        f"{CHECKLIST}/groups/{{}}/dissolution": first(office, f"{CHECKLIST}/groups", region=THEIRS)["id"],
        f"{SIGNAGE}/plaques/{{}}/flag": first(sign_in("t002"), f"{SIGNAGE}/plaques")["id"],
        f"{SIGNAGE}/plaques/{{}}/completion": first(sign_in("t002"), f"{SIGNAGE}/plaques")["id"],
    }
    bodies = {"flag": {"reason": "not_in_spec"}, "completion": {"note": "已经拆除"}}
    async with unchanged():
        for path, id in theirs.items():
            body = bodies.get(path.rsplit("/", 1)[1], REASON)
            refused(ours.post(path.format(id), json=body), 404, "not_found")
            refused(ours.get(path.rsplit("/", 1)[0].format(id)), 404, "not_found")


TOO_EARLY = [
    ("v001202", f"{CHECKLIST}/imposed-tasks",
     {"title": "代收", "department": "D101", "occurred_on": LATER}, "date_in_future"),
    ("t001", f"{SIGNAGE}/plaques", {**PLAQUE, "region": OUR_VILLAGE, "hung_on": LATER}, "date_in_future"),
    ("t001", f"{CERTIFICATE}/trainings",
     {"region": OURS, "topic": "培训", "attendees": 3, "held_on": LATER}, "date_in_future"),
    ("inspector", f"{SUPERVISION}/visits", {**VISIT, "region": OUR_VILLAGE, "visited_on": LATER}, "date_in_future"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path", "body", "code"), TOO_EARLY)
async def test_what_has_happened_cannot_lie_in_the_future(sign_in, refused, unchanged, who, path, body, code):
    async with unchanged():
        refused(sign_in(who).post(path, json=body), 422, code)
        refused(sign_in(who).post(path, json={**body, _date_of(body): "9999-12-31"}), 422, code)


def _date_of(body: dict) -> str:
    return next(name for name in body if name.endswith("_on"))


async def test_dates_at_the_ends_of_the_calendar_break_nothing(sign_in, refused, unchanged):
    """One day more than the last is an overflow; and counting working days until then must not take minutes."""
    client = sign_in("d104")
    async with unchanged():
        last = {**DRAFT, "starts_on": "9999-12-31", "ends_on": "9999-12-31"}
        refused(client.post(f"{CHECKLIST}/admissions", json=last), 422, "invalid_request")
        for name in ("as_of", "at"):
            for day in ("0001-01-01", "9999-12-31"):
                for path in (f"{SUPERVISION}/board", f"{CHECKLIST}/lists/current", f"{SUPERVISION}/overview"):
                    assert sign_in("county_office").get(path, params={name: day}).status_code < 500
    far = {**DRAFT, "starts_on": "9990-01-01", "ends_on": "9990-02-01"}
    draft = client.post(f"{CHECKLIST}/admissions", json=far).json()
    sent = client.post(f"{CHECKLIST}/admissions/{draft['id']}/submission", json={}, timeout=10)
    assert sent.status_code == 200


NEGATIVE = [
    ("t001", f"{CHECKLIST}/groups", {**GROUP, "region": OURS, "members": -1}),
    ("d104", f"{CHECKLIST}/admissions", {**DRAFT, "people": -1}),
    ("t001", f"{SIGNAGE}/plaques", {**PLAQUE, "region": OUR_VILLAGE, "width_mm": -600}),
    ("t001", f"{CERTIFICATE}/trainings", {"region": OURS, "topic": "培训", "held_on": "2026-11-20", "attendees": -3}),
    ("inspector", f"{SUPERVISION}/visits", {**VISIT, "region": OUR_VILLAGE, "team_size": -3}),
]


@pytest.mark.parametrize(("who", "path", "body"), NEGATIVE)
async def test_nothing_is_counted_below_zero(sign_in, refused, unchanged, who, path, body):
    async with unchanged():
        (error,) = refused(sign_in(who).post(path, json=body), 422, "invalid_request")["errors"]
        assert error["code"] == "greater_than_equal"


async def test_a_number_or_name_is_given_once(sign_in, refused, unchanged):
    form = first(sign_in("county_office"), f"{REPORT}/forms")
    taken = {"code": form["code"], "title": "另一张表", "fields": [{"name": "户数", "unit": "户"}],
             "frequency": "monthly", "legal_basis": "统计法", "table_number": "T1", "issued_by": "县统计局",
             "approval_number": "1号", "valid_until": "2027-12-31"}  # fmt: skip
    department = {"code": "D101", "name": "另一个局", "home": "990101000000"}
    account = {"username": "t001", "name": "另一人", "password": "Songyun-lingyi-2026!", "roles": ["township"],
               "region": OURS}  # fmt: skip
    async with unchanged():
        refused(sign_in("d110").post(f"{REPORT}/forms", json=taken), 409, "form_code_taken")
        refused(sign_in("operator").post(f"{DIRECTORY}/departments", json=department), 409, "department_exists")
        refused(sign_in("operator").post(f"{IDENTITY}/accounts", json=account), 409, "username_taken")


async def test_a_second_lawful_group_of_a_township_is_refused_also_in_a_race(sign_in, refused, unchanged):
    client = sign_in("t012")  # a failing township that has groups left over, and one retained already
    registered = client.get(f"{CHECKLIST}/groups", params={"state": "registered"}).json()["items"]
    left = [group for group in registered if group["platform"] != "government_app"][:4]  # an app takes no such place
    assert len(left) > 1
    async with unchanged():
        with ThreadPoolExecutor(4) as pool:
            answers = pool.map(lambda one: client.post(f"{CHECKLIST}/groups/{one['id']}/retention", json=REASON), left)
        for answer in answers:
            refused(answer, 409, "one_group_per_township")


async def test_a_step_that_the_state_does_not_allow_is_refused(sign_in, refused, unchanged):
    office, township = sign_in("county_office"), sign_in("t001")
    gone = first(township, f"{CHECKLIST}/groups", state="dissolved")
    decided = first(office, f"{CHECKLIST}/admissions", state="granted")
    told = first(office, f"{CHECKLIST}/imposed-tasks", state="confirmed")
    approved = first(office, f"{REPORT}/forms", state="approved")
    steps = [
        (township, f"{CHECKLIST}/groups/{gone['id']}/retention", REASON),
        (office, f"{CHECKLIST}/admissions/{decided['id']}/decision", {"decision": "reject", **REASON}),
        (office, f"{CHECKLIST}/imposed-tasks/{told['id']}/dismissal", REASON),
        (office, f"{REPORT}/forms/{approved['id']}/decision", {"decision": "approve", **REASON}),
    ]
    async with unchanged():
        for client, path, body in steps:
            refused(client.post(path, json=body), 409, "illegal_transition")


async def test_a_stale_etag_is_refused_and_says_which_version_is_current(sign_in, refused, unchanged):
    client = sign_in("t012")
    group = first(client, f"{CHECKLIST}/groups", state="registered")
    current = client.get(f"{CHECKLIST}/groups/{group['id']}").headers["etag"]
    assert current.startswith(f'"{group["version"]}-')
    async with unchanged():
        for stale in ('"0"', '"99"', f'W/"{group["version"]}"', "nonsense", f"{group['version']}"):
            answer = client.post(
                f"{CHECKLIST}/groups/{group['id']}/dissolution", json=REASON, headers={"if-match": stale}
            )
            assert refused(answer, 412, "stale_version")["current"] == group["version"]


def test_a_repeated_key_gives_the_same_answer_and_another_body_under_it_is_refused(sign_in, refused):
    client, path, key = sign_in("d104"), f"{CHECKLIST}/admissions", {"idempotency-key": "e2e-once"}

    def mine() -> int:
        return len(client.get(path, params={"limit": 200}).json()["items"])

    before = mine()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post(path, json=DRAFT, headers=key), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 7
    assert mine() == before + 1
    other = client.post(path, json={**DRAFT, "people": 2}, headers=key)
    refused(other, 409, "idempotency_key_reused")
    somebody_else = sign_in("d103").post(path, json=DRAFT, headers=key)
    assert somebody_else.status_code == 201
    assert somebody_else.json()["id"] != answers[0].json()["id"]
    assert mine() == before + 1


@pytest.mark.parametrize("key", ["", "x" * 201, "tab\there", "naïve"])
async def test_a_key_that_is_no_plain_text_is_refused(sign_in, refused, unchanged, key):
    async with unchanged():
        headers = {"idempotency-key": key.encode("latin-1")}
        answer = sign_in("d104").post(f"{CHECKLIST}/admissions", json=DRAFT, headers=headers)
        refused(answer, 422, "idempotency_key_invalid")


LISTS = [
    f"{CHECKLIST}/groups", f"{CHECKLIST}/admissions", f"{CHECKLIST}/imposed-tasks", f"{SIGNAGE}/plaques",
    f"{REPORT}/forms", f"{REPORT}/arrangements", f"{CERTIFICATE}/certificates", f"{SUPERVISION}/visits",
    f"{DIRECTORY}/regions", f"{DIRECTORY}/departments", f"{IDENTITY}/accounts",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_a_page_cursor_from_elsewhere_is_refused(sign_in, refused, path):
    client = sign_in("county_office")
    elsewhere = next(other for other in LISTS if other != path)
    foreign = client.get(elsewhere, params={"limit": 1}).json()["next"]
    own = client.get(path, params={"limit": 1}).json()["next"]
    assert own
    assert client.get(path, params={"limit": 1, "after": own}).status_code == 200
    for after in (foreign, own[:-3], own[:20] + "A" + own[21:], "x", "e30", "W10", "bnVsbA", "_" * 900, "翻页"):
        refused(client.get(path, params={"limit": 1, "after": after}), 400, "cursor_invalid")
    another = "code" if path.endswith("/regions") else "id"
    refused(client.get(path, params={"limit": 1, "after": own, "sort": another}), 400, "cursor_invalid")
    for limit in ("0", "-1", "201", "many", "1e3"):
        refused(client.get(path, params={"limit": limit}), 422, "invalid_request")


INJECTIONS = ["' OR 1=1 --", "'; DROP TABLE chat_group; --", "1) UNION SELECT * FROM account --", "%", "_", "\\", "[]"]


@pytest.fixture(scope="module")
def filters(sign_in) -> dict[str, list[str]]:
    """Every filter of every list, as the merged document names them."""
    paths = sign_in().get("/openapi.json").json()["paths"]
    return {
        path: [parameter["name"] for parameter in paths[path]["get"]["parameters"] if parameter.get("in") == "query"]
        for path in LISTS
    }


@pytest.mark.parametrize("path", LISTS)
async def test_sql_in_a_filter_finds_nothing_and_changes_nothing(sign_in, refused, unchanged, filters, path):
    client = sign_in("county_office")
    async with unchanged():
        for name in filters[path]:
            for text in INJECTIONS:
                answer = client.get(path, params={"limit": 1, name: text})
                if answer.status_code == 200:
                    assert answer.json()["items"] == [], (name, text)
                else:
                    assert answer.status_code in (400, 403, 404, 422), answer.text
                    refused(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("hidden", ["%00", "%E2%80%AE", "%E2%81%A6", "%EF%BB%BF", "%07", "%FF", "%ED%A0%80"])
def test_hidden_characters_in_an_address_are_refused(sign_in, refused, hidden):
    client = sign_in("county_office")
    for path in LISTS:
        answer = client.get(f"{path}?region=99{hidden}01")
        refused(answer, 400, "unsafe_text")
        answer = client.get(f"{path}/x{hidden}y")
        assert answer.status_code in (400, 404, 405, 422)
        refused(answer, answer.status_code, answer.json()["code"])


STRANGE = [
    b"\xe2\x80\xaex", b"\xff\xfe", b"\x01", b"a\tb", b"x" * 7000, b"' OR 1=1 --", b"=cmd", b"0001-01-01T00:00:00+14:00",
]  # fmt: skip


@pytest.mark.parametrize("name", ["x-request-id", "traceparent", "x-songbang-time", "if-match", "accept", "user-agent"])
def test_hidden_characters_in_a_header_break_nothing(sign_in, refused, name):
    client = sign_in("t001")
    for value in STRANGE:
        for path in (f"{CHECKLIST}/groups", f"{DIRECTORY}/regions"):
            answer = client.get(path, params={"limit": 1}, headers={name: value})
            assert answer.status_code < 500, (name, value, answer.text)
            if answer.status_code != 200 and answer.headers["content-type"] != "text/plain; charset=utf-8":
                refused(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize("path", [
    "/api/checklist/v1/none", "/api/none/v1/groups", "/api/directory/v1/none", "/api/",
    f"{CHECKLIST}/groups/", f"{DIRECTORY}/regions/", "/docs/",
])  # fmt: skip
def test_what_does_not_exist_is_a_problem_too(sign_in, refused, path):
    refused(sign_in("t001").get(path), 404, "no_such_route")


@pytest.mark.parametrize("path", LISTS)
def test_a_method_that_a_route_does_not_have_is_a_problem_too(sign_in, refused, path):
    documented = sign_in("county_office").get("/openapi.json").json()["paths"][path]
    for method in ("PUT", "PATCH", "DELETE"):
        answer = sign_in("county_office").request(method, path, json={})
        refused(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == ", ".join(sorted(name.upper() for name in documented))
    assert sign_in("county_office").request("TRACE", path).status_code == 405

"""Who may do what to whose rows, on every route of the merged document: generated, so a new route is in at once."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import orjson
import pytest
from gateway.identity.keyring import Keyring

ROLES = [
    "village", "township", "department", "county_office", "approver", "inspector", "observer", "integrator", "operator",
    "auditor",
]  # fmt: skip
# What everybody may call without a login: signing in and out, keys, and the public checks of a number or code.
DOCUMENTED = ("checklist", "signage", "certificate", "supervision")
PUBLIC = {
    "GET /healthz", "GET /readyz", "GET /.well-known/jwks.json",
    "POST /api/identity/v1/token", "POST /api/identity/v1/logout", "POST /api/identity/v1/session",
    "DELETE /api/identity/v1/session", "POST /api/identity/v1/session/refresh",
    "POST /api/identity/v1/session/post",
    "GET /api/identity/v1/outside-provider", "POST /api/identity/v1/outside-provider/logout",
    "POST /api/identity/v1/session/outside", "POST /api/identity/v1/session/outside/arrival",
    "GET /api/checklist/v1/admission-numbers/{number}", "GET /api/checklist/v1/signing-key",
    "GET /api/certificate/v1/verify/{code}", "GET /api/certificate/v1/public-key",
    "POST /api/supervision/v1/complaint-box", "POST /api/supervision/v1/complaint-box/answer",
    "POST /api/supervision/v1/complaint-box/rating", "GET /api/supervision/v1/draw-commitments",
    "GET /api/supervision/v1/draw-proofs/{draw_id}",
    "GET /api/certificate/v1/privacy-notice", "GET /api/certificate/v1/verifier", "GET /api/certificate/v1/public-list",
    "GET /api/certificate/v1/public-statistics", "POST /api/certificate/v1/demands/outcome",
    "GET /api/checklist/v1/public-lists",
    "GET /api/supervision/v1/public-passes/{code}", "GET /api/supervision/v1/calendars/{token}",
    *(f"GET /api/{service}/v1/documents/{{code}}" for service in DOCUMENTED),
    "GET /api/signage/v1/places/{code}", "GET /api/signage/v1/guides/{code}",
    "GET /api/signage/v1/guides",
    "POST /api/signage/v1/places/{code}/reports", "GET /api/signage/v1/report-receipts/{receipt}",
    "POST /api/signage/v1/report-receipts/{receipt}/photo",
}  # fmt: skip
LOGOUT = "POST /api/identity/v1/logout-everywhere"
# What somebody who only looks on may send: their own account, and questions too long for an address.
NOT_A_CHANGE = {
    *(f"POST /api/identity/v1/me/second-factor{end}" for end in ("", "/confirmation", "/removal")),
    LOGOUT, "PUT /api/identity/v1/me/password", "DELETE /api/identity/v1/me/sessions/{session_id}",
    "POST /api/supervision/v1/board/simulations", "PUT /api/todos/digest", "DELETE /api/todos/digest",
    "POST /api/report/v1/column-suggestions", "POST /api/checklist/v1/refusals/advice",
    *(f"POST /api/{service}/v1/judgements" for service in ("checklist", "certificate", "signage", "report")),
}  # fmt: skip
MISSING = "01936f2a-0000-7000-8000-000000000001"
TEXTS = [
    "990101002000",
    "990101002202",
    "2026-11-20",
    "0571-1234567",
    "shiyan",
    "XB01",
    "a" * 64,
    "试一试",
    "990101000000",
]
# Where the smallest body that fits the schema is not enough.
LETTER = "/api/certificate/v1/demand-letters/{letter_id}"
BODIES: dict[str, dict[str, object]] = {
    "opinion": {"decision": "agree", "reason": "符合要求"},
    "findings": {"action": "work", "grade": "general", "description": "重复报表", "clause": "FRM-01"},
    "grounding": {"basis": "社会保险法第八条"},
    "{arrangement_id}/grounding": {},
    "{rectification_id}/submission": {"measures": "已退回", "on_the_spot": "镇党建办可查"},
    "{rectification_id}/recheck": {"decision": "accepted", "reason": "属实", "visit_id": MISSING},
    f"{LETTER}/answer": {"answer": "withdrawn", "statement": "已通知各窗口停止收取"},
    f"{LETTER}/reply": {"answer": "withdrawn", "statement": "已通知各窗口停止收取"},
    f"{LETTER}/decision": {"decision": "accepted", "reason": "所列条款有此要求"},
    "{question_id}/answer": {"answer": "由公安机关出具"},
    "question": {
        "matter": "是否派交过报刊任务",
        "since": "2026-01-01",
        "until": "2026-03-01",
        "law": "准入制",
    },
    "{form_id}/binding": {"columns": {"常住人口": "E007"}},
    "{arrangement_id}/confirmation": {"village": "990101001201", "period": "2026-03", "digest": "0" * 16},
}
QUERIES = {"into": "E007", "ledger": "site"}
TABLE = {"file": ("table.csv", b"name\n", "text/csv")}


@dataclass(frozen=True)
class Operation:
    """One method of one path, and what it takes."""

    method: str
    path: str
    body: dict[str, object] | None
    parameters: tuple[dict, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def fitting(self) -> dict[str, object] | None:
        """A body that is not refused for its form."""
        *_, before, last = self.path.split("/")
        keys = (self.path, f"{before}/{last}", last)
        return next((BODIES[key] for key in keys if key in BODIES), self.body)

    def address(self, **known: str) -> str:
        values = {p["name"]: _value(p["schema"]) for p in self.parameters if p.get("in") == "path"} | known
        return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), self.path)

    def query(self) -> dict[str, object]:
        needed = [p for p in self.parameters if p.get("in") == "query" and p.get("required")]
        return {p["name"]: QUERIES.get(p["name"]) or _value(p["schema"]) for p in needed}


def _value(schema: dict) -> object:
    """A value that fits a parameter's schema."""
    schema = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "integer":
        return 2026
    if schema.get("format") == "uuid":
        return MISSING
    return "2026-11-20" if schema.get("format") == "date" else "990101002000"


class Document:
    """The merged document, read for what can be called."""

    def __init__(self, document: dict) -> None:
        self.document = document
        self.operations = [
            Operation(method.upper(), path, self._body(operation), tuple(operation.get("parameters", ())))
            for path, item in document["paths"].items()
            for method, operation in item.items()
        ]

    def lists(self) -> Iterator[Operation]:
        """The lists whose rows may be somebody's."""
        for operation in self.operations:
            answer = self.document["paths"][operation.path][operation.method.lower()]["responses"].get("200", {})
            schema = self._resolved(answer.get("content", {}).get("application/json", {}).get("schema", {}))
            if operation.method == "GET" and "{" not in operation.path and "items" in schema.get("properties", {}):
                yield operation

    def beneath(self, path: str) -> Iterator[Operation]:
        """Everything that can be done with one row of a list."""
        wanted = re.compile(re.escape(path) + r"/\{\w+\}(/.*)?")
        return (operation for operation in self.operations if wanted.fullmatch(operation.path))

    def _body(self, operation: dict) -> dict[str, object] | None:
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return None if content is None else self._sample(content["schema"])

    def _resolved(self, schema: dict) -> dict:
        while "$ref" in schema:
            *_, kind, name = schema["$ref"].split("/")
            schema = self.document["components"][kind][name]
        return schema

    def _sample(self, schema: dict) -> object:
        """The smallest value that fits a schema."""
        schema = self._resolved(schema)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._sample(next(one for one in schema[choice] if one.get("type") != "null"))
        if "const" in schema or "enum" in schema:
            return schema.get("const", (schema.get("enum") or [None])[0])
        match schema.get("type"):
            case "object":
                return {n: self._sample(schema["properties"][n]) for n in schema.get("required", ())}
            case "array":
                return [self._sample(schema["items"]) for _ in range(schema.get("minItems", 0))]
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return True
        return self._text(schema)

    @staticmethod
    def _text(schema: dict) -> str:
        if "format" in schema:
            return {"uuid": MISSING, "date": "2026-11-20"}.get(schema["format"], "2026-11-20T00:00:00Z")
        fitting = (text for text in TEXTS if re.search(schema.get("pattern", ""), text))
        return next((t for t in fitting if len(t) <= schema.get("maxLength", 100)), "x")


@pytest.fixture(scope="module")
def document(stack) -> Document:
    return Document(httpx.get(f"{stack.url}/openapi.json", trust_env=False).json())


def call(client: httpx.Client, operation: Operation, body: object = None, **known: str) -> httpx.Response:
    """One request; of an endless answer only the head is read."""
    content = None if operation.body is None else orjson.dumps(body)
    request = client.build_request(
        operation.method, operation.address(**known), params=operation.query(), content=content,
        headers={"content-type": "application/json"} if content is not None else None,
        files=TABLE if operation.path.endswith("/import") else None,
    )  # fmt: skip
    answer = client.send(request, stream=True)
    if not answer.headers.get("content-type", "").startswith("text/event-stream"):
        answer.read()
    answer.close()
    return answer


def test_the_document_is_whole_and_says_which_routes_need_no_login(document):
    assert len(document.operations) > 150
    public = {
        operation.name
        for operation in document.operations
        if not document.document["paths"][operation.path][operation.method.lower()].get("security")
    }
    assert public == PUBLIC


def test_nobody_gets_anything_without_a_login_but_what_is_public(sign_in, document, refused):
    for operation in document.operations:
        answer = call(sign_in(), operation, operation.body)
        assert answer.status_code < 500, (operation.name, answer.text)
        if operation.name not in PUBLIC:
            refused(answer, 401, "unauthenticated")


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_breaks_a_route_and_every_refusal_is_a_problem(sign_in, document, refused, unchanged, role):
    client = sign_in(role)
    async with unchanged():
        for operation in document.operations:
            if operation.name in {*PUBLIC, LOGOUT}:  # a token of a session that was ended is good for nothing more
                continue
            answer = call(client, operation, {})  # lacks what it needs, so that nothing is written
            assert answer.status_code < 500, (operation.name, answer.text)
            if answer.status_code >= 400:
                assert answer.status_code != 401, operation.name
                refused(answer, answer.status_code, answer.json()["code"])


def test_who_only_looks_on_changes_nothing(sign_in, document):
    for operation in document.operations:
        if operation.method != "GET" and operation.name not in PUBLIC | NOT_A_CHANGE:
            assert call(sign_in("observer"), operation, operation.body).status_code == 403, operation.name


# Rows that belong to everybody: the directory, what the law or the system says, and what was published to anybody.
SHARED = {
    "/api/directory/v1/regions", "/api/directory/v1/departments", "/api/certificate/v1/items",
    "/api/integration/v1/event-types", "/api/supervision/v1/draw-commitments",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(sign_in, document) -> dict[str, list[dict]]:
    """What the county office (and the operator) sees in every list: up to 1,000 rows each."""
    found: dict[str, list[dict]] = {}
    for operation in document.lists():
        if operation.path in SHARED:
            continue
        for who in ("county_office", "operator"):
            query: dict[str, object] = {"limit": 200, **operation.query()}
            for _ in range(5):
                answer = sign_in(who).get(operation.path, params=query)
                if answer.status_code != 200:
                    break
                page = answer.json()
                found.setdefault(operation.path, []).extend(page["items"])
                if not page.get("next"):
                    break
                query["after"] = page["next"]
    assert len(found) > 15
    ours = {
        path: [row for row in items if row.get("region", "").startswith("9901") and "id" in row]
        for path, items in found.items()
    }
    return {path: items for path, items in ours.items() if items}  # the law's own lists belong to the whole country


@pytest.fixture(scope="module")
def stranger(stack, sign_in) -> Iterator:
    """Somebody of a region far away, with a token that the gateway's own key signed."""
    keyring = Keyring(orjson.loads((stack.root / "secrets.json").read_bytes())["token_signing_key"])
    clients: list[httpx.Client] = []

    def client(role: str, region: str, department: str | None = None) -> httpx.Client:
        now = int(time.time())
        token = keyring.sign({
            "iss": "songbang", "aud": "songbang", "iat": now, "exp": now + 600, "jti": MISSING, "name": "外县人员",
            "sub": f"{role}-{region}", "roles": [role], "region": region, "department": department,
        })  # fmt: skip
        headers = {"authorization": f"Bearer {token}"}
        clients.append(httpx.Client(base_url=stack.url, headers=headers, timeout=30, trust_env=False))
        return clients[-1]

    yield client
    for each in clients:
        each.close()


ABROAD = [
    ("village", "110101001001", None), ("township", "110101001", None), ("county_office", "110101", None),
    ("inspector", "110101", None), ("approver", "110101", None), ("observer", "110101", None),
    ("integrator", "110101", None), ("operator", "110101", None), ("department", "110101", "D101"),
]  # fmt: skip


def trespass(client: httpx.Client, document: Document, path: str, row: dict) -> list[str]:
    """Try everything that can be done with one row; tells what was not answered as if the row did not exist."""
    broken = []
    for operation in document.beneath(path):
        parameter = re.findall(r"\{(\w+)\}", operation.path)[0]
        answer = call(client, operation, operation.fitting, **{parameter: str(row.get(parameter, row["id"]))})
        if answer.status_code not in (403, 404):
            broken.append(f"{operation.name}: {answer.status_code} {answer.text[:200]}")
    return broken


@pytest.mark.parametrize(("role", "region", "department"), ABROAD)
async def test_rows_of_another_county_do_not_exist(document, rows, stranger, unchanged, role, region, department):
    client = stranger(role, region, department)
    async with unchanged():
        broken = [fault for path, items in rows.items() for fault in trespass(client, document, path, items[0])]
    assert broken == []
    assert len(rows) > 15


@pytest.mark.parametrize(("role", "region", "department"), ABROAD)
def test_no_list_shows_rows_of_another_county(document, rows, stranger, role, region, department):
    client = stranger(role, region, department)
    for operation in document.lists():
        if operation.path in rows:
            answer = client.get(operation.path, params={"limit": 200, **operation.query()})
            if answer.status_code == 200:
                assert [row for row in answer.json()["items"] if row["region"].startswith("9901")] == [], operation.path


def _first(items: list[dict], wanted: str) -> dict | None:
    return next((row for row in items if re.fullmatch(wanted, row["region"])), None)


OF_THE_COUNTY = {"t001": {"/api/supervision/v1/practices"}}
"""What a township reads of the others: verified good practices, to learn from them (向第一学习)."""
# A township against the next one; a village against another one of the same township.
NEIGHBOURS = [("t001", "990101002...", 8), ("v001202", "990101001(?!202|000)...", 4)]


@pytest.mark.parametrize(("who", "theirs", "lists"), NEIGHBOURS)
async def test_rows_of_the_neighbour_do_not_exist(document, rows, sign_in, unchanged, who, theirs, lists):
    client, found, broken = sign_in(who), 0, []
    async with unchanged():
        for path, items in rows.items():
            row = None if path in OF_THE_COUNTY.get(who, ()) else _first(items, theirs)
            if row is not None:
                found += 1
                broken += trespass(client, document, path, row)
    assert broken == []
    assert found >= lists


async def test_rows_of_another_department_do_not_exist(document, rows, sign_in, unchanged):
    # Not one of the reviewing bodies, which read the applications that they review.
    client, found, broken = sign_in("d102"), 0, []
    async with unchanged():
        for path, items in rows.items():
            row = next((row for row in items if row.get("department") not in (None, "D102")), None)
            if row is not None:
                found += 1
                broken += trespass(client, document, path, row)
    assert broken == []
    assert found >= 4


@pytest.mark.parametrize(("who", "prefix"), [("t001", "990101001"), ("v001202", "990101001202")])
def test_no_list_shows_rows_of_the_neighbour(document, rows, sign_in, who, prefix):
    """What a county or township addresses to its villages lies above, and is seen."""
    for operation in document.lists():
        if operation.path in rows.keys() - OF_THE_COUNTY.get(who, set()):
            answer = sign_in(who).get(operation.path, params={"limit": 200, **operation.query()})
            if answer.status_code == 200:
                regions = {row["region"] for row in answer.json()["items"]}
                outside = {r for r in regions if not r.startswith(prefix) and not prefix.startswith(r.rstrip("0"))}
                assert outside == set(), operation.path

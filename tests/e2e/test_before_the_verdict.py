"""To the accused body a report does not exist before the verdict: no answer that it can get differs by it."""

import re
import threading
from dataclasses import dataclass

import httpx
import pytest

from tests.waiting import wait_until

from .test_scope import MISSING, PUBLIC, Document, Operation, call

VILLAGE, TOWNSHIP, UNIT = "990101001202", "t001", "T001"
TOWNSHIP_CODE = f"{VILLAGE[:9]}000"
DAY = "2026-11-19"


@dataclass(frozen=True)
class Report:
    """One kind of report against a body, and its verdict."""

    path: str
    """The list that its row stands in, once the body may see it."""
    action: str
    body: dict[str, object]
    verdict: dict[str, object]
    at: str | None = None
    """Where it is reported, if not at the list."""

    def against(self, body: str) -> dict[str, object]:
        """The report."""
        return {**self.body, "department": body}


REPORTS = [
    Report(
        "/api/checklist/v1/imposed-tasks", "confirmation", {"title": "认购农产品任务", "occurred_on": DAY},
        {"reason": "查证属实"},
    ),
    Report(
        "/api/report/v1/offplan-demands", "confirmation", {"title": "每日动态统计表", "reached": "phone"},
        {"reason": "查证属实"},
    ),
    Report(
        "/api/supervision/v1/visits", "confirmation",
        {"region": VILLAGE, "visited_on": DAY, "demanded": "要求当日准备台账"}, {"reason": "查证属实"},
        at="/api/supervision/v1/visits/offplan",
    ),
    Report(
        "/api/certificate/v1/demand-charges", "confirmation",
        {"item": "FC05", "demanded_on": DAY, "written": "《办理材料清单》第3项"}, {"reason": "查证属实"},
        at="/api/certificate/v1/demands",
    ),
    Report(
        "/api/supervision/v1/complaints", "confirmation",
        {"region": TOWNSHIP_CODE, "action": "forms", "title": "每日报送表格",
         "text": "每天晚上报送同一张表格，已有两个月"},
        {"answer": "经核实属实，已责成停止，谢谢您反映。", "reason": "两个月以来要求每日重复报送同一张表"},
        at="/api/supervision/v1/complaint-box",
    ),
]  # fmt: skip
# The sign-ins of the asker move with every request, and so do the lists of what the process itself does.
_OWN = re.compile(r"/(sessions|me|tokens?|healthz|readyz|metrics|stream)(/|$)")


def answers(client: httpx.Client, operations: list[Operation]) -> dict[str, tuple[object, ...]]:
    """Everything that can be asked without naming a record: status, version and words, as page and as table."""
    found: dict[str, tuple[object, ...]] = {}
    for operation in operations:
        for accept in ("application/json", "text/csv"):
            answer = client.get(operation.path, params=operation.query(), headers={"accept": accept})
            body = re.sub(r'"request_id":"[^"]*"', "", answer.text)
            found[f"{operation.path} {accept}"] = (answer.status_code, answer.headers.get("etag"), body)
    return found


def steps_of(client: httpx.Client, document: Document, path: str, record: str) -> dict[str, tuple[object, ...]]:
    """How everything that can be done with one record is answered."""
    found = {}
    for operation in document.beneath(path):
        name = re.findall(r"\{(\w+)\}", operation.path)[0]
        answer = call(client, operation, operation.fitting, **{name: record})
        problem = answer.json() if answer.status_code >= 400 else {}
        found[operation.name] = (answer.status_code, problem.get("code"), problem.get("detail"))
    return found


class Ear:
    """A page of the accused that is open on the live stream."""

    def __init__(self, client: httpx.Client) -> None:
        self.heard: list[str] = []
        self.open = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._listen, args=(client,), daemon=True)
        self._thread.start()
        assert self.open.wait(20)

    def _listen(self, client: httpx.Client) -> None:
        with client.stream("GET", "/api/supervision/v1/board/stream", timeout=120) as answer:
            for line in answer.iter_lines():
                self.open.set()
                if self._closing:
                    return
                if line.startswith("event:") and "hello" not in line:
                    self.heard.append(line)

    def close(self) -> list[str]:
        """What was heard."""
        self._closing = True
        return self.heard


@pytest.fixture(scope="module")
def document(stack) -> Document:
    return Document(httpx.get(f"{stack.url}/openapi.json", trust_env=False).json())


def made(client: httpx.Client, path: str, body: dict[str, object]) -> dict:
    answer = client.post(path, json=body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def reported(sign_in, report: Report, accused: str) -> str:
    """The id of a report that a village makes, or that anybody sends to the box."""
    village, body = sign_in(f"v{VILLAGE[6:]}"), report.against(accused)
    if report.path.endswith("/demand-charges"):
        written, demander = {"written": body.pop("written")}, {"department": body.pop("department")}
        demand = made(village, str(report.at), {**body, "demander": demander})
        return str(made(village, f"{report.at}/{demand['id']}/charge", written)["charge_id"])
    if report.path.endswith("/complaints"):
        made(village, str(report.at), report.body)
        office = sign_in("jianfuban2")
        waiting = office.get(report.path, params={"state": "received"}).json()["items"]
        row = max(waiting, key=lambda each: each["id"])
        made(office, f"{report.path}/{row['id']}/acceptance", {"department": accused})
        return str(row["id"])
    return str(made(village, report.at or report.path, body)["id"])


def waiting_reports(sign_in) -> int:
    return int(sign_in("county_office").get("/api/supervision/v1/overview").json()["figures"]["tasks_reported"])


@pytest.mark.parametrize(("who", "body"), [(TOWNSHIP, UNIT), ("d102", "D102")])
def test_no_answer_tells_the_accused_body_of_a_report_before_the_verdict(sign_in, document, who, body):
    accused = sign_in(who)
    asked = [
        operation for operation in document.operations
        if operation.method == "GET" and "{" not in operation.path and not _OWN.search(operation.path)
        and operation.name not in PUBLIC
    ]  # fmt: skip
    assert len(asked) > 40
    first, before, waiting = answers(accused, asked), answers(accused, asked), waiting_reports(sign_in)
    moving = {name for name in before if before[name] != first[name]}
    assert len(moving) <= 6, "what changes by itself is not compared"
    ear = Ear(accused)
    made = [reported(sign_in, report, body) for report in reversed(REPORTS)][::-1]
    # The imposed task came last: when it has arrived, so have the others.
    wait_until(lambda: waiting_reports(sign_in) == waiting + 1)
    after = answers(accused, asked)
    assert {name for name in before if after[name] != before[name]} <= moving
    for report, record in zip(REPORTS, made, strict=True):
        assert not any(record in str(answer) for answer in after.values())
        missing = steps_of(accused, document, report.path, MISSING)
        assert steps_of(accused, document, report.path, record) == missing, report.path
    if who == TOWNSHIP:  # it may report too, and learns nothing by it
        repeated = accused.post(REPORTS[2].at, json=REPORTS[2].against(body))
        assert repeated.status_code == 201, repeated.text
    assert [line for line in ear.close() if who == TOWNSHIP] == []
    for report, record in zip(REPORTS, made, strict=True):
        verdict = sign_in("county_office").post(f"{report.path}/{record}/{report.action}", json=report.verdict)
        assert verdict.status_code == 200, verdict.text
        seen = accused.get(f"{report.path}/{record}")
        assert seen.status_code == 200, "after the verdict the body knows"
        assert f"v{VILLAGE[6:]}" not in seen.text

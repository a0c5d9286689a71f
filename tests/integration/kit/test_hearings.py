"""Every service that judges reports hears the body first, if the judge so wishes, by `countykit.hearings`.

What a question may say is tested with imposed tasks, in `checklist/test_neutral_questions.py`; here it is that each
kind of accusation waits for the statement, and that the question leads to no report.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from contracts import questions
from contracts.envelope import Event
from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.signage import SpecTablePublished
from countykit.identity import Role
from countykit.testing import ServiceUnderTest

from tests.waiting import eventually

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
BODY = "WLJ"
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
QUESTION = {
    "matter": "是否向村级组织提出过清单和计划以外的要求", "since": "2026-01-01", "until": "2026-02-28",
    "law": "整治形式主义为基层减负若干规定",
}  # fmt: skip
WORDS = "晚上八点来电催办"
"""What only the reporter said."""


class Desk:
    """Who speaks to the service, each in one line."""

    def __init__(self, svc: ServiceUnderTest) -> None:
        self.svc = svc

    async def send(
        self, role: Role | None, path: str, body: object = None, *, region: str = COUNTY, sub: str | None = None,
        days: int = 0, **claims: Any,
    ) -> Any:  # fmt: skip
        roles = () if role is None else (role,)
        async with self.svc.client(*roles, region=region, sub=sub, at=DAY + timedelta(days=days), **claims) as client:
            return await client.get(path) if body is None else await client.post(path, json=body)

    async def made(self, *args: Any, **options: Any) -> dict[str, Any]:
        answer = await self.send(*args, **options)
        assert answer.status_code in (200, 201), answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def village(self, path: str, body: object) -> dict[str, Any]:
        return await self.made(Role.VILLAGE, path, body, region=VILLAGE, sub="village")


async def form(desk: Desk) -> str:
    body = {"title": "垃圾分类日报表", "department": BODY, "reached": "group", "details": WORDS}
    return f"/v1/offplan-demands/{(await desk.village('/v1/offplan-demands', body))['id']}"


async def visit(desk: Desk) -> str:
    body = {"region": VILLAGE, "department": BODY, "visited_on": "2026-02-27", "demanded": WORDS}
    return f"/v1/visits/{(await desk.village('/v1/visits/offplan', body))['id']}"


async def complaint(desk: Desk) -> str:
    body = {"region": TOWNSHIP, "action": "forms", "title": "每日报送表格", "text": f"{WORDS}，已有两个月"}
    await desk.made(None, "/v1/complaint-box", body)
    (row,) = (await desk.made(Role.COUNTY_OFFICE, "/v1/complaints"))["items"]
    path = f"/v1/complaints/{row['id']}"
    await desk.made(Role.COUNTY_OFFICE, f"{path}/acceptance", {"department": BODY}, sub="first")
    return path


async def certificate(desk: Desk) -> str:
    body = {"item": "FC05", "demander": {"department": BODY}, "demanded_on": "2026-02-27"}
    demand = await desk.village("/v1/demands", body)
    charged = await desk.village(f"/v1/demands/{demand['id']}/charge", {"written": WORDS})
    return f"/v1/demand-charges/{charged['charge_id']}"


async def board(desk: Desk) -> str:
    plaque = {
        "region": VILLAGE, "name": "妇女之家", "placement": "inside", "width_mm": 600, "height_mm": 400,
        "background": "红", "text_colour": "白",
    }  # fmt: skip
    made = await desk.made(Role.TOWNSHIP, "/v1/plaques", plaque, region=TOWNSHIP)
    body = {"plaque_id": made["id"], "department": BODY, "written": WORDS}
    return f"/v1/hanging-charges/{(await desk.village('/v1/hanging-charges', body))['id']}"


@dataclass(frozen=True)
class Accusation:
    """How one kind of accusation comes about and is confirmed."""

    service: str
    report: Callable[[Desk], Awaitable[str]]
    put: type[Event]
    verdict: dict[str, str] = field(default_factory=lambda: {"reason": "查证属实"})
    settings: dict[str, Any] = field(default_factory=dict)


ACCUSATIONS = {
    "form": Accusation("report_svc", form, questions.FormQuestionPut),
    "visit": Accusation("supervision_svc", visit, questions.VisitQuestionPut, {"reason": "查证属实"}),
    "complaint": Accusation(
        "supervision_svc", complaint, questions.VisitQuestionPut,
        {"answer": "经核实属实，已责成停止。", "reason": "两个月来每晚要求报送，查证属实"},
    ),
    "certificate": Accusation("certificate_svc", certificate, questions.DemandQuestionPut),
    "board": Accusation(
        "signage_svc", board, questions.BoardQuestionPut, settings={"baseline_until": date(2025, 12, 31)}
    ),
}  # fmt: skip


@pytest.fixture(params=ACCUSATIONS)
def accusation(request) -> Accusation:
    return ACCUSATIONS[request.param]


@pytest.fixture
async def desk(start_service, accusation) -> Desk:
    svc = await start_service(accusation.service, **accusation.settings)
    consumers = import_module(f"{accusation.service}.consumers").consumers
    places = [(COUNTY, "松岭县", "county"), (TOWNSHIP, "青石镇", "township")]
    places += [(f"{TOWNSHIP[:9]}20{number}", f"柳河{number}村", "village") for number in (1, 2, 3)]
    for code, name, level in places:
        known = RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1))
        await svc.hear(consumers, known, region=code)
    for code in (BODY, "NYJ"):
        await svc.hear(consumers, DepartmentRegistered(code=code, name=code, home=COUNTY), region=COUNTY)
    if accusation.service == "signage_svc":
        await eventually(lambda: svc.events(SpecTablePublished))
    return Desk(svc)


async def test_the_body_states_before_the_verdict_and_learns_of_no_report(desk, accusation):
    path = await accusation.report(desk)
    before = await desk.made(Role.COUNTY_OFFICE, path)
    question = await desk.made(Role.COUNTY_OFFICE, f"{path}/question", QUESTION, sub="judge")
    assert (question["case_id"], question["due_on"], question["department"]) == (before["id"], "2026-03-09", BODY)
    assert (await desk.made(Role.COUNTY_OFFICE, path))["version"] == before["version"], "the report does not move"

    async def body(where, said=None, department=BODY):
        return await desk.send(Role.DEPARTMENT, where, said, department=department)

    (seen,) = (await body("/v1/questions")).json()["items"]
    assert seen["case_id"] is None
    for secret in (before["id"], VILLAGE, TOWNSHIP, "village", WORDS):
        assert secret not in json.dumps(seen, ensure_ascii=False)
    assert (await body(path)).status_code == 404, "to it there is no report"
    todos = (await body("/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in todos] == [("question_statement", "2026-03-09")]
    assert (await body("/v1/questions", department="NYJ")).json()["items"] == []
    early = await desk.send(Role.COUNTY_OFFICE, f"{path}/confirmation", accusation.verdict, sub="judge", days=7)
    assert (early.status_code, early.json()["code"], early.json()["until"]) == (409, "statement_awaited", "2026-03-09")
    said = await body(f"/v1/questions/{question['id']}/statement", {"statement": "未提出过"})
    assert (said.status_code, said.json()["state"]) == (200, "stated")
    read = await desk.made(Role.COUNTY_OFFICE, f"/v1/questions/{question['id']}")
    assert read["statement"] == "未提出过", "it stays with the charge"
    done = await desk.made(Role.COUNTY_OFFICE, f"{path}/confirmation", accusation.verdict, sub="judge")
    assert done["state"] == "confirmed"
    (event,) = await desk.svc.events(accusation.put)
    assert (event["region"], event["department"], event["data"]) == (COUNTY, BODY, {"due_on": "2026-03-09"})
    late = await desk.send(Role.COUNTY_OFFICE, f"{path}/question", QUESTION, sub="judge")
    assert (late.status_code, late.json()["code"]) == (409, "illegal_transition")


async def test_silence_of_the_body_holds_no_verdict_up(desk, accusation):
    path = await accusation.report(desk)
    await desk.made(Role.COUNTY_OFFICE, f"{path}/question", QUESTION, sub="judge")
    twice = await desk.send(Role.COUNTY_OFFICE, f"{path}/question", QUESTION, sub="judge")
    assert (twice.status_code, twice.json()["code"]) == (409, "question_already_put")
    done = await desk.made(Role.COUNTY_OFFICE, f"{path}/confirmation", accusation.verdict, sub="judge", days=8)
    assert done["state"] == "confirmed"

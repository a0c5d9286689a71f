"""Schemes through a running supervision-svc: the shipped one, a county's own, and what the law forbids."""

from decimal import Decimal

import sqlalchemy as sa
from contracts.supervision import SchemeSaved
from countykit.identity import Role
from servicekit.transaction import Context
from supervision_svc.schemes import service
from supervision_svc.schemes.service import first_start, shipped_document

COUNTY = "990177000000"
TODAY = "2026-06-30"


async def current(county):
    return (await county.get("/v1/schemes/current")).json()


def reweighed(document, **weights):
    for indicator in document["indicators"]:
        indicator["weight"] = weights.get(indicator["code"], indicator["weight"])
    return document


async def test_the_shipped_scheme_is_version_one_and_whole(county):
    scheme = await current(county)
    assert (scheme["number"], scheme["name"], scheme["region"]) == (1, "默认方案", "000000000000")
    assert len(scheme["document"]["indicators"]) == 17
    assert sum(Decimal(item["weight"]) for item in scheme["document"]["indicators"]) == 100
    assert [veto["code"] for veto in scheme["document"]["vetoes"]] == [
        "letter_overdue", "imposed_after_letter", "false_report",
    ]  # fmt: skip
    assert (scheme["document"]["bonus"], scheme["advice"]) == ([], []), "good practices are praised, not scored"


async def test_a_second_start_saves_no_second_version(county):
    async with first_start(county.svc.app):
        pass
    assert len(await county.svc.events(SchemeSaved)) == 1


async def test_a_scheme_shows_the_floor_of_each_indicator_and_what_one_event_costs(county):
    floors = {item["code"]: item for item in (await current(county))["floors"]}
    assert len(floors) == 17
    assert (floors["imposed_tasks"]["floor"], floors["imposed_tasks"]["one_event_at_most"]) == ("20.0000", "2.5")
    assert (floors["forbidden_issued"]["floor"], floors["rectified_in_time"]["floor"]) == ("800.0000", "10.0000")


async def test_a_scheme_says_what_is_a_stock_how_it_is_rounded_and_when_a_veto_begins(county):
    reckoning = (await current(county))["reckoning"]
    spans = {item["code"]: (item["numerator"], item["denominator"]) for item in reckoning["spans"]}
    assert len(spans) == 17
    assert (spans["groups_cleaned"], spans["plaque_rebound"]) == (("ever", "ever"), ("window", "ever"))
    assert (spans["imposed_tasks"], spans["fair_notice"]) == (("window", None), ("window", "window"))
    texts = {item["code"]: item["text"] for item in reckoning["spans"]}
    assert texts["filings_per_village"] == "分子：窗口期内；分母：当日村数×窗口月数"
    assert [item["code"] for item in reckoning["roundings"]] == ["value", "score", "points", "points_lost"]
    vetoes = {item["code"]: item["text"] for item in reckoning["vetoes"]}
    assert set(vetoes) == {"letter_overdue", "imposed_after_letter", "false_report"}
    assert "次日" in vetoes["imposed_after_letter"]


async def test_a_scheme_says_where_silence_scores_only_after_somebody_asked(county):
    scheme = await current(county)
    assert scheme["evidence"]["villages"] == scheme["document"]["evidence_villages"] == 2
    assert scheme["evidence"]["indicators"] == [
        "imposed_tasks", "offplan_forms", "forbidden_demanded", "offplan_visits", "complaints_upheld",
    ]  # fmt: skip
    assert "转嫁任务" in scheme["evidence"]["text"]
    silent = {**scheme["document"], "evidence_villages": 0}
    for path, body in (
        ("/v1/schemes", {"effective_from": TODAY, "document": silent}),
        ("/v1/board/simulations", {"changes": {"evidence_villages": 0}}),
    ):
        answer = await county.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "silence_rewarded")


async def test_a_scheme_of_before_the_draws_keeps_its_boards_and_is_answered_with_advice(county):
    """The shipped scheme as an earlier release saved it: it named no drawn villages."""
    county.good_year("990177001000")
    await county.hear([message for message in county.told if b"draw.village_visited" not in message.value])
    context = Context.of_system("test", county.svc.app.state.clock.now())
    async with county.svc.app.state.database.transaction(context) as tx:
        await tx.session.execute(sa.text("UPDATE scheme SET body = body - 'evidence_villages'"))
    scheme = await current(county)
    assert (scheme["document"]["evidence_villages"], scheme["evidence"]["text"]) == (0, "")
    assert [item["rule"] for item in scheme["advice"]] == ["silence_rewarded"]
    assert (await county.row("990177001000"))["score"] == "100.00"
    async with first_start(county.svc.app):
        pass
    assert [event["data"]["number"] for event in await county.svc.events(SchemeSaved)] == [1, 2]
    assert (await county.row("990177001000", as_of="2026-06-29"))["score"] == "100.00"


async def test_a_newer_releases_scheme_leaves_the_past_boards_theirs(county, monkeypatch):
    newer = shipped_document().model_copy(update={"red_line": Decimal(95)})
    monkeypatch.setattr(service, "shipped_document", lambda: newer)
    for _ in range(2):
        async with first_start(county.svc.app):
            pass
    assert [event["data"]["number"] for event in await county.svc.events(SchemeSaved)] == [1, 2]
    assert (await county.board(as_of="2026-06-29"))["scheme"]["number"] == 1


async def test_a_bonus_for_good_practices_is_answered_with_the_rule_as_advice(county):
    bonus = {"code": "good_practice", "name": "经核实的好做法", "points": "1", "at_most": "5"}
    veto = {"code": "no_good_practice", "name": "无经核实的好做法", "when": "", "black": False}
    document = (await current(county))["document"]
    document["vetoes"].append(veto)
    saved = await county.post("/v1/schemes", {"effective_from": TODAY, "document": document | {"bonus": [bonus]}})
    assert saved.status_code == 201, saved.text
    advice = saved.json()["advice"]
    assert [item["rule"] for item in advice] == ["INS-08", "INS-08"]
    assert "经核实的好做法" in advice[0]["detail"]
    assert "若干规定" in advice[0]["law"]
    assert "无经核实的好做法" in advice[1]["detail"]
    assert (await current(county))["advice"] == advice


async def test_a_county_saves_its_own_version_which_then_makes_its_board(told):
    document = reweighed((await current(told))["document"], imposed_tasks="16", groups_cleaned="0")
    before = await told.row("990177002000")
    saved = await told.post("/v1/schemes", {"effective_from": TODAY, "document": document})
    assert saved.status_code == 201, saved.text
    assert (saved.json()["number"], saved.json()["region"]) == (2, COUNTY)
    assert (await current(told))["id"] == saved.json()["id"]
    after = await told.row("990177002000")
    assert Decimal(after["score"]) < Decimal(before["score"])
    earlier = await told.board(as_of="2026-06-29")
    assert earlier["scheme"]["number"] == 1
    chosen = await told.row("990177002000", scheme=earlier["scheme"]["id"])
    assert chosen["score"] == before["score"]
    (_, event) = await told.svc.events(SchemeSaved)
    assert event["data"] == {"name": "默认方案", "number": 2, "effective_from": TODAY}


async def test_another_county_keeps_the_shipped_scheme(county):
    document = (await current(county))["document"]
    saved = (await county.post("/v1/schemes", {"effective_from": TODAY, "document": document})).json()
    other = await county.get("/v1/schemes/current", region="990178000000")
    assert other.json()["number"] == 1
    assert (await county.get(f"/v1/schemes/{saved['id']}", region="990178000000")).status_code == 404
    assert len((await county.get("/v1/schemes")).json()["items"]) == 2


async def test_only_the_county_office_saves_schemes(county):
    document = (await current(county))["document"]
    answer = await county.post("/v1/schemes", {"effective_from": TODAY, "document": document}, Role.INSPECTOR)
    assert answer.status_code == 403


async def test_what_the_law_forbids_is_neither_saved_nor_simulated(county):
    for spoiled, code in (
        ({"publication_interval_months": 1}, "publication_too_often"),
        ({"subject": "village"}, "village_ranked"),
    ):
        document = (await current(county))["document"] | spoiled
        saved = await county.post("/v1/schemes", {"effective_from": TODAY, "document": document})
        simulated = await county.post("/v1/board/simulations", {"scheme": document})
        for answer in (saved, simulated):
            assert (answer.status_code, answer.json()["code"]) == (422, code)
            assert "若干规定" in answer.json()["law"]
    assert len(await county.svc.events(SchemeSaved)) == 1


async def test_a_scheme_cannot_change_the_boards_of_the_past(county):
    document = (await current(county))["document"]
    saved = await county.post("/v1/schemes", {"effective_from": "2026-06-29", "document": document})
    assert (saved.status_code, saved.json()["code"]) == (422, "scheme_retroactive")


async def test_a_simulation_shows_who_would_stand_elsewhere_and_saves_nothing(told):
    live = await told.board()
    changes = {"indicators": {"imposed_tasks": {"weight": "0"}, "groups_cleaned": {"weight": "16"}}}
    answer = (await told.post("/v1/board/simulations", {"changes": changes})).json()
    assert [item["region"] for item in answer["differences"]] == ["990177002000"]
    assert Decimal(answer["differences"][0]["score_after"]) > Decimal(answer["differences"][0]["score_before"])
    assert answer["simulated"]["scheme"]["id"] is None
    assert (await told.board())["digest"] == live["digest"] != answer["simulated"]["digest"]
    empty = await told.post("/v1/board/simulations", {})
    assert empty.json()["code"] == "simulation_empty"
    unbalanced = await told.post(
        "/v1/board/simulations", {"changes": {"indicators": {"imposed_tasks": {"weight": "1"}}}}
    )
    assert unbalanced.json()["code"] == "weights_not_100"

"""Consolidating a county's forms through a running report-svc."""

import pytest
from contracts.consolidation import ConsolidationChanged, ConsolidationClosed, ConsolidationOpened
from report_svc.elements.schemas import ElementContent

from tests.unit.report.consolidations import FORTY, form

PATH = "/v1/consolidations"
PAPER = {"authority": "省级人民政府统计机构", "number": "X统制〔2026〕9号", "approved_on": "2026-05-29"}
ON = "2026-06-01"
CONTENT = list(ElementContent.model_fields)


@pytest.fixture
def office(county):
    async def send(method, path, on=ON, **body):
        async with county.office(on) as client:
            return await client.request(method, f"{PATH}{path}", **({"json": body} if body else {}))

    return send


@pytest.fixture
def opened(county, office):
    async def opened(*forms, **changes):
        body = {"title": "2026年村级报表清理归并", "approved_forms": False, "forms": list(forms), **changes}
        return county.created(await office("POST", "", **body))

    return opened


async def adopt(county):
    async with county.office() as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200


def papers(proposal):
    return [{**PAPER, "form": form} for form in {each["form"] for each in proposal["conditions"]}]


def elements(line):
    return sorted(column["element"] for column in line["columns"])


async def test_forty_forms_become_the_right_eighteen_and_undoing_restores_them_exactly(county, office, opened):
    await adopt(county)
    row = await opened(*FORTY["forms"])
    path = f"/{row['id']}"
    first = (await office("GET", f"{path}/forms")).json()
    at_first = row["at_first"]
    assert (at_first["forms"], at_first["filings"], at_first["cells"], at_first["cells_with_known"]) == (
        40, 426, 1621, 2737
    )  # fmt: skip

    # What arises with an event goes first; veterans are asked yearly because a person says so, not the workbench.
    order = sorted(FORTY["answer"], key=lambda each: each["code"] != "N18")
    for wanted in order:
        forms = ["F40"] if wanted["code"] == "N18" else wanted["merges"]
        found = (await office("GET", f"{path}/proposals")).json()
        (proposal,) = [each for each in found["proposals"] if sorted(each["forms"]) == sorted(forms)]
        choice = {"forms": forms} if wanted["code"] == "N10" else {"proposal": proposal["id"]}
        answer = await office(
            "POST", f"{path}/acceptance", **choice, title=wanted["title"], owner=wanted["owner"],
            frequency=wanted["frequency"], approvals=papers(proposal), reason="归并重复报表",
        )  # fmt: skip
        assert answer.status_code == 200, (wanted["code"], answer.text)

    after = (await office("GET", path)).json()
    now = after["now"]
    assert (now["forms"], now["columns"], now["elements"], now["cells_without_source"]) == (18, 121, 121, 8)
    assert (now["filings"] - now["filings_in_season"], now["cells"] - now["cells_in_season"]) == (83, 612)
    assert (now["filings_in_season"], now["cells_in_season"]) == (31, 82)
    lines = {line["title"]: line for line in (await office("GET", f"{path}/forms")).json()["forms"]}
    assert {each["title"]: sorted(each["elements"]) for each in FORTY["answer"]} == {
        title: elements(line) for title, line in lines.items()
    }  # fmt: skip
    assert {season["title"] for season in lines["防灾避险和防火半年表"]["seasons"]} == {
        "防汛备汛半月报", "森林草原防火旬报"
    }  # fmt: skip
    left = {element for line in lines.values() for element in elements(line)}
    asked = {column["element"] for each in FORTY["forms"] for column in each["columns"] if "element" in column}
    assert asked - left == set(FORTY["dropped"])
    under_condition = {step["title"] for step in after["taken"] if step["approvals"]}
    assert under_condition == {
        "村级基本情况年表", "人口变动季表", "种植业生产季表", "畜牧和动物防疫月表", "集体经济季表", "灾情快报"
    }  # fmt: skip

    for step in reversed(after["taken"]):
        answer = await office("POST", f"{path}/undoing", step=step["number"], reason="核对还原")
        assert answer.status_code == 200, answer.text
    assert (await office("GET", f"{path}/forms")).json() == first
    assert answer.json()["now"] == at_first
    changes = [each["data"] for each in await county.svc.events(ConsolidationChanged)]
    assert [each["outcome"] for each in changes] == ["accepted"] * 18 + ["undone"] * 18


async def test_conditions_need_their_approvals_and_the_new_number_stands_in_the_form(county, office, opened):
    await adopt(county)
    province = form("B", ["E050"], issuing_level="province", issued_by="省民政厅")
    row = await opened(form("A", ["E049", "E050"]), province)
    (proposal,) = (await office("GET", f"/{row['id']}/proposals")).json()["proposals"]
    assert proposal["conditions"] == [{"code": "other_level", "form": "B", "approver": "省民政厅"}]
    body = {"proposal": proposal["id"], "reason": "合并"}
    refused = county.refused(await office("POST", f"/{row['id']}/acceptance", **body), 409, "approvals_needed")
    assert refused["conditions"][0]["form"] == "B"
    body["approvals"] = [{**PAPER, "form": "A"}]
    county.refused(await office("POST", f"/{row['id']}/acceptance", **body), 409, "approvals_needed")
    body["approvals"] = papers(proposal)
    done = (await office("POST", f"/{row['id']}/acceptance", **body)).json()
    assert done["taken"][0]["approvals"][0]["number"] == PAPER["number"]
    assert done["now"]["forms"] == 1
    gone = await office("POST", f"/{row['id']}/acceptance", **body)
    county.refused(gone, 409, "proposal_unknown")


async def test_a_rejected_proposal_comes_back_only_with_other_forms(county, office, opened):
    await adopt(county)
    row = await opened(form("A", ["E049", "E050"]), form("B", ["E050", "E051"]))
    path = f"/{row['id']}"
    (proposal,) = (await office("GET", f"{path}/proposals")).json()["proposals"]
    rejected = await office("POST", f"{path}/rejection", proposal=proposal["id"], reason="口径不同")
    assert rejected.json()["taken"][0]["state"] == "rejected"
    assert (await office("GET", f"{path}/proposals")).json() == {"total": 0, "more": False, "proposals": []}
    again = await office("POST", f"{path}/rejection", proposal=proposal["id"], reason="口径不同")
    county.refused(again, 409, "proposal_unknown")
    county.refused(await office("POST", f"{path}/undoing", step=1, reason="撤销"), 409, "consolidation_step_not_taken")
    changed = await office("POST", f"{path}/acceptance", forms=["A"], frequency="quarterly", reason="按季足够")
    assert changed.status_code == 200, changed.text
    assert (await office("GET", f"{path}/proposals")).json()["total"] == 1


async def test_a_step_is_undone_after_what_was_built_upon_it_and_within_thirty_days(county, office, opened):
    await adopt(county)
    row = await opened(form("A", ["E049", "E050"]), form("B", ["E050", "E051"]))
    path = f"/{row['id']}"
    for body in ({"forms": ["A", "B"]}, {"forms": ["A"], "frequency": "yearly"}):
        assert (await office("POST", f"{path}/acceptance", **body, reason="归并")).status_code == 200
    undo = {"step": 1, "reason": "撤销"}
    county.refused(await office("POST", f"{path}/undoing", **undo), 409, "consolidation_step_built_upon")
    late = await office("POST", f"{path}/undoing", on="2026-07-05", step=2, reason="撤销")
    county.refused(late, 409, "consolidation_undo_too_late")
    assert (await office("POST", f"{path}/undoing", step=2, reason="撤销")).status_code == 200
    assert (await office("POST", f"{path}/undoing", **undo)).json()["now"] == row["at_first"]


async def test_a_preview_changes_nothing_and_says_what_accepting_would(county, office, opened):
    await adopt(county)
    row = await opened(form("A", ["E049", "E050"]), form("B", ["E050", "E051"]))
    path = f"/{row['id']}"
    seen = (await office("GET", f"{path}/preview?form=A&form=B&frequency=quarterly")).json()
    assert (seen["gone"], seen["proposal"]["after"]["filings"]) == (["B"], 4)
    assert (await office("GET", path)).json()["now"] == row["at_first"]
    county.refused(await office("GET", f"{path}/preview?form=X"), 422, "workbench_forms_unknown")
    county.refused(await office("GET", f"{path}/preview?form=A&frequency=weekly"), 422, "frequency_not_offered")


async def test_approved_forms_come_onto_the_workbench_and_only_the_office_decides(county, office, opened):
    await county.decided(await county.proposed("XB01", valid_until="2027-12-31"))
    row = await opened(approved_forms=True)
    (line,) = (await office("GET", f"/{row['id']}/forms")).json()["forms"]
    assert (line["code"], line["kind"], len(line["columns"])) == ("XB01", "survey", 3)
    assert line["form_id"]
    async with county.department() as client:
        assert (await client.get(f"{PATH}/{row['id']}/proposals")).status_code == 200
        body = {"title": "部门自行归并", "forms": [form("A", ["E049"])]}
        county.refused(await client.post(PATH, json=body), 403, "forbidden")
        closing = await client.post(f"{PATH}/{row['id']}/closing", json={"reason": "完成"})
        county.refused(closing, 403, "forbidden")
    assert (await office("POST", f"/{row['id']}/closing", reason="归并完成")).json()["state"] == "closed"
    county.refused(
        await office("POST", f"/{row['id']}/acceptance", forms=["XB01"], reason="归并"), 409, "illegal_transition"
    )
    counts = [len(await county.svc.events(each)) for each in (ConsolidationOpened, ConsolidationClosed)]
    assert counts == [1, 1]


async def test_a_workbench_needs_forms_each_of_its_own_code(county, office):
    empty = {"title": "空的", "approved_forms": False}
    county.refused(await office("POST", "", **empty), 422, "workbench_empty")
    twice = {"title": "重复", "approved_forms": False, "forms": [form("A", ["E049"]), form("A", ["E050"])]}
    assert county.refused(await office("POST", "", **twice), 422, "workbench_forms_repeated")["codes"] == ["A"]


async def test_what_is_kept_of_proposals_ends_with_the_dictionary_that_it_was_found_by(county, office, opened):
    await adopt(county)
    row = await opened(form("A1", ["E007", "E006", "E008", "E062"], owner="县农业农村局"))

    async def columns():
        found = (await office("GET", f"/{row['id']}/proposals")).json()["proposals"]
        return {(each["column"], each["why"]) for proposal in found for each in proposal["dropped"]}

    assert await columns() == await columns() == set()
    async with county.office() as client:
        (element,) = (await client.get("/v1/elements", params={"q": "E062"})).json()["items"]
        path = f"/v1/elements/{element['id']}"
        seen = (await client.get(path)).json()
        content = {name: seen[name] for name in CONTENT}
        body = content | {"sensitivity": "sensitive", "reason": "涉及个人隐私"}
        assert (await client.post(f"{path}/revision", json=body)).status_code == 200
    assert await columns() == {("E062", "held_elsewhere")}

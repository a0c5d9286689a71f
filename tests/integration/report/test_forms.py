"""Forms through a running report-svc."""

import pytest
from contracts.report import (
    FormApproved,
    FormExpired,
    FormProposed,
    FormReturned,
    FormStopped,
    FormWithdrawn,
    Frequency,
)
from countykit.identity import Role
from countykit.testing import open_actions
from report_svc.forms.effort import seconds_a_year


async def test_a_proposed_form_is_published_in_the_name_of_its_department(county):
    form = await county.proposed()
    assert (form["state"], form["region"], form["department"]) == ("proposed", county.REGION, "STATS")
    assert open_actions(form) == ["withdrawal", "binding"]
    assert [field["kind"] for field in form["fields"]] == ["count", "quantity", "text"]
    (event,) = await county.svc.events(FormProposed)
    assert event["data"] == {"form": "XB01", "title": form["title"]}
    assert (event["department"], event["subject"], event["sequence"]) == ("STATS", f"forms/{form['id']}", 1)


async def test_every_missing_mark_is_named_in_one_refusal(county):
    body = county.proposal()
    del body["table_number"], body["approval_number"]
    async with county.department() as client:
        answer = await client.post("/v1/forms", json=body | {"issued_by": "  ", "valid_until": None})
    problem = county.refused(answer, 422, "marks_missing")
    assert problem["law"] == "统计法(2024)第17条"
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/body/table_number", "missing_mark"), ("/body/issued_by", "missing_mark"),
        ("/body/approval_number", "missing_mark"), ("/body/valid_until", "missing_mark"),
    ]  # fmt: skip
    assert await county.svc.events() == []


async def test_an_expired_mark_is_refused_but_its_last_day_still_counts(county):
    async with county.department(on="2025-01-06") as client:
        late = await client.post("/v1/forms", json=county.proposal(valid_until="2025-01-05"))
        last = await client.post("/v1/forms", json=county.proposal(valid_until="2025-01-06"))
    assert [error["code"] for error in county.refused(late, 422, "marks_missing")["errors"]] == ["expired_mark"]
    county.created(last)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"fields": []}, "/body/fields"),
        ({"fields": [{"name": "人口"}, {"name": "人 口"}]}, "/body"),
        ({"frequency": "hourly"}, "/body/frequency"),
        ({"code": "表一"}, "/body/code"),
        ({"valid_until": "9999-12-31"}, "/body/valid_until"),
        ({"title": "报表\u202e"}, "/body"),
        ({"state": "approved"}, "/body/state"),
    ],
)
async def test_a_malformed_proposal_names_the_wrong_place(county, changes, pointer):
    async with county.department() as client:
        answer = await client.post("/v1/forms", json=county.proposal(**changes))
    assert county.refused(answer, 422, "invalid_request")["errors"][0]["pointer"] == pointer


async def test_only_a_department_proposes_and_only_the_county_office_decides(county):
    form = await county.proposed()
    async with county.township() as client:
        county.refused(await client.post("/v1/forms", json=county.proposal("XB02")), 403, "forbidden")
    decision = {"decision": "approve", "reason": "同意"}
    async with county.department() as client:
        county.refused(await client.post(f"/v1/forms/{form['id']}/decision", json=decision), 403, "forbidden")


async def test_a_department_cannot_propose_for_a_region_that_is_not_its_own(county):
    async with county.department("T1-OFFICE") as client:
        county.refused(await client.post("/v1/forms", json=county.proposal(region=county.REGION)), 403, "forbidden")
        county.refused(await client.post("/v1/forms", json=county.proposal(region=county.OTHER)), 403, "forbidden")
        assert county.created(await client.post("/v1/forms", json=county.proposal()))["region"] == county.TOWNSHIP


async def test_two_live_forms_of_a_county_never_share_a_code(county):
    form = await county.proposed()
    async with county.department("AGRI") as client:
        county.refused(await client.post("/v1/forms", json=county.proposal()), 409, "form_code_taken")
    await county.decided(form, "stop")
    await county.proposed(department="AGRI")


@pytest.mark.parametrize(
    ("decision", "state", "fact"),
    [
        ("approve", "approved", FormApproved), ("stop", "stopped", FormStopped), ("return", "returned", FormReturned),
    ],
)  # fmt: skip
async def test_a_decision_leads_to_its_state_and_is_published(county, decision, state, fact):
    form = await county.decided(await county.proposed(), decision)
    assert (form["state"], form["reason"]) == (state, "审核意见")
    (event,) = await county.svc.events(fact)
    assert (event["sequence"], event["department"], event["data"]["form"]) == (2, "STATS", "XB01")


async def test_an_approval_tells_what_the_form_costs_and_on_what_it_stands(county):
    form = await county.decided(await county.proposed(), "approve")
    (event,) = await county.svc.events(FormApproved)
    told = event["data"]
    assert (told["title"], told["valid_until"], told["legal_basis"]) == (
        form["title"], form["valid_until"], form["legal_basis"],
    )  # fmt: skip
    assert told["seconds_a_year"] == seconds_a_year(len(form["fields"]), Frequency(form["frequency"])) > 0


async def test_a_stopped_form_cannot_be_approved_again(county):
    form = await county.decided(await county.proposed(), "stop")
    async with county.office() as client:
        answer = await client.post(f"/v1/forms/{form['id']}/decision", json={"decision": "approve", "reason": "同意"})
    county.refused(answer, 409, "illegal_transition")


async def test_a_form_whose_marks_ran_out_while_it_waited_is_not_approved(county):
    form = await county.proposed(valid_until="2025-01-20")
    async with county.office("2025-01-21") as client:
        answer = await client.post(f"/v1/forms/{form['id']}/decision", json={"decision": "approve", "reason": "同意"})
    county.refused(answer, 409, "form_expired")


async def test_a_returned_form_is_mended_and_put_forward_again(county):
    form = await county.decided(await county.proposed(), "return")
    mended = county.proposal(title="村级人口季报", frequency="quarterly")
    del mended["code"]
    async with county.department() as client:
        again = await client.post(f"/v1/forms/{form['id']}/resubmission", json=mended)
        without = await client.post(f"/v1/forms/{form['id']}/resubmission", json=mended | {"table_number": None})
    assert (again.json()["state"], again.json()["title"], again.json()["code"]) == ("proposed", "村级人口季报", "XB01")
    county.refused(without, 422, "marks_missing")
    assert len(await county.svc.events(FormProposed)) == 2


async def test_a_department_takes_back_its_own_form_only(county):
    form = await county.decided(await county.proposed())
    async with county.department("AGRI") as client:
        answer = await client.post(f"/v1/forms/{form['id']}/withdrawal", json={"reason": "不再需要"})
        county.refused(answer, 404, "not_found")
    async with county.svc.client(
        Role.DEPARTMENT, Role.COUNTY_OFFICE, region=county.REGION, department="AGRI", at=county.at("2025-01-08")
    ) as client:
        answer = await client.post(f"/v1/forms/{form['id']}/withdrawal", json={"reason": "不再需要"})
        county.refused(answer, 403, "forbidden")
    async with county.department() as client:
        answer = await client.post(f"/v1/forms/{form['id']}/withdrawal", json={"reason": "不再需要"})
    assert (answer.json()["state"], answer.json()["ended_on"]) == ("withdrawn", "2025-01-06")
    assert len(await county.svc.events(FormWithdrawn)) == 1


async def test_overlaps_with_approved_forms_are_shown_and_do_not_block(county):
    first = await county.decided(await county.proposed("XB01"))
    await county.proposed("XB09", fields=[{"name": "常住人口", "unit": "人"}])
    second = await county.proposed(
        "XB02",
        "AGRI",
        title="农情月报",
        fields=[{"name": " 常住人口", "unit": "人"}, {"name": "播种面积", "unit": "亩"}],
    )
    third = await county.proposed(
        "XB03", "AGRI", title=first["title"], fields=[{"name": "生猪存栏", "unit": "头"}]
    )  # fmt: skip
    (overlap,) = second["overlaps"]
    assert (overlap["form_id"], overlap["share"], overlap["same_title"]) == (first["id"], "0.50", False)
    assert overlap["rule"] == "FRM-03"
    assert [(item["same_title"], item["share"]) for item in third["overlaps"]] == [(True, "0.00")]
    assert first["overlaps"] == []
    await county.decided(second)


async def test_the_due_list_expires_forms_whose_validity_has_run_out(county):
    form = await county.decided(await county.proposed(valid_until="2025-01-31"))
    for day, expected in (("2025-01-31", 0), ("2025-02-01", 1), ("2025-02-02", 1)):
        await county.svc.do_due(county.at(day))
        assert len(await county.svc.events(FormExpired)) == expected
    async with county.office("2025-02-03") as client:
        shown = (await client.get(f"/v1/forms/{form['id']}")).json()
    assert (shown["state"], shown["ended_on"]) == ("expired", "2025-01-31")


async def test_a_department_sees_its_own_forms_and_villages_see_those_that_address_them(county):
    wide, narrow = await county.proposed("XB01"), await county.proposed("XB02", "T1-OFFICE")
    seen = {}
    for name, client in {
        "STATS": county.department("STATS"), "AGRI": county.department("AGRI"),
        "T1-OFFICE": county.department("T1-OFFICE"), "village": county.village(),
        "far": county.village(county.FAR_VILLAGE), "office": county.office(),
    }.items():  # fmt: skip
        async with client:
            seen[name] = {item["code"] for item in (await client.get("/v1/forms")).json()["items"]}
            for form in (wide, narrow):
                status = (await client.get(f"/v1/forms/{form['id']}")).status_code
                assert status == (200 if form["code"] in seen[name] else 404)
    assert seen == {
        "STATS": {"XB01"}, "AGRI": set(), "T1-OFFICE": {"XB02"}, "village": {"XB01", "XB02"}, "far": {"XB01"},
        "office": {"XB01", "XB02"},
    }  # fmt: skip


async def test_a_decision_on_a_stale_version_is_refused(county):
    form = await county.proposed()
    async with county.office() as client:
        shown = await client.get(f"/v1/forms/{form['id']}")
        body = {"decision": "approve", "reason": "同意"}
        stale = await client.post(f"/v1/forms/{form['id']}/decision", json=body, headers={"if-match": '"9"'})
        fresh = await client.post(
            f"/v1/forms/{form['id']}/decision", json=body, headers={"if-match": shown.headers["etag"]}
        )
    county.refused(stale, 412, "stale_version")
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"2"')


async def test_forms_are_filtered_and_exported(county):
    await county.decided(await county.proposed("XB01"))
    await county.proposed("XB02")
    async with county.office() as client:
        approved = (await client.get("/v1/forms", params={"state": "approved", "department": "STATS"})).json()
        table = await client.get("/v1/forms", headers={"accept": "text/csv"})
    assert [item["code"] for item in approved["items"]] == ["XB01"]
    assert "批准或备案文号" in table.text
    assert table.text.count("\n") == 3

"""Drafts are changed until they are submitted, through a running checklist-svc."""

import pytest
from countykit.identity import Role

COUNTY = "990101000000"
MERGE_PATCH = {"content-type": "application/merge-patch+json"}


@pytest.fixture
async def department(people):
    async with people.department("NYJ") as client:
        yield client


async def patched(client, path, body, status=200, **headers):
    answer = await client.patch(path, json=body, headers=MERGE_PATCH | headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_patch_changes_what_it_names_and_null_removes(people, department):
    draft = await people.drafted(entrusted=True, funding_source="县级财政", funding_yuan="1000.00")
    path = f"/v1/admissions/{draft['id']}"
    changed = await patched(department, path, {"title": "村级防汛巡查", "funding_source": None})
    assert (changed["title"], changed["funding_source"], changed["funding_yuan"]) == ("村级防汛巡查", None, "1000.00")
    assert (changed["content"], changed["state"]) == (draft["content"], "draft")
    assert changed["version"] == draft["version"] + 1
    plain = await department.patch(path, json={"times_a_month": 3})
    assert plain.json()["burden_minutes"] == 30
    told = (await department.get(f"{path}/history")).json()["items"]
    assert [each["label"] for each in told] == ["新建", "修改", "修改"]


async def test_a_draft_offers_its_change_as_a_request_and_what_was_submitted_does_not(people, department):
    draft = await people.drafted()
    (change,) = [action for action in draft["allowed_actions"] if action["name"] == "amendment"]
    path = f"/api/checklist/v1/admissions/{draft['id']}"
    assert (change["method"], change["href"], change["schema"]) == ("PATCH", path, "ApplicationPatch")
    assert change["blocked_by"] == []
    changed = await patched(department, change["href"].removeprefix("/api/checklist"), {"title": "村级防汛巡查"})
    assert changed["title"] == "村级防汛巡查"
    submitted = await people.submitted()
    read = (await department.get(f"/v1/admissions/{submitted['id']}")).json()
    assert "amendment" not in {action["name"] for action in read["allowed_actions"]}


async def test_a_changed_draft_is_checked_like_a_new_one(people, department):
    draft = await people.drafted()
    path = f"/v1/admissions/{draft['id']}"
    refused = await patched(department, path, {"ends_on": "2020-01-01"}, 422)
    assert refused["code"] == "invalid_request"
    assert "dates_disordered" in str(refused)
    refused = await patched(department, path, {"title": None}, 422)
    assert refused["errors"][0]["pointer"] == "/body/title"
    assert (await patched(department, path, {"titel": "错字"}, 422))["code"] == "invalid_request"
    assert (await department.get(path)).json()["version"] == draft["version"]


async def test_a_stale_patch_changes_nothing(people, department):
    draft = await people.drafted()
    path = f"/v1/admissions/{draft['id']}"
    read = await department.get(path)
    await patched(department, path, {"title": "村级防汛巡查"}, **{"if-match": read.headers["etag"]})
    refused = await patched(department, path, {"title": "又改一次"}, 412, **{"if-match": read.headers["etag"]})
    assert refused["code"] == "stale_version"


async def test_what_was_submitted_is_not_patched(people, department):
    submitted = await people.submitted()
    refused = await patched(department, f"/v1/admissions/{submitted['id']}", {"title": "村级防汛巡查"}, 409)
    assert refused["code"] == "draft_submitted"


async def test_another_department_cannot_touch_a_draft(svc, people):
    draft = await people.drafted()
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="WLJ") as other:
        await patched(other, f"/v1/admissions/{draft['id']}", {"title": "村级防汛巡查"}, 404)


async def test_a_draft_edition_gets_other_items_until_it_is_published(people):
    item = {
        "kind": "assist", "code": "AS01", "name": "协助维护治安", "content": "协助", "legal_basis": "村组法",
        "lead_department": "县公安局",
    }  # fmt: skip
    draft = await people.made(people.county(), "/v1/editions", {"title": "本县清单", "items": [item]})
    path = f"/v1/editions/{draft['id']}"
    async with people.county() as office:
        two = [item, item | {"kind": "duty", "code": "LZ01"}]
        changed = await patched(office, path, {"items": two})
        assert (changed["assist"], changed["duty"], changed["title"]) == (1, 1, "本县清单")
        read = (await office.get(path)).json()
        assert [each["code"] for each in read["items"]] == ["AS01", "LZ01"]
        refused = await patched(office, path, {"items": [item, item]}, 422)
        assert refused["code"] == "item_code_repeated"
        assert len((await office.get(path)).json()["items"]) == 2
        renamed = await patched(office, path, {"title": "本县清单（修订）"})
        assert (renamed["title"], renamed["assist"]) == ("本县清单（修订）", 1)
        published = await office.post(f"{path}/publication", json={"effective_from": "2099-01-01"})
        assert published.status_code == 200, published.text
        assert (await patched(office, path, {"title": "再改"}, 409))["code"] == "draft_submitted"

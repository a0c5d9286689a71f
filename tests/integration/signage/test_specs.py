"""The spec table through a running signage-svc."""

from contracts.signage import SpecTablePublished
from countykit.identity import Role
from servicekit.transaction import Context
from signage_svc.specs.service import publish_shipped

from .boards import VILLAGE


async def test_the_first_start_publishes_the_shipped_table_of_fifteen_rows_for_everywhere(svc):
    (event,) = await svc.events(SpecTablePublished)
    assert event["data"] == {"number": 2, "rows": 15}
    assert event["region"] == "000000000000"


async def test_anyone_signed_in_reads_the_table_with_its_provenance(svc):
    async with svc.client(Role.VILLAGE, region=VILLAGE) as client:
        table = (await client.get("/v1/specs")).json()
    assert (table["number"], table["region"], len(table["items"])) == (2, "000000000000", 15)
    assert table["items"][0]["code"] == "PL01"
    assert {item["provenance"] for item in table["items"]} == {"found", "general-knowledge"}
    assert {item["spec_provenance"] for item in table["items"]} <= table["provenance_values"].keys()


async def test_one_row_says_what_it_absorbs_and_by_which_source(svc):
    async with svc.client(Role.DEPARTMENT, region="990101", department="WLJ") as client:
        row = (await client.get("/v1/specs/PL07")).json()
        missing = await client.get("/v1/specs/PL99")
    assert row["absorbs"] == ["妇女之家", "青年之家", "志愿服务", "人大代表之家"]
    assert row["absorbs_source"].startswith("《全市基层减负工作推进会交流发言》")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


async def test_the_table_exports_like_any_list_and_needs_a_token(svc):
    async with svc.client(Role.VILLAGE, region=VILLAGE) as client:
        table = await client.get("/v1/specs", headers={"accept": "text/csv"})
    async with svc.client() as nobody:
        assert (await nobody.get("/v1/specs")).status_code == 401
    assert table.text.count("PL") >= 15
    assert "规格来源" in table.text


async def test_publishing_again_changes_nothing(svc):
    async with svc.database.transaction(Context.of_system("test")) as tx:
        await publish_shipped(tx)
    assert len(await svc.events(SpecTablePublished)) == 1


async def test_the_service_is_ready_once_the_table_is_published(svc):
    async with svc.client() as nobody:
        document = (await nobody.get("/readyz")).json()
    assert "spec_table" in document["checks"]
    assert "spec_table" not in document["reasons"]

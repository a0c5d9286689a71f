"""A new key of personal data: every row comes under it, is found and read as before, and the old key can go."""

import base64
from dataclasses import replace

from certificate_svc import resealing
from certificate_svc.sealing import PersonalVault
from servicekit.transaction import Context

from .story import PERSON, admit, issue, take
from .test_retention import findings, later, owner

__all__ = ["owner"]
NEW = "k9:" + base64.b64encode(b"n" * 32).decode()
SPOUSE = {"name": "李四娘", "id_number": "130123196605121232", "relation": "spouse"}


def use(svc, keys):
    """Have the service seal with the first of some keys."""
    svc.app.state.secrets = replace(svc.app.state.secrets, vault=PersonalVault(keys))
    return svc.app.state.secrets.vault


async def seal_all_anew(svc, vault):
    for model in resealing.SEALED:
        more = True
        while more:
            async with svc.database.transaction(Context.of_system("test")) as tx:
                more = await resealing.seal_anew(tx, model, vault)


async def found(client, number):
    answer = await client.post("/v1/certificates/search", json={"id_number": number})
    return [one["id"] for one in answer.json()["items"]]


async def test_every_row_comes_under_the_new_key_and_the_old_one_is_not_needed_any_more(svc, county, village, owner):
    connection, url = owner
    old = svc.app.state.settings.data_keys.get_secret_value()
    await admit(county)
    certificate = await issue(village, others=[SPOUSE])
    application = await take(village, purpose="另一件")
    before = (await village.get(f"/v1/certificates/{certificate['id']}")).json()
    use(svc, NEW)
    assert await found(village, PERSON["id_number"]) == [], "the old key is needed before"
    vault = use(svc, f"{NEW},{old}")
    await seal_all_anew(svc, vault)
    for table in ("application", "certificate"):
        rows = await connection.fetch(f"SELECT sealed, version FROM {table}")
        assert rows
        assert all(vault.is_current(row["sealed"]) for row in rows)
    await readable(svc, village, certificate, NEW)
    after = (await village.get(f"/v1/certificates/{certificate['id']}")).json()
    assert after.pop("version") == before.pop("version") + 1
    assert after == before
    assert (await village.get(f"/v1/applications/{application['id']}")).json()["applicant"] == "张*丰"
    assert await findings(connection, url) == []


async def readable(svc, village, certificate, keys):
    """The certificate is found by each of its people, and shown, with these keys alone."""
    use(svc, keys)
    for number in (PERSON["id_number"], SPOUSE["id_number"]):
        assert await found(village, number) == [certificate["id"]]
    shown = await village.post(f"/v1/certificates/{certificate['id']}/unmasking", json={"purpose": "打印"})
    assert shown.json()["name"] == PERSON["name"]


async def test_who_was_erased_stays_unfindable_and_rows_of_a_lost_key_do_not_stop_the_job(svc, county, village, owner):
    old = svc.app.state.settings.data_keys.get_secret_value()
    await admit(county)
    erased = await issue(village)
    await later(svc, 3651)
    kept = await issue(village, purpose="再办一件")
    name, broken = old.partition(":")[0], base64.b64encode(b"x" * 32).decode()
    vault = use(svc, f"{NEW},{old}")
    await seal_all_anew(svc, vault)
    assert await found(village, PERSON["id_number"]) == [kept["id"]]
    assert (await village.get(f"/v1/certificates/{erased['id']}")).json()["holder"] == "已删除"
    # An old key of the same name that is another one opens nothing; the job ends all the same.
    await seal_all_anew(svc, use(svc, f"{old},{NEW}"))
    lost = use(svc, f"{NEW},{name}:{broken}")
    await seal_all_anew(svc, lost)
    rows = await owner[0].fetch("SELECT sealed FROM certificate")
    assert rows
    assert not any(lost.is_current(row["sealed"]) for row in rows)

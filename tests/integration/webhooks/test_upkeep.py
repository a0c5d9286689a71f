"""What the delivery process does by itself: secrets end and are sealed anew, old months are dropped."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest
from contracts.checklist import GroupRegistered
from countykit.identity import Role
from countykit.testing import message_of
from gateway.event_log import repository as event_log
from gateway.webhooks import fan_out
from gateway.webhooks.chores import run_chores
from songbang.provision import database_url
from standardwebhooks import Webhook, WebhookVerificationError

from tests.waiting import eventually

from .conftest import COUNTY

NEW_KEY = "k2:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def verifies(secret, received):
    try:
        Webhook(secret).verify(received.body, received.headers)
    except WebhookVerificationError:
        return False
    return True


async def delivered(integration, receiver):
    """The next delivery that is sent from now on."""
    [body] = await integration.publish()

    async def arrived():
        return [received for received in receiver.got if received.body == body]

    return (await eventually(arrived))[0]


async def chores(integration):
    connection = await integration.svc.database.direct()
    await run_chores(connection, integration.svc.database, integration.settings)
    await connection.close()


async def test_when_the_overlap_of_a_rotation_is_over_the_old_secret_signs_no_more_and_is_deleted(
    integration, receiver
):
    endpoint = await integration.enabled(receiver)
    old, path = endpoint["secrets"][0]["secret"], f"/{endpoint['id']}"
    new = (await integration.call("POST", f"{path}/secret-rotations", {"overlap_hours": 1}, status=201))["secret"]

    async def signed_with_both():
        received = await delivered(integration, receiver)
        return verifies(old, received) and verifies(new, received)

    await eventually(signed_with_both)
    await integration.query("UPDATE webhook_secret SET expires_at = now() WHERE expires_at IS NOT NULL")

    async def signed_with_the_new_one():
        received = await delivered(integration, receiver)
        assert verifies(new, received)
        return not verifies(old, received)

    await eventually(signed_with_the_new_one)
    await chores(integration)
    [left] = (await integration.call("GET", path))["secrets"]
    assert left["expires_at"] is None


async def test_a_rotated_secrets_key_seals_everything_anew_while_deliveries_go_on(quiet, receiver):
    old_key = quiet.settings.secrets_keys.get_secret_value()
    header = {"name": "X-Key", "value": "ours"}
    async with quiet.delivering():
        endpoint = await quiet.enabled(receiver, signing=["hmac", "ed25519"], header=header)
        secret = endpoint["secrets"][0]["secret"]
    key = type(quiet.settings.secrets_keys)
    rows = """SELECT sealed FROM webhook_secret UNION ALL SELECT header_value FROM webhook_endpoint"""

    async def sealed_anew():
        return all(row["sealed"].startswith(b"\x02k2") for row in await quiet.query(rows))

    assert not await sealed_anew()
    async with quiet.delivering(secrets_keys=key(f"{NEW_KEY},{old_key}")):
        await eventually(sealed_anew)
        assert verifies(secret, await delivered(quiet, receiver))
    async with quiet.delivering(secrets_keys=key(NEW_KEY)):  # the old key is out of the settings
        received = await delivered(quiet, receiver)
    assert verifies(secret, received)
    assert len(received.headers["webhook-signature"].split()) == 2
    assert received.headers["x-key"] == "ours"


async def test_a_secret_whose_key_was_lost_does_not_stop_the_chores_of_the_others(quiet):
    lost = await quiet.registered("https://jf.example.gov.cn/lost")
    await quiet.query("UPDATE webhook_secret SET sealed = overlay(sealed PLACING 'k0'::bytea FROM 2 FOR 2)")
    kept = await quiet.registered("https://jf.example.gov.cn/kept")
    await quiet.query("UPDATE webhook_endpoint SET state = 'enabled', verified = true")
    await quiet.query("INSERT INTO webhook_health VALUES ($1, now() - interval '6 days', 90, 'no')", kept["id"])
    key = type(quiet.settings.secrets_keys)
    keys = key(f"{NEW_KEY},{quiet.settings.secrets_keys.get_secret_value()}")
    async with quiet.delivering(secrets_keys=keys):
        await quiet.state_of(kept["id"], "disabled")
    rows = await quiet.query("SELECT endpoint_id::text AS id, substr(sealed, 2, 2) AS key FROM webhook_secret")
    assert {row["id"]: row["key"] for row in rows} == {lost["id"]: b"k0", kept["id"]: b"k2"}


async def test_a_process_that_loses_a_part_of_itself_ends_so_that_it_is_started_anew(quiet):
    async def part():
        raise RuntimeError("out of memory")

    async with quiet.delivering() as process:
        process._tasks.append(asyncio.create_task(part()))
        with pytest.raises(RuntimeError, match="out of memory"):
            await asyncio.wait_for(process.until(asyncio.Event()), 5)


MONTH_AGO = "date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => {})"


async def month_partition(administrator, months_ago):
    """A month of events and attempts as it lies there after so long; returns its partitions' names."""
    first, behind = [
        await administrator.fetchval(f"SELECT ({MONTH_AGO.format(ago)})::date") for ago in (months_ago, months_ago - 1)
    ]
    names = [f"{parent}_{first:%Y_%m}" for parent in ("event_log", "webhook_attempt")]
    for parent, name in zip(("event_log", "webhook_attempt"), names, strict=True):
        bounds = f"('{first} 00:00+00') TO ('{behind} 00:00+00')"
        await administrator.execute(f"CREATE TABLE {name} PARTITION OF {parent} FOR VALUES FROM {bounds}")
    await administrator.execute(
        """INSERT INTO event_log SELECT nextval('event_log_position_seq'), $1, gen_random_uuid(),
           'checklist.group.registered.v1', '990101001000', $1, 'groups/1', '{"id":"1"}'""",
        datetime(first.year, first.month, 15, tzinfo=UTC),
    )  # fmt: skip
    return names


async def test_months_older_than_the_keeping_period_are_dropped_whole_and_younger_ones_stay(quiet, databases):
    connection = await asyncpg.connect(database_url(databases.dsn(), quiet.svc.database.url.rpartition("/")[2]))
    old, young = await month_partition(connection, 6), await month_partition(connection, 2)
    partitions = "SELECT count(*) FROM pg_class WHERE relname = ANY($1)"
    assert await event_log.keep_partitions(connection, 90, datetime.now(UTC)) == 2
    assert await connection.fetchval(partitions, old) == 0
    assert await connection.fetchval(partitions, young) == 2
    assert await connection.fetchval("SELECT count(*) FROM event_log") == 1
    assert await event_log.keep_partitions(connection, 90, datetime.now(UTC)) == 0
    await connection.close()
    async with quiet.svc.client(Role.INTEGRATOR, region=COUNTY) as client:
        gone = await client.get("/api/integration/v1/events?after=AQAAAAAAAAAA")
        assert gone.status_code == 410
        left = await client.get("/api/integration/v1/events", params={"after": gone.json()["earliest"]})
    assert len(left.json()["items"]) == 1


async def test_what_waits_for_a_dropped_event_goes_with_it(quiet):
    endpoint = await quiet.registered("https://jf.example.gov.cn/")
    await quiet.svc.hear_batch(fan_out.consumer(), [message_of(GroupRegistered(platform="wechat"), region=COUNTY)])
    [kept] = await quiet.query("SELECT position FROM event_log")
    await quiet.query(
        """INSERT INTO webhook_due (endpoint_id, position, recorded_at, due_at, attempts)
           SELECT $1, $2::bigint - n, now() - make_interval(days => n * 200), now(), 1 FROM generate_series(0, 1) n""",
        endpoint["id"], kept["position"],
    )  # fmt: skip
    await chores(quiet)
    assert await quiet.query("SELECT position FROM webhook_due") == [kept]

"""Proof that the checks can fail: each kind of damage, done by hand to a product that is well, is told."""

import random
from dataclasses import dataclass

import orjson
import pytest
from contracts.envelope import new_id
from servicekit.bus.factory import open_bus

from tests.faults.rounds import staged, until_well
from tests.waiting import eventually

SEED = 5
CALM_SECONDS = 300.0
A_GROUP = "(SELECT id FROM chat_group ORDER BY id LIMIT 1)"
COPY = "'00000000-0000-4000-8000-000000000001'"


@dataclass(frozen=True)
class Damage:
    """Statements that do it and undo it, and a part of the sentence that must tell it."""

    part: str
    do: str
    undo: str
    told: str


def taken_away(part: str, table: str, which: str, told: str) -> Damage:
    """Rows that are gone for a while."""
    return Damage(
        part,
        f"CREATE TABLE kept AS SELECT * FROM {table} WHERE {which}; DELETE FROM {table} WHERE {which}",
        f"INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept",
        told,
    )


DAMAGES = (
    taken_away("checklist", "chat_group", f"id = {A_GROUP}", "was acknowledged as version"),
    taken_away("supervision", "evidence", "event_id = (SELECT event_id FROM evidence LIMIT 1)", "facts missing"),
    taken_away("report", "department", "true", "report follows 0 of"),
    Damage(
        "checklist",
        f"INSERT INTO chat_group SELECT (jsonb_populate_record(g, '{{\"id\": \"{COPY[1:-1]}\"}}')).* FROM chat_group g "
        f"WHERE id = {A_GROUP}",
        f"DELETE FROM chat_group WHERE id = {COPY}",
        "is stored 2 times",
    ),
    Damage(
        "checklist",
        f"UPDATE chat_group SET version = version + 1 WHERE id = {A_GROUP}",
        f"UPDATE chat_group SET version = version - 1 WHERE id = {A_GROUP}",
        "and events [1",
    ),
    Damage(
        "supervision", "UPDATE daily SET total = total + 1", "UPDATE daily SET total = total - 1", "daily sums differ"
    ),
    Damage(
        "report",
        "INSERT INTO parked_event (consumer, topic, key, partition, \"offset\", body, error) "
        "VALUES ('report', 'songbang.gateway', 'k', 0, 0, '{}', 'no reason')",
        "DELETE FROM parked_event",
        "report parked",
    ),
)  # fmt: skip


async def look(scene, part: str, statement: str) -> list[str]:
    async with scene.world.connected(part) as connection:
        # The log and other tables are guarded against changes by hand.
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(statement)
    return await scene.checker.differences()


async def publish(scene, topic: str, key: str, body: bytes) -> None:
    bus = open_bus(scene.world.bus_url, client_id="damage")
    await bus.start()
    await bus.publish(topic, [(key, body)])
    await bus.stop()


@pytest.mark.timeout(900)
async def test_every_kind_of_damage_is_told():
    async with staged("postgres", SEED, random.Random(SEED), 0.1) as scene:
        scene.load.resume()
        await eventually(lambda: scene.load.acknowledged >= 100, CALM_SECONDS)
        await until_well(scene, "before the first damage", CALM_SECONDS)
        for damage in DAMAGES:
            found = await look(scene, damage.part, damage.do)
            assert any(damage.told in line for line in found), (damage, found)
            assert await look(scene, damage.part, damage.undo) == [], damage

        # What is on the bus cannot be taken back: these come last, and add up.
        async with scene.world.connected("checklist") as connection:
            row = await connection.fetchrow("SELECT key, body FROM outbox ORDER BY id DESC LIMIT 1")
        event = orjson.loads(row["body"])
        ghost = orjson.dumps(event | {"id": str(new_id()), "sequence": event["sequence"] + 5})
        await publish(scene, "songbang.checklist", row["key"], ghost)
        found = await scene.checker.differences()
        assert any("on the bus and in no outbox" in line for line in found), found
        assert any("out of order" in line for line in found), found
        changed = orjson.dumps(event | {"source": "/elsewhere"})
        await publish(scene, "songbang.checklist", row["key"], changed)
        assert any("different bytes" in line for line in await scene.checker.differences())
        found = await look(
            scene, "checklist",
            "INSERT INTO outbox SELECT (jsonb_populate_record(o, jsonb_build_object('id', id + 1, 'event_id', "
            f"{COPY}))).* FROM outbox o ORDER BY id DESC LIMIT 1",
        )  # fmt: skip
        assert any("events are not on the bus" in line for line in found), found

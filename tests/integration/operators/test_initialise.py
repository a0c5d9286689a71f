"""`songbang init`: safe twice and at once, and one clear sentence for whatever is wrong."""

import asyncio

import pytest
from pydantic import SecretStr
from servicekit.bus.interface import TopicMismatch
from servicekit.migrate import SchemaRefused
from songbang import initialise
from songbang.complaints import EXPECTED, Complaint, sentence
from songbang.inventory import PARTS
from songbang.ports import free_port


async def complaint_of(awaitable) -> str:
    with pytest.raises((Complaint, *EXPECTED)) as raised:
        await awaitable
    return str(raised.value) if isinstance(raised.value, Complaint) else sentence(raised.value)


async def test_two_machines_may_prepare_an_empty_server_at_once_and_again(another):
    await asyncio.gather(*(asyncio.to_thread(asyncio.run, initialise.prepare(another.settings)) for _ in range(2)))
    await another.prepare()
    for part in PARTS:
        assert await another.value(part.name, "SELECT count(*) FROM alembic_version") == 1


@pytest.mark.parametrize("other", ["production", "test"])
async def test_a_database_of_a_demo_is_refused_elsewhere_and_left_as_it_was(another, other):
    await another.prepare()
    told = await complaint_of(initialise.prepare(another.but(environment=other)))
    assert "was made for SONGBANG_ENVIRONMENT=demo" in told
    assert f"refused with {other}" in told
    assert await another.value("report", "SELECT current_setting('songbang.environment')") == "demo"
    await another.prepare()


async def test_a_schema_of_a_newer_release_is_refused_with_the_remedy(another):
    await another.prepare()
    await another.fetch("report", "UPDATE alembic_version SET version_num = 'ffffffffffff'")
    told = await complaint_of(another.prepare())
    assert "newer release" in told
    assert "report" in told
    with pytest.raises(SchemaRefused):
        await another.prepare()


async def test_a_wrong_password_is_told_at_once_with_the_settings_name(installation):
    settings = installation.but(admin_password=SecretStr("wrong"))
    told = await complaint_of(initialise.wait_for_postgres(settings))
    assert "PostgreSQL refuses the login" in told
    assert "SONGBANG_ADMIN_PASSWORD" in told


async def test_a_server_that_does_not_answer_is_named(installation):
    settings = installation.but(admin_url=SecretStr(f"postgresql://postgres@127.0.0.1:{free_port()}/postgres"))
    told = await complaint_of(initialise.wait_for_postgres(settings, seconds=0.1))
    assert told.startswith("nothing answered at 127.0.0.1:")


async def test_an_unreachable_kafka_is_told_with_the_settings_name(installation):
    settings = installation.but(bus_url=SecretStr(f"kafka://127.0.0.1:{free_port()}"))
    told = await complaint_of(initialise.prepare_topics(settings, seconds=0.1))
    assert "the bus does not answer" in told
    assert "SONGBANG_BUS_URL" in told


async def test_a_topic_with_too_few_partitions_is_refused(installation):
    with pytest.raises(TopicMismatch, match="has 3 partitions, 24 are configured"):
        await initialise.prepare_topics(installation.but(bus_partitions=24))


async def test_an_empty_database_beside_a_full_bus_is_taken_for_a_lost_volume(another):
    await another.prepare()
    await another.tell_everything()
    await another.relay()
    for part in PARTS:
        await another.fetch(part.name, "TRUNCATE outbox, outbox_pending")
    told = await complaint_of(another.prepare())
    assert "its volume is missing" in told
    assert "songbang restore" in told


async def test_a_bus_that_lost_its_volume_is_told_and_named(another, capsys):
    await another.prepare()
    await another.tell_everything()
    await another.relay()
    await another.fetch("bus", "UPDATE head SET next = 0")
    await another.prepare()
    assert "songbang republish" in capsys.readouterr().out


async def test_a_clock_that_is_wrong_is_refused(installation, monkeypatch):
    monkeypatch.setattr(initialise, "_SKEW_SECONDS", -1.0)
    told = await complaint_of(initialise.wait_for_postgres(installation.settings))
    assert "same NTP server" in told

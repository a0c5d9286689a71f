"""The sealing process on a real installation: it seals every part, its heads go out, and `verify` reads them."""

import asyncio
import socket

import asyncpg
import httpx
import orjson
import pytest
from aiohttp import web
from contracts.version import VERSION
from pydantic import SecretStr
from servicekit.migrate import SEALER
from songbang import audits
from songbang.complaints import Complaint
from songbang.inventory import PARTS
from songbang.ports import free_port
from songbang.provision import database_url
from songbang.sealing.process import sealing
from songbang.sealing.settings import SealerSettings
from typer.testing import CliRunner

from tests.waiting import eventually


def settings_of(installation, **values):
    url = database_url(installation.settings.server, "postgres", SEALER, f"{SEALER}-drill")
    return SealerSettings(
        environment="test", sealer_database_url=url, seal_key=installation.settings.seal_key, heads_seconds=1, **values
    )  # fmt: skip


def run_verify(installation, monkeypatch, *arguments):
    monkeypatch.setattr(audits, "operator_settings", lambda: installation.settings)
    return CliRunner().invoke(audits.audits, ["verify", *arguments])


def sealed(head):
    """Whether a head covers the three audit rows of its part; the first ones may be older."""
    return head["log"] == "audit" and head["position"] >= 3


async def test_every_part_is_sealed_and_its_heads_go_out_every_way(installation, tmp_path):
    await installation.prepare()
    file, taken = tmp_path / "heads.ndjson", []
    for part in PARTS:
        await installation.write_audit(part.name, 3)

    async def take(request):
        taken.extend((await request.json())["heads"])
        return web.Response()

    application = web.Application()
    application.add_routes([web.post("/heads", take)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    listener.settimeout(0)
    port = free_port()
    settings = settings_of(
        installation, heads_file=file, heads_syslog=f"udp://127.0.0.1:{listener.getsockname()[1]}",
        heads_webhook=f"http://127.0.0.1:{runner.addresses[0][1]}/heads", sealer_port=port,
    )  # fmt: skip
    async with sealing(settings):
        every = {part.name for part in PARTS}
        await eventually(lambda: {head["part"] for head in taken if sealed(head)} == every)
        message = await asyncio.get_running_loop().sock_recv(listener, 4096)
        async with httpx.AsyncClient(trust_env=False) as client:
            ready = await client.get(f"http://127.0.0.1:{port}/readyz")
    await runner.cleanup()
    listener.close()
    assert ready.json() == {"status": "ready", "reasons": {}, "release": VERSION}
    assert message.startswith(b"<110>1 ")
    assert b" songbang-sealer - log_head [" in message
    heads = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    assert {head["part"] for head in heads if sealed(head)} == every


async def test_verify_compares_with_the_heads_that_were_sent_out(installation, tmp_path, monkeypatch):
    await installation.prepare()
    file = tmp_path / "heads.ndjson"
    await installation.write_audit("report", 60)
    last = await installation.value("report", "SELECT count(*) FROM audit")
    async with sealing(settings_of(installation, heads_file=file)):
        await eventually(lambda: file.exists() and b'"position":%d,' % last in file.read_bytes())
    whole = await asyncio.to_thread(run_verify, installation, monkeypatch, "--heads", str(file))
    assert whole.exit_code == 0, whole.output
    await installation.fetch("report", "DELETE FROM audit WHERE id > $1", last - 50)
    await installation.fetch("report", "DELETE FROM log_seal WHERE position > $1", last - 50)
    broken = await asyncio.to_thread(run_verify, installation, monkeypatch, "--heads", str(file))
    assert broken.exit_code == 1
    assert f"report: audit: seals {last - 49} to {last} were sent out and are gone, with their rows" in broken.output
    file.write_text("no head\n")
    unreadable = await asyncio.to_thread(run_verify, installation, monkeypatch, "--heads", str(file))
    assert isinstance(unreadable.exception, Complaint)


async def test_the_sealers_login_reads_logs_and_adds_seals_and_does_nothing_else(installation):
    await installation.prepare()
    url = database_url(installation.settings.server, "certificate", SEALER, f"{SEALER}-drill")
    connection = await asyncpg.connect(url)
    try:
        await connection.fetch("SELECT * FROM audit")
        for statement in (
            "SELECT * FROM application", "INSERT INTO audit DEFAULT VALUES", "DELETE FROM log_seal",
            "UPDATE log_seal SET position = 0", "SELECT security_log_delete_older_than(400, 1)",
        ):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


def test_production_refuses_the_published_seal_key(installation):
    with pytest.raises(ValueError, match="SONGBANG_SEAL_KEY is needed in production"):
        SealerSettings(environment="production", sealer_database_url=SecretStr("postgresql://x@y/z"))

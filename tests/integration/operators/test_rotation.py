"""`songbang secret`: each key and password is replaced at both ends, and what the old one made stays good."""

import asyncio
import os
import ssl
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import certificate_svc.settings
import checklist_svc.settings
import gateway.settings
import orjson
import pytest
import supervision_svc.settings
from certificate_svc.keys import Keys
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, running
from gateway.identity.keyring import Keyring
from pydantic import SecretStr
from servicekit.audit.row_mac import RowMac
from servicekit.audit.seals import Sealer
from servicekit.audit.tables import AUDIT
from servicekit.database import Database
from servicekit.rings import Former, ring, written
from servicekit.signing import Signer, verify
from servicekit.transaction import Context
from servicekit.vault import Vault, named_keys
from songbang import archive, audits, backups
from songbang.complaints import EXPECTED, Complaint
from songbang.inventory import PARTS
from songbang.provision import database_url
from songbang.rotation import commands, turning
from songbang.rotation.files import SecretFiles
from songbang.rotation.kinds import Way, kinds
from supervision_svc.main import create_app
from typer.testing import CliRunner

from .conftest import COUNTY, KEYS

ROOT = Path(__file__).parents[3]
NOWHERE = {"environment": "test", "database_url": "postgresql://a@b/c", "bus_url": "postgresql://a@b/c"}
KINDS = kinds()
OF_SIGNERS = {
    "checklist_signing_key": lambda key: checklist_svc.settings.Settings(**NOWHERE, signing_key=key).public_keys,
    "certificate_signing_key": lambda key: Keys.of(
        certificate_svc.settings.Settings(**NOWHERE, signing_key=key)
    ).public,
    "supervision_signing_key": lambda key: supervision_svc.settings.Settings(**NOWHERE, signing_key=key).pass_keys,
    "gateway_signing_key": lambda key: [
        (signer := gateway.settings.Settings(**NOWHERE, signing_key=key).file_signer).public_key, *signer.previous
    ],
}  # fmt: skip


@pytest.fixture
def files(tmp_path) -> SecretFiles:
    """The secrets of an installation, as the script draws them."""
    directory = tmp_path / "secrets"
    script = ["sh", str(ROOT / "deploy" / "secrets.sh"), str(directory)]
    environment = {"PATH": os.defpath, "SONGBANG_ENV_FILE": str(tmp_path / "env")}
    subprocess.run(script, check=True, capture_output=True, env=environment)
    return SecretFiles(directory)


async def rotated(files, name, settings=None, **options):
    return await turning.rotate(settings, files, KINDS[name], **options)


def test_every_file_that_is_drawn_can_be_replaced_or_says_by_whom(files):
    drawn = {path.name for path in files.directory.iterdir()}
    assert drawn - {"kafka_ca"} == KINDS.keys(), "kafka_ca is part of kafka_keystore"
    assert all(kind.remedy for kind in KINDS.values() if kind.way is Way.OUTSIDE)


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind.way is Way.SIGNING))
async def test_what_a_replaced_key_signed_stays_genuine_for_who_checks_it(files, name):
    before = Signer(files.read(name))
    signature = before.sign(b"paper")
    for _ in range(2):
        assert (await rotated(files, name)).recreate == KINDS[name].holders
    after = files.read(name)
    assert not verify(Signer(after).public_key, b"paper", signature)
    known = OF_SIGNERS[name](after)
    assert len(known) == 3
    assert any(verify(key, b"paper", signature) for key in known)
    assert await turning.forget(None, files, KINDS[name]) == 2
    assert not any(verify(key, b"paper", signature) for key in OF_SIGNERS[name](files.read(name)))


async def test_tokens_of_the_key_before_are_accepted_for_a_day_and_no_longer(files):
    before = Keyring(files.read("token_signing_key"))
    await rotated(files, "token_signing_key")
    key, (former,) = ring(files.read("token_signing_key"))
    assert timedelta(hours=23) < former.until - datetime.now(UTC) <= timedelta(days=1)
    published = Keyring(files.read("token_signing_key")).jwks["keys"]
    assert before.jwks["keys"][0] in published
    assert len(published) == 2
    late = written(key, [Former(former.key, datetime.now(UTC) - timedelta(seconds=1))])
    assert Keyring(late).jwks["keys"] == published[:1]
    files.replace("token_signing_key", late)
    await rotated(files, "token_signing_key")
    assert len(ring(files.read("token_signing_key"))[1]) == 1, "what is over is not kept"


async def test_a_new_key_of_sealed_values_opens_everywhere_before_it_seals_anywhere(files):
    old = Vault(named_keys(files.read("secrets_keys"), setting="x"))
    first = await rotated(files, "secrets_keys")
    between = Vault(named_keys(files.read("secrets_keys"), setting="x"))
    unchanged = await rotated(files, "secrets_keys")
    assert unchanged == first, "who gives the command once more is as far as before"
    second = await rotated(files, "secrets_keys", known=True)
    new = Vault(named_keys(files.read("secrets_keys"), setting="x"))
    assert (first.again, second.again) == (True, False)
    assert first.recreate == second.recreate == ("webhooks", "gateway")
    assert old.open(between.seal("a", place="p"), place="p") == "a", "who was not started anew yet reads it"
    assert between.open(new.seal("b", place="p"), place="p") == "b", "so does who knows the new key only to open"
    assert new.open(old.seal("c", place="p"), place="p") == "c"
    assert not new.is_current(old.seal("c", place="p"))
    with pytest.raises(Complaint, match="no new key of secrets_keys waits"):
        await rotated(files, "secrets_keys", known=True)
    third = await rotated(files, "secrets_keys")
    assert third.again
    assert list(named_keys(files.read("secrets_keys"), setting="x")) == ["k2", "k1", "k3"]


async def test_a_key_that_still_seals_something_is_not_forgotten(files, installation):
    await rotated(files, "secrets_keys")
    old = Vault(named_keys(files.read("secrets_keys"), setting="x"))
    await rotated(files, "secrets_keys", known=True)
    sealed = old.seal("otp", place="second_factor|sealed|clerk")
    connection = await asyncpg.connect(installation.settings.database("gateway"))
    await connection.execute("SET session_replication_role = replica")  # there is no such account
    await connection.execute(
        "INSERT INTO second_factor (username, sealed, created_at, last_step, recovery_hashes, failures) "
        "VALUES ('clerk', $1, now(), 0, '[]', 0)",
        sealed,
    )  # fmt: skip
    await connection.close()
    with pytest.raises(Complaint, match="1 values are still sealed with k1"):
        await turning.forget(installation.settings, files, KINDS["secrets_keys"])
    assert files.read("secrets_keys").count(",") == 1
    await installation.fetch("gateway", "DELETE FROM second_factor")
    assert await turning.forget(installation.settings, files, KINDS["secrets_keys"]) == 1
    assert list(named_keys(files.read("secrets_keys"), setting="x")) == ["k2"]
    assert await turning.forget(installation.settings, files, KINDS["data_keys"]) == 0


async def test_the_logs_of_all_keys_verify_and_a_stolen_old_key_forges_nothing_new(files, another):
    await another.prepare()
    report = next(part for part in PARTS if part.name == "report")

    def settings(**changed):
        keys = {name: SecretStr(files.read(name)) for name in KEYS} | changed
        return another.but(**keys)

    async def write(known, row_mac=None):
        mac = row_mac or known.row_mac("report")
        database = Database(known.database("report"), pool_size=1, row_mac=mac)
        async with database.transaction(Context(datetime.now(UTC), "test")) as tx:
            tx.audit("thing/1", None, {"number": 1})
            _ = tx.session
        await database.close()
        connection = await asyncpg.connect(known.database("report"))
        await Sealer(known.seal_key.get_secret_value(), "report").seal(connection, AUDIT)
        await connection.close()

    async def findings(known):
        return [sentence for checked in await audits.examine(known, report) for sentence in checked.findings]

    first = settings()
    await write(first)
    for name in ("report_audit_key", "seal_key"):
        assert (await rotated(files, name)).recreate == KINDS[name].holders
    await write(first)  # a process that was not started anew yet
    await write(settings())
    assert await findings(settings()) == []
    over = datetime.now(UTC)
    ended = {}
    for name in ("report_audit_key", "seal_key"):
        key, (former,) = ring(files.read(name))
        ended[name] = SecretStr(written(key, [Former(former.key, over)]))
    assert await findings(settings(**ended)) == []
    await write(settings(**ended), row_mac=first.row_mac("report"))
    assert await findings(settings(**ended)) == ["audit row 4 was not written by a service: its code does not fit"]
    await write(first)
    assert "audit: seal 5 (row 5) was not made with the sealing key" in await findings(settings(**ended))
    with pytest.raises(Complaint, match="all that proves"):
        await turning.forget(settings(), files, KINDS["seal_key"])


async def test_older_backups_are_read_with_the_key_before(files, installation, tmp_path):
    before = installation.but(backup_key=SecretStr(files.read("backup_key")))
    folder = await backups.write(before, tmp_path / "backups")
    await rotated(files, "backup_key")
    keys = archive.keys_of(SecretStr(files.read("backup_key")))
    facts = orjson.loads((folder / "manifest.json").read_bytes())["databases"]["report"]
    assert b"".join(archive.read(folder / facts["file"], keys)).startswith(b"PGDMP")
    assert await turning.forget(before, files, KINDS["backup_key"]) == 1
    with pytest.raises(Complaint, match="another backup_key"):
        next(archive.read(folder / facts["file"], archive.keys_of(SecretStr(files.read("backup_key")))))


async def _shows(files, authorities):
    """Whether who believes these authorities gets through to a broker with the present keystore."""
    door = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    door.load_cert_chain(files.directory / "kafka_keystore")
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=door)
    try:
        _, writer = await asyncio.open_connection(
            *server.sockets[0].getsockname()[:2], server_hostname="kafka",
            ssl=ssl.create_default_context(cadata=authorities),
        )  # fmt: skip
        writer.close()
    except ssl.SSLCertVerificationError:
        return False
    finally:
        server.close()
    return True


async def test_the_brokers_next_certificate_is_believed_before_it_is_shown(files):
    old = files.read("kafka_ca")
    first = await rotated(files, "kafka_keystore")
    both = files.read("kafka_ca")
    assert first.again
    assert set(first.recreate) == {"webhooks", *(part.distribution for part in PARTS)}
    assert await _shows(files, old)
    assert await _shows(files, both)
    assert await rotated(files, "kafka_keystore") == first
    assert files.read("kafka_ca") == both
    second = await rotated(files, "kafka_keystore", known=True)
    assert (second.recreate, second.again) == (("kafka",), False)
    assert await _shows(files, both)
    assert not await _shows(files, old), "another certificate is shown now"
    assert await _shows(files, files.read("kafka_ca"))
    assert files.read("kafka_ca").count("BEGIN CERTIFICATE") == 1, "the end of the one before wakes nobody"
    assert not files.has("kafka_keystore.next")


@pytest.fixture
async def prepared(another):
    await another.prepare()
    return another


async def test_a_databases_password_is_replaced_while_people_work(prepared, files, tmp_path, monkeypatch, mint):
    role, settings = "supervision", prepared.settings
    files.replace(f"{role}_password", f"{role}-drill")
    # A container has the file itself, under another name.
    mounted = tmp_path / "run"
    mounted.mkdir()
    os.link(files.directory / f"{role}_password", mounted / "songbang_database_password")
    monkeypatch.setenv("SONGBANG_SECRETS_DIR", str(mounted))
    server = database_url(prepared.server.dsn(), role, role)
    app = create_app(
        supervision_svc.settings.Settings(
            environment="demo", _secrets_dir=mounted, database_url=server, bus_url=settings.bus_url,
            bus_partitions=3, log_level="WARNING", database_pool_size=2,
        ),
        keys=mint.keys,
    )  # fmt: skip
    hang_up = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1"
    statuses, stopping, answered = [], asyncio.Event(), asyncio.Event()
    async with running(app), ServiceUnderTest(app, mint).client(Role.COUNTY_OFFICE, region=COUNTY) as client:

        async def reading():
            while not stopping.is_set():
                statuses.append((await client.get("/v1/visits")).status_code)
                answered.set()

        people = asyncio.create_task(reading())
        for _ in range(3):
            turned = await rotated(files, f"{role}_password", settings)
            assert turned.recreate == (), "its processes follow by themselves"
            for _ in range(2):  # the second began after the password had gone
                answered.clear()
                await answered.wait()
        stopping.set()
        await people
        assert len(statuses) > 5
        assert set(statuses) == {200}
        await prepared.fetch("supervision", hang_up, role)
        assert (await client.get("/v1/visits")).status_code in (200, 503)
        assert (await client.get("/v1/visits")).status_code == 200, "by a new connection, with the new password"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.replace("@", ":supervision-drill@"))
    assert files.read(f"{role}_password") != f"{role}-drill"


async def test_a_password_is_good_at_the_server_and_the_one_before_is_not(prepared, files):
    for name in ("report_password", "sealer_password", "postgres_password"):
        kind = KINDS[name]
        owner = kind.owner or "postgres"
        before = "postgres" if owner == "postgres" else f"{owner}-drill"
        await rotated(files, name, prepared.settings)
        place = "report" if owner in ("report", "sealer") else "postgres"
        server = prepared.server.dsn()
        await (await asyncpg.connect(database_url(server, place, owner, files.read(name)))).close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(database_url(server, place, owner, before))


async def test_a_password_that_the_server_does_not_take_changes_nothing(installation, files):
    before = files.read("report_password")
    with pytest.raises(EXPECTED):
        await rotated(files, "report_password", installation.but(admin_password=SecretStr("wrong")))
    await installation.fetch("postgres", "CREATE ROLE small LOGIN PASSWORD 'small'")
    small = SecretStr(database_url(installation.server.dsn(), "postgres", "small", "small"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rotated(files, "report_password", installation.but(admin_url=small))
    assert files.read("report_password") == before
    role = database_url(installation.server.dsn(), "report", "report", "report-drill")
    await (await asyncpg.connect(role)).close()


async def test_what_belongs_to_others_is_left_alone_with_the_way_to_change_it(files):
    with pytest.raises(Complaint, match="grafana cli admin reset-admin-password"):
        await rotated(files, "grafana_password")
    missing = KINDS["report_audit_key"]
    files.remove(missing.name)
    with pytest.raises(Complaint, match=r"sh deploy/secrets\.sh makes what is missing"):
        await turning.rotate(None, files, missing)


def run(*arguments, directory):
    return CliRunner().invoke(commands.secret, [*arguments, "--directory", str(directory)], env={"COLUMNS": "200"})


def test_the_ages_are_told_and_no_secret(files, monkeypatch):
    fresh = run("status", directory=files.directory)
    assert fresh.exit_code == 0, fresh.output
    then = time.time() - 400 * 86400
    os.utime(files.directory / "backup_key", (then, then))
    os.utime(files.directory / "grafana_password", (then, then))
    told = run("status", directory=files.directory)
    assert told.exit_code == 1
    assert "older than 365 days: backup_key;" in told.output, "what is replaced by hand has its own rules"
    assert run("status", "--older-than", "401", directory=files.directory).exit_code == 0
    for path in files.directory.iterdir():
        text = path.read_text().strip()
        assert not text or text not in told.output
    assert all(name in told.output for name in KINDS)


def test_one_replaces_at_a_time_and_a_mistyped_name_is_told(files):
    with files.alone():
        busy = run("rotate", "backup_key", directory=files.directory)
    assert "somebody else is replacing a secret" in str(busy.exception)
    assert "did you mean backup_key?" in str(run("rotate", "backup_keys", directory=files.directory).exception)
    assert "no directory of secrets" in str(run("status", directory=files.directory / "none").exception)


def test_a_part_refuses_a_former_key_that_is_none():
    key = "c29uZ2JhbmctdGVzdC1rZXktMzItYnl0ZXMtbG9uZyE="
    for text in (f"{key},mistyped", f"{key},"):
        with pytest.raises(ValueError, match=""):
            Signer(text)
        with pytest.raises(ValueError, match=""):
            RowMac(text, "report")
    with pytest.raises(ValueError, match="time zone"):
        ring(f"{key},{key}@2026-12-01T00:00:00")

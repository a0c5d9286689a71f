"""Personal data in a whole installation: in no database, on no bus, in no log, and in nothing that a backup keeps."""

import subprocess
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
from certificate_svc.consumers import consumers
from certificate_svc.main import create_app
from certificate_svc.settings import Settings
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, running
from songbang import backups, postgres
from songbang.inventory import BUS_DATABASE, PARTS
from songbang.provision import database_url

from tests.integration.certificate.canaries import CANARIES, PERSON, canaries_in, every_text_in, live
from tests.integration.certificate.story import COUNTY, REGIONS, TOWNSHIP, VILLAGE, admit

from .conftest import AUDIT_KEY


@asynccontextmanager
async def certificate(installation, mint, files):
    """The service that knows people, on this installation."""
    url = database_url(installation.server.dsn(), "certificate", "certificate", "certificate-drill")
    settings = Settings(
        environment="demo", database_url=url, bus_url=installation.settings.bus_url, database_pool_size=4,
        bus_partitions=3, log_level="DEBUG", audit_key=AUDIT_KEY, attachments_url=files,
    )  # fmt: skip
    app = create_app(settings, keys=mint.keys)
    async with running(app):
        svc = ServiceUnderTest(app, mint)
        for code, name, level in REGIONS:
            told = RegionRegistered(code=code, name=name, level=level, valid_from=date(2020, 1, 1))
            await svc.hear(consumers, told, region=code)
        police = DepartmentRegistered(code="GA", name="县公安局", home=COUNTY)
        await svc.hear(consumers, police, region=COUNTY)
        yield svc


def as_somebody_who_took_it(folder):
    """What stands in a backup, its dumps as the SQL that they hold, where bytes are written as digits."""
    for file in sorted(folder.iterdir()):
        if file.suffix == ".dump":
            command = [postgres.binaries() / "pg_restore", "-f", "-", file]
            yield file.name, subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
        else:
            yield file.name, file.read_bytes().decode("utf-8", "replace")


def hidden_in(text):
    """Canaries as they are, and as the digits of their bytes."""
    return canaries_in(text) | {name for name, canary in CANARIES.items() if canary.encode().hex() in text}


async def test_a_canary_is_in_no_database_no_event_no_log_and_no_backup(installation, mint, tmp_path, capfd):
    files = f"file://{tmp_path}/files"
    async with (
        certificate(installation, mint, files) as svc,
        svc.client(Role.VILLAGE, region=VILLAGE) as village, svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township,
        svc.client(Role.COUNTY_OFFICE, region=COUNTY) as county,
    ):  # fmt: skip
        for item in ("AC01", "AC21"):
            await admit(county, item)
        await live(village, township, county)
        shown = (await village.get("/v1/certificates")).json()["items"]
        assert [row["holder"] for row in shown] == ["金*雀、黄*鸟"]
        clear = await village.post(f"/v1/certificates/{shown[0]['id']}/unmasking", json={"purpose": "核对"})
        assert clear.json()["name"] == PERSON["name"], "the canary is there, for who may see it"
    await installation.relay()
    for name in (*(part.name for part in PARTS), BUS_DATABASE):
        connection = await asyncpg.connect(database_url(installation.server.dsn(), name))
        async for table, column, text in every_text_in(connection):
            assert canaries_in(text) == set(), f"{name}: {table}.{column}"
        await connection.close()

    kept = tmp_path / "backups"
    folder = await backups.write(installation.but(attachments_url=files), kept)
    read = dict(as_somebody_who_took_it(folder))
    assert VILLAGE in read["certificate.dump"], "the dumps were really read"
    for file, text in read.items():
        assert hidden_in(text) == set(), file

    logged = "".join(capfd.readouterr())
    assert "POST /v1/applications" in logged
    assert canaries_in(logged) == set()

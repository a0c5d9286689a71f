"""The gateway with sealed files in a directory of the test's own; the sealer is run by hand as its tick runs it."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from contracts.checklist import GroupRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, message_of
from gateway.files import verify
from gateway.files.sealing import Sealer
from gateway.files.settings import FileSettings
from gateway.webhooks import fan_out
from servicekit.transaction import Context

COUNTY, TOWNSHIP, OTHER_COUNTY = "990101000000", "990101001000", "990102000000"
FILES = "/api/integration/v1/files"


class Files:
    """Everything a test of sealed files does."""

    def __init__(self, svc: ServiceUnderTest, directory: Path) -> None:
        self.svc, self.directory = svc, directory
        self.settings: FileSettings = svc.app.state.settings
        self.sealer = Sealer(self.settings)
        self.public_key = self.settings.file_signer.public_key

    async def happen(self, count: int = 1, *, region: str = TOWNSHIP) -> list[bytes]:
        messages = [message_of(GroupRegistered(platform="wechat"), region=region) for _ in range(count)]
        await self.svc.hear_batch(fan_out.consumer(), messages)
        return [message.value for message in messages]

    async def round(self) -> None:
        async with self.svc.database.transaction(Context.of_system("tick:files")) as tx:
            await self.sealer.run(tx)

    async def hour(self, count: int = 0, *, region: str = TOWNSHIP) -> list[bytes]:
        """Events of the last hour, and the hour's end: sealed and published."""
        bodies = await self.happen(count, region=region) if count else []
        await self.query("UPDATE sealed_file SET until = until - interval '1 hour' WHERE number IS NOT NULL")
        await self.query("UPDATE event_log SET recorded_at = recorded_at - interval '1 hour'")
        await self.round()
        await self.round()
        return bodies

    async def query(self, statement: str, *values: Any) -> list[Any]:
        connection = await self.svc.database.direct()
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()

    def client(self, *roles: Role, region: str = COUNTY, **who: Any) -> httpx.AsyncClient:
        """Somebody; without roles the carrier of the province."""
        return self.svc.client(*(roles or (Role.INTEGRATOR, Role.OBSERVER)), region=region, **who)

    async def get(self, path: str = "", *, home: str = COUNTY, **query: Any) -> httpx.Response:
        async with self.client(region=home) as client:
            return await client.get(FILES + path, params=query)

    async def post(self, path: str, body: Any, *, home: str = COUNTY, **who: Any) -> httpx.Response:
        async with self.client(region=home, **who) as client:
            return await client.post(FILES + path, json=body)

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        answer = await self.get(sort="id", **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def names(self) -> list[str]:
        return sorted(path.name for path in self.directory.iterdir() if not path.name.startswith("."))

    def manifest(self, number: int) -> dict[str, Any]:
        return json.loads((self.directory / f"{COUNTY}-{number:08d}.manifest.json").read_bytes())

    def verify(self, *keys: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        """Run the verifier as a receiver has it: one file, isolated, without our packages on its path."""
        alone = self.directory.parent / "verify.py"
        alone.write_bytes(Path(verify.__file__).read_bytes())
        given = [part for key in keys or (self.public_key,) for part in ("--public-key", key)]
        command = [sys.executable, "-I", str(alone), str(self.directory), *given, *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env={"LC_ALL": "C.UTF-8"})
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def start_files(start_service, tmp_path) -> Callable[..., Awaitable[Files]]:
    async def start(**settings: Any) -> Files:
        directory = tmp_path / "files"
        directory.mkdir()
        # The application starts without a directory, so that its own leader leaves the rounds to the test.
        svc = await start_service("gateway", **{"files_regions": [COUNTY], **settings})
        svc.app.state.settings = svc.app.state.settings.model_copy(update={"files_dir": directory})
        files = Files(svc, directory)
        # On the first of a month the hours before it lie in a month that a new installation has no room for.
        await files.query("SELECT webhook_partitions_ahead(1, now() - interval '1 day')")
        await files.query("INSERT INTO region VALUES ($1, '丙县', 'county', $2, NULL, 1)", COUNTY, date(2020, 1, 1))
        return files

    return start


@pytest.fixture
async def files(start_files) -> Files:
    return await start_files()

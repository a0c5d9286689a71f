"""`docs/operations.md` as it stands: its commands carry an installation from nothing through a restore to a minute."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr
from songbang import archive
from songbang.inventory import ARCHIVER, BUS_DATABASE
from songbang.journal.process import Journal
from songbang.journal.settings import JournalSettings
from songbang.journal.store import stores
from songbang.ports import free_port
from songbang.postgres import EmbeddedPostgres
from songbang.provision import database_url

from tests.waiting import eventually

pytestmark = pytest.mark.timeout(600)
ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BACKUP, MINUTE = "songbang-2026-11-23T010000Z", "2026-11-23T16:40+08:00"
OF_THE_SERVER, OF_THE_BUS = "Zk8s0qLw9TqPz1-of-the-server", "Zk8s0qLw9TqPz1-of-the-bus"
RUN_ELSEWHERE = {
    # test_rotate_script.py carries these out, with what is started anew.
    "Keys and passwords",
    # Builds images of fetched sources, which needs Docker and a repository of releases; tests/e2e/test_upgrade.py runs
    # the script on embedded parts, and tests/shape/test_commands.py checks what the line names.
    "Upgrade",
}
# `docker compose` as far as these commands use it: `init` and the operator's hand run here, with the settings and just
# the secrets that the compose file gives their containers; where the server and the files are is told beside it.
DOCKER = """#!{python}
import json, os, re, subprocess, sys, tempfile, yaml
words = sys.argv[1:]
assert words[0] == "compose", words
compose, given = yaml.safe_load(open("docker-compose.yml")), json.load(open("given.json"))
settings = dict(re.findall(r"^(SONGBANG_\\w+)=(.+)$", open(".env").read(), re.MULTILINE))

def filled(text):
    named = r"\\$\\{{(\\w+)(?::[-?]([^}}]*))?\\}}"
    return re.sub(named, lambda found: settings.get(found[1], found[2] or ""), str(text))

def run(service, arguments):
    with tempfile.TemporaryDirectory() as secrets:
        for one in compose["services"][service]["secrets"]:
            if isinstance(one, dict):
                content = open(filled(compose["secrets"][one["source"]]["file"])).read()
                open(os.path.join(secrets, one["target"]), "w").write(content)
        open(os.path.join(secrets, "songbang_bus_password"), "w").write({bus!r})
        clean = {{name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}}
        stated = {{name: filled(value) for name, value in compose["services"][service]["environment"].items()}}
        here = [re.sub("^/backups", os.path.abspath("var/backups"), word) for word in arguments]
        command = [sys.executable, "-W", "ignore", "-m", "songbang.cli", *here]
        sys.exit(subprocess.run(command, env=clean | stated | given | {{"SONGBANG_SECRETS_DIR": secrets}}).returncode)

verb, rest = words[1], words[2:]
named = {{word for word in rest if not word.startswith("-")}}
if verb == "up":
    assert {{word for word in rest if word.startswith("-")}} <= {{"-d", "--build", "--wait"}}, rest
    assert named <= compose["services"].keys(), rest
    if not named:
        run("init", compose["services"]["init"]["command"])
elif verb == "run":
    assert rest[0] == "--rm", rest
    run(rest[1], rest[2:])
else:
    sys.exit("not known here: " + verb)
"""


def blocks() -> dict[str, str]:
    """The commands of the manual by the heading that they stand under."""
    found: dict[str, str] = {}
    for part in re.split(r"^##+ ", MANUAL, flags=re.MULTILINE)[1:]:
        text = "\n".join(re.findall(r"```sh\n(.*?)```", part, re.DOTALL))
        if text:
            found[part.partition("\n")[0]] = text
    return found


class Site:
    """The directory of an installation: what the manual needs of the repository, and a server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in (".env.example", "docker-compose.yml", "deploy/secrets.sh"):
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        self.password = OF_THE_SERVER
        (root / "secrets").mkdir()
        (root / "secrets" / "postgres_password").write_text(self.password)
        bin = root / "bin"
        bin.mkdir()
        (bin / "docker").write_text(DOCKER.format(python=sys.executable, bus=OF_THE_BUS))
        if os.geteuid() != 0:  # only root may give a directory away
            (bin / "chown").write_text("#!/bin/sh\n")
        for program in bin.iterdir():
            program.chmod(0o755)

    def move_to(self, server: EmbeddedPostgres) -> None:
        """Let the installation be on a server from now on."""
        self.server = server
        plain = server.dsn().replace(f":{self.password}@", "@")
        files = self.root / "files" / str(server.port)
        given = {
            "ADMIN_URL": plain, "BUS_URL": database_url(plain, BUS_DATABASE, BUS_DATABASE, OF_THE_BUS),
            "FILES_DIR": str(files), "ATTACHMENTS_URL": f"file://{files}-attachments",
            "BACKUP_DIR": str(self.root / "var" / "backups"), "HEADS_FILE": str(self.root / "heads.ndjson"),
            "FONTS_DIR": str(self.root), "KAFKA_SECURITY": "PLAINTEXT",
            "KAFKA_CA_FILE": str(self.root / "secrets" / "kafka_ca"),
        }  # fmt: skip
        settings = {f"SONGBANG_{name}": value for name, value in given.items()}
        (self.root / "given.json").write_text(json.dumps(settings))

    def carry_out(self, commands: str) -> str:
        """What a shell says in which `songbang` is what the manual says that it stands for."""
        assert "in this text `songbang …` stands for `docker compose run --rm songbang …`" in MANUAL.replace("\n", " ")
        recipe = 'songbang() { docker compose run --rm songbang "$@"; }\n' + commands
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}
        done = subprocess.run(
            ["sh", "-euc", recipe], cwd=self.root, env=clean | {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}"},
            capture_output=True, text=True, check=False, timeout=500,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def secret(self, name: str) -> str:
        return (self.root / "secrets" / name).read_text()

    async def accounts(self) -> list[str]:
        """Whose accounts there are."""
        connection = await asyncpg.connect(self.server.dsn("gateway"))
        try:
            return [row["username"] for row in await connection.fetch("SELECT username FROM account ORDER BY 1")]
        finally:
            await connection.close()

    async def open_account(self, name: str) -> None:
        await asyncio.to_thread(self.carry_out, f"songbang user create {name} --generate")


@pytest.fixture(scope="module")
def empty_servers() -> Iterator[list[EmbeddedPostgres]]:
    """Servers as the bundled one is made: with the password of the file."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        made = [
            EmbeddedPostgres(Path(directory) / name, free_port(), password=OF_THE_SERVER, fsync=False)
            for name in ("first", "second", "third")
        ]
        try:
            yield made
        finally:
            for server in made:
                server.stop()


@pytest.fixture(scope="module")
async def story(empty_servers) -> AsyncIterator[tuple[Site, str]]:
    """An installation that was installed, backed up and written to by the manual, and a minute between two writes."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        root = Path(directory)
        root.chmod(0o755)
        site = Site(root)
        await asyncio.to_thread(empty_servers[0].start)
        site.move_to(empty_servers[0])
        said = await asyncio.to_thread(site.carry_out, blocks()["Install"])
        assert "account operator created, password " in said
        await asyncio.to_thread(site.carry_out, blocks()["Back up"])
        backups = root / "var" / "backups"
        (folder,) = backups.glob("songbang-*Z")
        folder.rename(backups / BACKUP)
        url = database_url(site.server.dsn(), "postgres", ARCHIVER, site.secret("archiver_password"))
        settings = JournalSettings(
            journal_database_url=SecretStr(url), backup_key=SecretStr(site.secret("backup_key")), backup_dir=backups,
            journal_spool=root / "spool", journal_seconds=0.2,
        )  # fmt: skip
        async with Journal(settings).running():
            await eventually(lambda: [base for store in stores(backups) for base in store.bases])
            await site.open_account("first")
            moment = datetime.now(UTC)
            await site.open_account("second")
            ended = datetime.now(UTC)
            await eventually(lambda: any(store.kept and store.kept > ended for store in stores(backups)))
        await asyncio.to_thread(site.server.stop)
        yield site, moment.isoformat()


async def carried_out_on(site: Site, server: EmbeddedPostgres, commands: str) -> str:
    await asyncio.to_thread(server.start)
    site.move_to(server)
    return await asyncio.to_thread(site.carry_out, commands)


async def test_what_the_manual_installs_and_backs_up_it_restores(story, empty_servers):
    site, _ = story
    folder = site.root / "var" / "backups" / BACKUP
    assert all(file.read_bytes().startswith(archive.MAGIC) for file in folder.glob("*.dump*"))
    commands = blocks()["Restore"]
    assert BACKUP in commands
    assert "on the bus again" in await carried_out_on(site, empty_servers[1], commands)
    assert await site.accounts() == ["operator"]


async def test_what_the_manual_restores_to_a_minute_has_what_was_written_before_it(story, empty_servers):
    site, moment = story
    commands = blocks()["Any minute"]
    assert MINUTE in commands
    await carried_out_on(site, empty_servers[2], commands.replace(MINUTE, moment))
    assert await site.accounts() == ["first", "operator"]


def test_every_command_of_the_manual_is_carried_out():
    assert blocks().keys() - RUN_ELSEWHERE == {"Install", "Back up", "Restore", "Any minute"}

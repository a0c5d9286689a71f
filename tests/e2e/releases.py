"""Releases beside this one, and `docker compose` as far as `deploy/upgrade.sh` uses it, on embedded parts.

A release is a copy of these sources with another version, as images have it: one directory of packages. The stand-in
for Docker starts each process from the directory of the tag that the script names.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from servicekit import migrate
from songbang.inventory import PARTS
from songbang.ports import HOST
from songbang.stack import WEBHOOKS, Stack

ROOT = Path(__file__).parents[2]
NEXT, NEW_REVISION = "99.0.0", "99000e9d0001"
READY_SECONDS = 60.0
_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("chat_group", sa.Column("of_the_next_release", sa.Text(), server_default="", nullable=False))
"""
_DOCKER = """#!{python}
import json, os, socket, sys
site = json.load(open({site!r}))
words, tag = sys.argv[1:], os.environ["SONGBANG_IMAGE_TAG"]
assert words[:2] == ["compose", "--env-file"], words
env_file, verb, rest = words[2], words[3], words[4:]
if verb == "ps":
    print("one")
elif verb == "run":
    home = os.path.join(site["releases"], tag)
    if tag != "local" and not os.path.isdir(home):
        sys.exit("no such image")
    given = dict(line.strip().split("=", 1) for line in open(env_file) if line.startswith("SONGBANG_"))
    given.pop("SONGBANG_IMAGE_TAG", None)
    clean = {{name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}}
    path = {{"PYTHONPATH": home}} if tag != "local" else {{}}
    command = [word for word in rest if word not in ("--rm", "--no-deps", "-T", "songbang")]
    os.execve({python!r}, [{python!r}, "-m", "songbang.cli", *command], clean | site["operator"] | given | path)
elif verb == "up":
    assert "--no-deps" in rest and "--wait" in rest, rest
    with socket.create_connection(("127.0.0.1", site["control"])) as control:
        control.sendall(f"{{rest[-1]}} {{tag}}\\n".encode())
        sys.exit(int(control.makefile().read()))
else:
    sys.exit(f"not known here: {{verb}}")
"""


class Upgradable(Stack):
    """An installation whose processes may be of different releases."""

    def __init__(self, root: Path, releases: Path, **options: Any) -> None:
        super().__init__(root, **options)
        self.releases = releases
        self.tags: dict[str, str] = {}
        self.replaced: list[tuple[str, str]] = []
        self._control = socket.create_server((HOST, 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def control(self) -> int:
        """The port that the stand-in for Docker calls."""
        port: int = self._control.getsockname()[1]
        return port

    def _variables(self, name: str) -> dict[str, str]:
        tag = self.tags.get(name, "local")
        home = {} if tag == "local" else {"PYTHONPATH": str(self.releases / tag)}
        return super()._variables(name) | home

    def _serve(self) -> None:
        while True:
            connection, _ = self._control.accept()
            with connection:
                service, tag = connection.makefile().readline().split()
                connection.sendall(b"0" if self._replace(service.removesuffix("-svc"), tag) else b"1")

    def _replace(self, name: str, tag: str) -> bool:
        self.kill(name, signal.SIGTERM, keep_down=True)
        self.tags[name] = tag
        self.replaced.append((name, tag))
        self.launch(name)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.processes[name].poll() is not None:
                self._paused.add(name)
                return False
            if self._ready(name):
                return True
            time.sleep(0.1)
        return False

    def _ready(self, name: str) -> bool:
        ports = {part.name: self.ports.health(part) for part in PARTS} | {WEBHOOKS: self.ports.webhooks}
        if name not in ports:
            return True  # the sealer has no port of its own here
        doors = {ports[name], self.ports.gateway} if name == "gateway" else {ports[name]}
        try:
            return all(httpx.get(f"http://{HOST}:{door}/readyz", trust_env=False).is_success for door in doors)
        except httpx.HTTPError:
            return False


def make_release(directory: Path, *, broken: str | None = None) -> None:
    """The next release, with a migration of its own; the package `broken` cannot be started."""
    for source in [
        *ROOT.glob("libs/*/src"),
        *ROOT.glob("services/*/src"),
        ROOT / "gateway/src",
        ROOT / "deploy/local/src",
    ]:
        shutil.copytree(source, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    version = directory / "contracts" / "version.py"
    version.write_text(re.sub(r'^VERSION = ".*"', f'VERSION = "{NEXT}"', version.read_text(), flags=re.MULTILINE))
    text = _MIGRATION.format(revision=NEW_REVISION, head=migrate.head("checklist_svc"))
    (directory / "checklist_svc" / "migrations" / "2099_01_01_next.py").write_text(text)
    if broken is not None:
        with (directory / broken / "main.py").open("a") as file:
            file.write('\n\ndef create_app():\n    raise RuntimeError("this release is broken")\n')


class Site:
    """Where an operator stands: the script, a file of settings, and `docker` on the path."""

    def __init__(self, root: Path, stack: Upgradable) -> None:
        self.root, self.env = root, root / ".env"
        (root / "deploy").mkdir(parents=True)
        shutil.copy(ROOT / "deploy" / "upgrade.sh", root / "deploy")
        self.env.write_text("# SONGBANG_IMAGE_TAG=local\n")
        facts = {"releases": str(stack.releases), "control": stack.control, "operator": stack.operator_settings()}
        (root / "site.json").write_text(json.dumps(facts))
        docker = root / "bin" / "docker"
        docker.parent.mkdir()
        docker.write_text(_DOCKER.format(python=sys.executable, site=str(root / "site.json")))
        docker.chmod(0o755)

    def upgrade(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script as it stands."""
        environment = {"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "HOME": str(self.root)}
        command = ["sh", str(self.root / "deploy" / "upgrade.sh"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)

"""`deploy/rotate.sh` as it stands: the secret is replaced, and who reads it is started anew, one after the other."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# `docker compose` as far as the script uses it: the operator's hand runs here; what is started anew is noted.
DOCKER = """#!{python}
import json, os, sys
words = sys.argv[1:]
assert words[:3] == ["compose", "--env-file", {env!r}], words
verb, rest = words[3], words[4:]
if verb == "ps":
    print("one" if rest[-1] != "webhooks" else "one\\ntwo")
elif verb == "run":
    mount = rest[rest.index("--volume") + 1]
    assert mount.endswith(":/secrets") and rest[rest.index("--user") + 1] == f"{{os.getuid()}}:{{os.getgid()}}", rest
    command = rest[rest.index("songbang") + 1:] + ["--directory", mount.removesuffix(":/secrets")]
    os.execve({python!r}, [{python!r}, "-m", "songbang.cli", *command], json.load(open({operator!r})))
elif verb == "up":
    assert {{"--no-deps", "--force-recreate", "--wait"}} <= set(rest), rest
    open({log!r}, "a").write(" ".join(rest[-2:]) + "\\n")
    sys.exit(os.path.exists({broken!r}))
else:
    sys.exit(f"not known here: {{verb}}")
"""


class Site:
    """An installation as the script sees it."""

    def __init__(self, root: Path, server: str = "postgresql://nobody@127.0.0.1:1/postgres") -> None:
        self.root, self.secrets, self.log, self.broken = root, root / "secrets", root / "log", root / "broken"
        env, operator, bin = root / "env", root / "operator.json", root / "bin"
        env.write_text(f"SONGBANG_SECRETS=\n# a comment\nSONGBANG_SECRETS={self.secrets}\n")
        bin.mkdir()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SONGBANG_")}
        operator.write_text(json.dumps(clean | {"SONGBANG_ADMIN_URL": server, "SONGBANG_BUS_URL": server}))
        names = {"python": sys.executable, "env": str(env), "operator": str(operator), "log": str(self.log)}
        (bin / "docker").write_text(DOCKER.format(**names, broken=str(self.broken)))
        (bin / "docker").chmod(0o755)
        self._clean = clean | {"PATH": f"{bin}:{os.environ['PATH']}", "SONGBANG_ENV_FILE": str(env)}
        self._run("secrets.sh", str(self.secrets))

    def _run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(ROOT / "deploy" / script), *arguments]
        return subprocess.run(command, env=self._clean, capture_output=True, text=True, check=False)

    def rotate(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("rotate.sh", *arguments)

    @property
    def started_anew(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def read(self, name: str) -> str:
        return (self.secrets / name).read_text()


@pytest.fixture
def site(tmp_path) -> Site:
    return Site(tmp_path)


def test_a_key_of_sealed_values_is_known_to_all_before_it_is_used_and_every_replica_is_started_anew(site):
    done = site.rotate("secrets_keys")
    assert done.returncode == 0, done.stderr
    assert site.started_anew == ["webhooks=2 webhooks", "gateway=1 gateway"] * 2
    assert site.read("secrets_keys").startswith("k2:")
    assert ",k1:" in site.read("secrets_keys")


def test_a_part_that_does_not_come_back_ends_the_script_with_the_way_on(site):
    site.broken.touch()
    done = site.rotate("data_keys")
    assert done.returncode == 1
    assert "certificate-svc does not become ready" in done.stderr
    assert site.read("data_keys").startswith("k1:"), "nobody seals with what that part may not know"
    site.broken.unlink()
    assert site.rotate("data_keys").returncode == 0
    assert site.read("data_keys").startswith("k2:")


def test_what_cannot_be_replaced_changes_nothing(site):
    before = {path.name: path.read_text() for path in site.secrets.iterdir()}
    for name in ("grafana_password", "report_password", "no_such_key"):
        done = site.rotate(name)
        assert (done.returncode, "nothing has changed" in done.stderr) == (1, True), name
    assert {path.name: path.read_text() for path in site.secrets.iterdir()} == before
    assert site.started_anew == []


def test_the_commands_of_the_manual_are_carried_out_as_they_stand(installation, tmp_path):
    site = Site(tmp_path, installation.server.dsn())
    before = {path.name: path.read_text() for path in site.secrets.iterdir()}
    chapter = (
        (ROOT / "docs" / "operations.md").read_text().partition("\n## Keys and passwords\n")[2].partition("\n## ")[0]
    )
    (commands,) = re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL)
    given = [line.partition("#")[0].split() for line in commands.splitlines()]
    assert [words[:2] for words in given] == [["sh", "deploy/rotate.sh"]] * 3
    for words in given:
        done = site.rotate(*words[2:])
        assert done.returncode == 0, done.stderr
    changed = {name for name, text in before.items() if site.read(name) != text}
    assert changed == {"checklist_password"}


def test_ages_are_shown_and_a_stolen_key_is_forgotten(site):
    assert site.rotate("--status").returncode == 0
    assert site.rotate("gateway_signing_key").returncode == 0
    assert "," in site.read("gateway_signing_key")
    done = site.rotate("--forget", "gateway_signing_key")
    assert done.returncode == 0, done.stderr
    assert "," not in site.read("gateway_signing_key")
    assert site.started_anew == ["gateway=1 gateway"] * 2

"""The compose file with the demo county, for a look at the real parts: `make compose-demo`, and the compose tests.

python -m songbang.compose demo | stop [--port 8080]
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console

from songbang.demo import people
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import CHINA, build
from songbang.demo.tell import show, tell, write_logins
from songbang.ports import HOST

ROOT = Path(__file__).resolve().parents[4]
BUILD_SECONDS, UP_SECONDS = 1500, 300


class ComposeFailed(Exception):
    """Docker said no; the message holds its last words."""


class Compose:
    """One installation of the compose file: a project name, a file of settings, and a directory of secrets."""

    def __init__(self, project: str, root: Path, *, port: int, **settings: str) -> None:
        self.project, self.root = project, root.resolve()
        self.env_file = self.root / "env"
        self.url = f"http://{HOST}:{port}"
        self._settings = {
            "COMPOSE_PROFILES": "postgres,kafka", "SONGBANG_ENVIRONMENT": "demo", "SONGBANG_HTTP_PORT": str(port),
            "SONGBANG_SECRETS": str(self.root / "secrets"), "SONGBANG_ENV_FILE": str(self.env_file),
            "SONGBANG_BACKUPS": str(self.root / "backups"), **settings,
        }  # fmt: skip

    def prepare(self, **settings: str) -> None:
        """Write the settings, and draw the secrets that are missing."""
        self.root.mkdir(parents=True, exist_ok=True)
        # A container's user is none of this machine's, so the folder is open; what lies in it is encrypted.
        backups = self.root / "backups"
        backups.mkdir(exist_ok=True)
        backups.chmod(0o777)
        self._settings |= settings
        self.env_file.write_text("".join(f"{name}={value}\n" for name, value in self._settings.items()))
        environment = {"PATH": os.defpath, "SONGBANG_ENV_FILE": str(self.env_file)}
        command = ["sh", str(ROOT / "deploy" / "secrets.sh"), str(self.root / "secrets")]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)

    def run(
        self, *arguments: str, seconds: float = 120, check: bool = True, stdin: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:  # fmt: skip
        """`docker compose …` on this installation; raises ComposeFailed with what Docker said."""
        command = ["docker", "compose", "--project-name", self.project, "--env-file", str(self.env_file), *arguments]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SONGBANG_", "COMPOSE_"))}
        done = subprocess.run(
            command, cwd=ROOT, env=clean | dict(environment or {}), input=stdin, capture_output=True, text=True,
            timeout=seconds, check=False,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise ComposeFailed(f"docker compose {' '.join(arguments)}:\n{(done.stdout + done.stderr)[-4000:]}")
        return done

    def up(self, *arguments: str, seconds: float = UP_SECONDS) -> None:
        """Start what is not running, and return when every container is healthy."""
        self.run("up", "--detach", "--wait", "--wait-timeout", str(int(seconds)), *arguments, seconds=seconds + 60)

    def songbang(
        self, *arguments: str, check: bool = True, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command of the operator's hand, in its container."""
        return self.run("run", "--rm", "--no-deps", "-T", "songbang", *arguments, check=check, stdin=stdin, seconds=300)

    def containers(self, service: str = "") -> list[dict[str, str]]:
        """The containers as `docker compose ps` tells them."""
        listed = self.run("ps", "--all", "--format", "json", *([service] if service else [])).stdout
        return [json.loads(line) for line in listed.splitlines() if line]

    def down(self, *, data_too: bool = False) -> None:
        """Take everything down; the volumes only when asked."""
        self.run(
            "--profile", "*", "down", "--remove-orphans", *(["--volumes"] if data_too else []), check=False, seconds=180
        )


def demo(port: int) -> None:
    """Build, start, tell the demo county's year once, and print the board."""
    compose = Compose("songbang-demo", ROOT / "var" / "compose", port=port)
    compose.prepare()
    console = Console()
    console.print("building the images ...")
    compose.run("build", seconds=BUILD_SECONDS)
    console.print("starting ...")
    compose.up()
    marker, today = compose.root / "told", datetime.now(CHINA).date()
    if not marker.exists():
        compose.songbang("user", "create", people.OPERATOR, check=False, stdin=OPERATOR_PASSWORD + "\n")
        asyncio.run(tell(compose.url, OPERATOR_PASSWORD, seed=1, today=today, say=console.print))
        marker.write_text(today.isoformat())
    logins = write_logins(compose.root / "logins.json", OPERATOR_PASSWORD, build(1, today))
    asyncio.run(show(compose.url, logins, console))
    console.print("it stays up; `make compose-demo-stop` takes it down with its data")


def stop(port: int) -> None:
    """Take the demo down, with its data."""
    compose = Compose("songbang-demo", ROOT / "var" / "compose", port=port)
    compose.prepare()
    compose.down(data_too=True)
    (compose.root / "told").unlink(missing_ok=True)


def main() -> int:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["demo", "stop"])
    parser.add_argument("--port", type=int, default=8080)
    arguments = parser.parse_args()
    try:
        (demo if arguments.what == "demo" else stop)(arguments.port)
    except (ComposeFailed, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

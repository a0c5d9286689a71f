"""The integrator's story, and the manual's first five minutes, on the gateway and its delivery process as processes."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from gateway.files import verify
from servicekit import migrate
from songbang.ports import free_port
from songbang.provision import create_databases, database_url

from tests.waiting import wait_until

from .story import SCHEDULE, tell

ROOT = Path(__file__).parents[3]
COUNTY, NAME, PASSWORD = "990101000000", "gateway_story", "Qingshi-jianfu-2026"
REGIONS = f"code,name,level\n990000000000,甲省,province\n990100000000,乙市,city\n{COUNTY},丙县,county\n"


def environment(**settings: str) -> dict[str, str]:
    return {**os.environ, **{f"SONGBANG_{name.upper()}": value for name, value in settings.items()}}


@contextmanager
def process(*command: str, **settings: str) -> Iterator[None]:
    child = subprocess.Popen([sys.executable, "-m", *command], env=environment(**settings))
    try:
        yield
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(15)
        child.kill()
        child.wait()


def signed_in_operator(base_url: str) -> httpx.Client:
    operator = httpx.Client(base_url=base_url, timeout=30, trust_env=False)
    form = {"grant_type": "password", "username": "operator", "password": PASSWORD}

    def token() -> httpx.Response | None:
        with contextlib.suppress(httpx.TransportError):
            return operator.post("/api/identity/v1/token", data=form)
        return None

    # A refusal is an answer, too; a response is true only when it is a success.
    [answer] = wait_until(lambda: [found] if (found := token()) is not None else [])
    assert answer.status_code == 200, answer.text
    operator.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return operator


async def database_of_its_own(server, name: str) -> str:
    await create_databases(server.dsn(), {name: "story-test"})
    connection = await asyncpg.connect(database_url(server.dsn(), name))
    await connection.execute(f'GRANT CREATE ON SCHEMA public TO "{name}"')
    await connection.close()
    return database_url(server.dsn(), name, name, "story-test")


@pytest.fixture(scope="module")
async def installation(databases, tmp_path_factory) -> AsyncIterator[str]:
    """The base URL of a gateway with one county."""
    port, url = free_port(), await database_of_its_own(databases, NAME)
    await asyncio.to_thread(migrate.upgrade, "gateway", database_url(databases.dsn(), NAME), NAME)
    settings = {
        "environment": "demo", "database_url": url, "bus_url": await database_of_its_own(databases, "bus_story"),
        "jwks_url": f"http://127.0.0.1:{port}/.well-known/jwks.json", "log_level": "ERROR",
        "webhooks_allow_http": "true", "webhooks_allowed_networks": '["127.0.0.0/8"]',
        "webhooks_schedule_seconds": SCHEDULE, "webhooks_failing_pause_seconds": "1",
        "files_dir": str(tmp_path_factory.mktemp("files")), "files_regions": f'["{COUNTY}"]',
    }  # fmt: skip
    bootstrap = [sys.executable, "-m", "gateway.bootstrap"]
    subprocess.run(bootstrap, env=environment(**settings), input=PASSWORD.encode(), check=True, timeout=120)
    serve = ("uvicorn", "--factory", "gateway.main:create_app", "--port", str(port), "--log-level", "warning")
    with process(*serve, **settings), process("gateway.webhooks", **settings):
        base_url = f"http://127.0.0.1:{port}"
        operator = await asyncio.to_thread(signed_in_operator, base_url)
        table = {"file": ("regions.csv", REGIONS.encode(), "text/csv")}
        imported = await asyncio.to_thread(operator.post, "/api/directory/v1/regions/import", files=table)
        assert imported.status_code == 200, imported.text
        yield base_url


async def test_an_integrator_registers_receives_loses_its_server_catches_up_rotates_and_pulls_the_same(
    installation, tmp_path
):
    operator = await asyncio.to_thread(signed_in_operator, installation)
    await asyncio.to_thread(tell, installation, operator, COUNTY, tmp_path)


def commands(chapter: int, **instead: str) -> str:
    """The shell commands of a chapter of the manual."""
    text = (ROOT / "docs" / "integration.md").read_text().split("\n## ")[chapter]
    found = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    for word, value in instead.items():
        assert word in found
        found = found.replace(word, value)
    return found


async def carried_out(recipe: str, base_url: str, directory: Path) -> str:
    """What a shell says that gets to its end."""
    done = await shell(recipe, base_url, directory)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def shell(recipe: str, base_url: str, directory: Path) -> "subprocess.CompletedProcess[str]":
    """Run the commands; the first that fails ends them."""
    if not (directory / "examples").exists():
        (directory / "examples").symlink_to(ROOT / "examples")
    variables = {**os.environ, "BASE": base_url, "OPERATOR_PASSWORD": PASSWORD, "REGION": COUNTY, "NO_PROXY": "*"}
    variables["PATH"] = f"{Path(sys.executable).parent}:{variables['PATH']}"
    return await asyncio.to_thread(
        subprocess.run, ["bash", "-euo", "pipefail", "-c", recipe], cwd=directory, env=variables, capture_output=True,
        text=True, timeout=160,
    )  # fmt: skip


async def refused(recipe: str, base_url: str, directory: Path) -> str:
    """What a shell complains of that ends without success."""
    # What the manual starts in the background does not outlive the shell.
    done = await shell(f"trap 'kill $(jobs -p) 2>/dev/null' EXIT\n{recipe}", base_url, directory)
    assert done.returncode != 0, done.stdout
    return done.stderr


async def test_the_manuals_first_five_minutes_end_in_a_verified_delivery(installation, tmp_path):
    recipe = commands(1, **{"9000": str(free_port())})
    assert recipe.count("\n") > 20
    assert '"type":"signage.plaque.removed.v1"' in await carried_out(recipe, installation, tmp_path)


async def test_the_manuals_first_five_minutes_end_with_a_message_where_something_is_in_the_way(installation, tmp_path):
    taken = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", taken))
        other.listen()
        assert "the receiver has ended" in await refused(commands(1, **{"9000": str(taken)}), installation, tmp_path)
    recipe = commands(1, **{"9000": str(free_port()), "$OPERATOR_PASSWORD": "mistyped"})
    assert "/api/identity/v1/token: {" in await refused(recipe, installation, tmp_path)
    # A receiver that answers and does not know the secret.
    strange = {"9000": str(free_port()), "'.secrets[0].secret'": """'"whsec_c29uZ2JhbmctZGVtbw=="'""", "120": "3"}
    assert "is pending_challenge, not enabled: " in await refused(commands(1, **strange), installation, tmp_path)


HAPPENED = """
curl -sf $BASE/api/directory/v1/departments -H "Authorization: Bearer $OPERATOR" -H 'Content-Type: application/json' \\
  -d '{"code":"MANUAL","name":"县级部门","home":"'$REGION'"}'
until EVENT=$(api "/events?latest=1&types=gateway.department.*" | jq -er '.items[0].id'); do sleep 0.2; done
until api /endpoints/$ID/deliveries/$EVENT; do sleep 0.2; done
"""
ORDERED = """
FILE=$(api /files/exports -d '{"region":"'$REGION'","first_position":1,"last_position":1}' | jq -r .id)
until [ "$(api /files/$FILE | jq -r .state)" = published ]; do sleep 1; done
"""


async def test_every_other_command_of_the_manual_works_as_it_stands_there(installation, tmp_path):
    begin = commands(
        1, **{"9000": str(free_port()), '["integrator"]': '["integrator","observer"]', "\nkill $REC": "\n# "}
    )
    sealed = commands(5, **{"<directory>": ".", "<base64>": "$KEY", "1201": "1", "1800": "1"})
    key = "KEY=$(api /files/public-key | jq -r .public_key)\n"
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    recipe = "\n".join([begin, HAPPENED, commands(3), commands(4), ORDERED, key, sealed, "kill $RECEIVER"])
    said = await carried_out(recipe, installation, tmp_path)
    for promised in ('"matching":', "whsec_", "x-next-cursor", "whole  ", '"outcome":"intact"'):
        assert promised in said


def test_no_command_of_the_manual_stands_where_nobody_runs_it():
    chapters = (ROOT / "docs" / "integration.md").read_text().split("\n## ")
    assert [number for number, text in enumerate(chapters) if "```sh\n" in text] == [1, 3, 4, 5]

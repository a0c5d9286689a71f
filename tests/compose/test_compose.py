"""The compose file as an operator meets it: it starts, serves the county's story, heals, scales, and is backed up."""

import asyncio
import json
import subprocess
import time
from datetime import date

import httpx
import pytest
from songbang.compose import ROOT, Compose, ComposeFailed
from songbang.demo import people
from songbang.demo.commands import OPERATOR_PASSWORD
from songbang.demo.county import build
from songbang.demo.tell import tell
from songbang.inventory import PARTS

LAST_DAY = date(2026, 11, 20)
OURS = {part.distribution for part in PARTS} | {"webhooks"}
pytestmark = pytest.mark.timeout(900)


def inspect(container: str) -> dict:
    done = subprocess.run(["docker", "inspect", container], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]


def names_of(compose: Compose, service: str = "") -> list[str]:
    return [found["Name"] for found in compose.containers(service)]


def token(compose: Compose, username: str, password: str) -> str:
    form = {"grant_type": "password", "username": username, "password": password}
    answer = httpx.post(f"{compose.url}/api/identity/v1/token", data=form, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def board(compose: Compose) -> dict:
    office = next(person for person in people.everybody(build(1, LAST_DAY)) if person.role == "county_office")
    headers = {"authorization": f"Bearer {token(compose, office.username, office.password)}"}
    answer = httpx.get(
        f"{compose.url}/api/supervision/v1/board", params={"as_of": "2026-11-20"}, headers=headers, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def until(compose: Compose, condition, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, compose.run("ps", "--all").stdout
        time.sleep(1)


def healthy(compose: Compose, service: str) -> bool:
    found = compose.containers(service)
    return bool(found) and all(container["Health"] == "healthy" for container in found)


@pytest.fixture(scope="session")
def told(compose: Compose) -> str:
    """The county's year, told through the published port; returns the board's digest."""
    compose.songbang("user", "create", people.OPERATOR, stdin=OPERATOR_PASSWORD + "\n")
    asyncio.run(tell(compose.url, OPERATOR_PASSWORD, seed=1, today=LAST_DAY, say=print))
    return board(compose)["digest"]


def test_every_container_is_healthy_and_init_has_ended_well(compose):
    states = {found["Service"]: found for found in compose.containers()}
    assert states["init"]["ExitCode"] == 0
    assert all(states[name]["Health"] == "healthy" for name in OURS | {"postgres", "kafka"})


def test_only_the_gateway_publishes_a_port(compose):
    published = {
        found["Service"] for found in compose.containers()
        for port in found["Publishers"] or [] if port["PublishedPort"]
    }  # fmt: skip
    assert published == {"gateway"}


@pytest.mark.parametrize("service", sorted(OURS))
def test_a_container_of_ours_has_no_root_no_writable_disk_and_no_secret_in_its_environment(compose, service):
    facts = inspect(names_of(compose, service)[0])
    host = facts["HostConfig"]
    assert facts["Config"]["User"] == "10001:10001"
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["LogConfig"]["Config"]["max-size"]
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    secrets = {file.read_text() for file in (compose.root / "secrets").iterdir()} - {""}
    assert not [line for line in facts["Config"]["Env"] if any(secret in line for secret in secrets)]


def test_all_of_ours_stay_within_the_memory_that_is_promised(compose):
    names = [name for service in OURS for name in names_of(compose, service)]
    shown = subprocess.run(
        ["docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", *names],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    total = sum(float(line.split("MiB")[0]) for line in shown.splitlines())
    assert total < 1200


def test_the_county_s_story_reaches_the_board(compose, told):
    assert told
    assert compose.songbang("status").returncode == 0
    assert compose.songbang("audit", "verify").returncode == 0


@pytest.mark.parametrize("victim", ["report-svc", "supervision-svc", "kafka", "postgres"])
def test_a_killed_container_comes_back_and_nothing_is_lost(compose, told, victim):
    # The engine takes `docker kill` for the operator's wish; a crash is a process that ends by itself.
    pid = inspect(names_of(compose, victim)[0])["State"]["Pid"]
    subprocess.run(["kill", "-9", str(pid)], check=True)
    until(compose, lambda: inspect(names_of(compose, victim)[0])["State"]["Pid"] not in (0, pid))
    until(compose, lambda: all(healthy(compose, service) for service in OURS | {victim}))
    assert board(compose)["digest"] == told


def test_two_replicas_share_the_work_and_show_one_board(compose, told):
    compose.up("--no-recreate", "--scale", "supervision-svc=2", "--scale", "signage-svc=2")
    assert len(names_of(compose, "supervision-svc")) == 2
    # The gateway asks the name server again after ten seconds; from then on both are asked in turn.
    time.sleep(11)
    assert {board(compose)["digest"] for _ in range(6)} == {told}
    lines = [line for line in compose.songbang("status").stdout.splitlines() if "supervision-svc" in line]
    assert len(lines) == 2
    assert sum("yes" in line.split("│")[4] for line in lines) == 1, "one of them leads"
    compose.up("--no-recreate")


def test_a_backup_is_written_and_its_audit_heads_hold(compose, told):
    folder = compose.songbang("backup").stdout.strip().splitlines()[-1]
    assert compose.songbang("audit", "verify", "--against", f"{folder}/manifest.json").returncode == 0
    assert compose.songbang("restore", folder, check=False).returncode == 1, "it would overwrite"


def test_a_start_without_secrets_is_refused_with_the_remedy(compose, tmp_path):
    (tmp_path / "env").write_text("")
    done = subprocess.run(
        ["docker", "compose", "--project-name", "songbang-none", "--env-file", str(tmp_path / "env"), "config", "-q"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "copy .env.example to .env, then run: sh deploy/secrets.sh" in done.stderr


def test_init_refuses_weak_secrets_outside_demo_mode_in_one_sentence(compose, tmp_path):
    other = Compose("songbang-weak", tmp_path, port=1, SONGBANG_ENVIRONMENT="production", SONGBANG_IMAGE_TAG="test",
                    SONGBANG_SUBNET="172.30.67.0/24", SONGBANG_CONTAINERS="172.30.67.128/25")  # fmt: skip
    other.prepare()
    weak = other.root / "secrets" / "report_password"
    weak.chmod(0o644)
    weak.write_text("change-me")
    try:
        with pytest.raises(ComposeFailed) as raised:
            other.run("run", "--rm", "--no-deps", "-T", "init")
    finally:
        other.down(data_too=True)
    assert "SONGBANG_REPORT_PASSWORD is known or too weak: make real ones: sh deploy/secrets.sh" in str(raised.value)

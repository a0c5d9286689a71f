"""The compose file as an operator meets it: it starts, keeps to itself, serves the county's story, heals and scales."""

import re
import subprocess

import httpx
import pytest
from songbang.compose import ROOT
from supervision_svc.facts.table import TOPICS

from .conftest import OURS, Page, inspect, register_group

pytestmark = pytest.mark.timeout(1500)
MOST_MEMORY_MB = 1200


def megabytes(names):
    shown = subprocess.run(
        ["docker", "stats", "--no-stream", "--format", "{{.MemUsage}}", *names],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    sizes = [line.split("/")[0].strip() for line in shown.splitlines()]
    return sum(float(size[:-3]) * {"KiB": 1 / 1024, "MiB": 1, "GiB": 1024}[size[-3:]] for size in sizes)


def image_megabytes(tag):
    shown = subprocess.run(["docker", "image", "inspect", "-f", "{{.Size}}", tag], capture_output=True, text=True)
    return int(shown.stdout) / 1_000_000


def test_every_container_is_healthy_and_init_has_ended_well(site):
    states = {found["Service"]: found for found in site.compose.containers()}
    assert states["init"]["ExitCode"] == 0
    assert all(states[name]["Health"] == "healthy" for name in [*OURS, "postgres", "kafka"])


def test_only_the_gateway_publishes_a_port(site):
    published = {
        found["Service"] for found in site.compose.containers()
        for port in found["Publishers"] or [] if port["PublishedPort"]
    }  # fmt: skip
    assert published == {"gateway"}


def test_outside_is_told_only_whether_the_gateway_is_ready_and_inside_everything(site):
    assert httpx.get(f"{site.compose.url}/metrics", trust_env=False).status_code == 404
    assert httpx.get(f"{site.compose.url}/readyz", trust_env=False).json() == {"status": "ready"}
    ready, figures = site.ask("http://gateway:8081/readyz", "http://gateway:8081/metrics")
    assert b"upstreams" in ready
    assert b"songbang_outbox_depth" in figures


def test_the_dashboard_that_was_built_in_a_stage_of_the_image_is_served(site):
    page = httpx.get(site.compose.url, trust_env=False)
    assert page.status_code == 200
    [script, *_] = re.findall(r'<script[^>]+src="([^"]+)"', page.text)
    assert httpx.get(f"{site.compose.url}{script}", trust_env=False).status_code == 200


@pytest.mark.parametrize("service", OURS)
def test_a_container_of_ours_has_no_root_no_writable_disk_and_no_secret_in_its_environment(site, service):
    facts = inspect(site.names_of(service)[0])
    host = facts["HostConfig"]
    assert facts["Config"]["User"] == "10001:10001"
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert host["LogConfig"]["Config"]["max-size"]
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    secrets = {file.read_text() for file in (site.compose.root / "secrets").iterdir()} - {""}
    assert not [line for line in facts["Config"]["Env"] if any(secret in line for secret in secrets)]


def test_all_of_ours_stay_within_the_memory_that_is_promised(site):
    total = megabytes([name for service in OURS for name in site.names_of(service)])
    site.figures["idle_megabytes_of_ours"] = round(total)
    for name in ("postgres", "kafka"):
        site.figures[f"idle_megabytes_of_{name}"] = round(megabytes(site.names_of(name)))
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    base = image_megabytes(re.findall(r"^ARG PYTHON_IMAGE=(\S+)", dockerfile, re.MULTILINE)[0])
    for name in ("report-svc", "gateway", "songbang"):
        site.figures[f"megabytes_over_python_slim_of_{name}"] = round(image_megabytes(f"songbang/{name}:test") - base)
    assert total < MOST_MEMORY_MB


def test_the_county_s_story_reaches_the_board_and_everything_is_well(told):
    assert told.digest
    shown = told.compose.songbang("status", check=False)
    assert shown.returncode == 0, shown.stdout
    assert all(name in shown.stdout for name in OURS)
    audit = told.compose.songbang("audit", "verify", check=False)
    assert audit.returncode == 0, audit.stdout


@pytest.mark.parametrize("victim", ["report-svc", "supervision-svc", "kafka", "postgres"])
def test_a_killed_container_comes_back_and_nothing_is_lost(told, victim):
    # The engine takes `docker kill` for the operator's wish; a crash is a process that ends by itself.
    pid = inspect(told.names_of(victim)[0])["State"]["Pid"]

    def crash():
        subprocess.run(["kill", "-9", str(pid)], check=True)
        told.until(lambda: inspect(told.names_of(victim)[0])["State"]["Pid"] not in (0, pid))
        told.until(lambda: told.healthy([*OURS, victim]))
        assert told.board() == told.digest

    told.measure(f"recovery_seconds_of_{victim}", crash)


def figure_of(site, container, name):
    """The sum of a figure of one replica."""
    address = next(iter(inspect(container)["NetworkSettings"]["Networks"].values()))["IPAddress"]
    port = 8105 if "supervision" in container else 8102
    text = site.ask(f"http://{address}:{port}/metrics")[0].decode()
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


@pytest.fixture(scope="module")
def scaled(told):
    """Two replicas of two services."""
    services = ["supervision-svc", "signage-svc"]
    told.compose.up("--no-recreate", "--no-deps", *(f"--scale={service}=2" for service in services), *services)
    yield told
    told.compose.up("--no-recreate", "--no-deps", *(f"--scale={service}=1" for service in services), *services)


def test_of_two_replicas_one_leads_and_both_read_their_share_of_the_partitions(scaled):
    shown = scaled.compose.songbang("status", check=False).stdout
    for service in ("supervision-svc", "signage-svc"):
        lines = [line for line in shown.splitlines() if service in line]
        assert len(lines) == 2, shown
        assert sum("yes" in line.split("│")[4] for line in lines) == 1, shown
    reads = 'songbang_consumer_partitions{consumer="supervision-facts'
    replicas = scaled.names_of("supervision-svc")

    def shares():
        found = [figure_of(scaled, name, reads) for name in replicas]
        return found if all(found) else None

    shares = scaled.until(shares, seconds=60)
    assert sum(shares) == 12 * len(TOPICS), "every partition is read by exactly one of them"


def test_two_replicas_show_one_board(scaled):
    assert {scaled.board() for _ in range(6)} == {scaled.digest}


def test_an_open_page_hears_of_a_change_whichever_replica_it_is_connected_to(scaled):
    pages = [Page(scaled) for _ in range(8)]
    try:
        scaled.until(lambda: all("event: hello" in page.heard for page in pages), seconds=30)
        open_at = [figure_of(scaled, name, "songbang_sse_clients") for name in scaled.names_of("supervision-svc")]
        assert sum(open_at) == len(pages)
        assert all(open_at), "both replicas have some of them"
        register_group(scaled)
        scaled.until(lambda: all("event: board" in page.heard for page in pages), seconds=30)
    finally:
        for page in pages:
            page.close()

"""The compose file and the images: exact versions, and no secret that two parts share."""

import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from songbang import blocks, deployment_blocks
from songbang.inventory import PARTS, WEBHOOKS, Part
from songbang.local_secrets import Secrets
from songbang.stack import Ports, Stack

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILES = [path for path in ROOT.glob("deploy/**/Dockerfile*") if path.is_file()]
# A version of at least two numbers; what the publisher builds on it may follow.
EXACT = re.compile(r"[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?(@sha256:[0-9a-f]{64})?")
OURS = "${SONGBANG_IMAGE:-songbang}/"
OPERATORS = {"init", "songbang"}
# The gateway and its delivery process are one part on one database.
ONE_PART = {part.distribution: part.name for part in PARTS} | {WEBHOOKS: "gateway"}
PUBLIC = {"kafka_ca"}
# Of an outside S3 service, which all parts use; the account there is one.
OF_STORE = {"attachments_access_key", "attachments_secret_key"}
# The county's mail server has one account, for digests and for alarms.
OF_MAIL = {"digest_smtp_password"}
# Of services outside, if there are any: the script leaves them empty for the operator.
EMPTY = OF_STORE | OF_MAIL | {"digest_webhook_secret", "alarm_receivers", "oidc_client_secret"}


def _default(image: str) -> str:
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", image)


@pytest.mark.parametrize("service", sorted(COMPOSE["services"]))
def test_an_image_is_pinned_to_an_exact_version(service):
    image = COMPOSE["services"][service]["image"]
    if not image.startswith(OURS):
        assert EXACT.fullmatch(_default(image)), image


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_a_base_image_is_pinned_to_an_exact_version(path):
    text = path.read_text(encoding="utf-8")
    given = dict(re.findall(r"^ARG (\w+)=(\S+)", text, re.MULTILINE))
    stages = set(re.findall(r"^FROM \S+ AS (\w+)", text, re.MULTILINE))
    bases = [
        re.sub(r"\$\{(\w+)\}", lambda found: given[found[1]], base)
        for base in re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    ]
    assert bases
    assert [base for base in bases if base not in stages and not EXACT.fullmatch(base)] == []


def shared_secrets(compose: dict[str, Any]) -> dict[str, set[str]]:
    holders = defaultdict(set)
    for name, service in compose["services"].items():
        for secret in service.get("secrets", []):
            source = secret if isinstance(secret, str) else secret["source"]
            if name not in OPERATORS and source not in PUBLIC | OF_STORE | OF_MAIL:
                holders[source].add(ONE_PART.get(name, name))
    return {source: parts for source, parts in holders.items() if len(parts) > 1}


def test_no_two_parts_are_given_the_same_secret():
    # The broker and the database know the password of their administrator, who is the operator.
    assert shared_secrets(COMPOSE) == {}


def test_a_sixth_service_stands_in_every_file_without_a_hand(monkeypatch, tmp_path):
    sixth = Part("petition", "petition-svc", "petition_svc", 8106)
    known = deployment_blocks.own_secrets
    monkeypatch.setattr(deployment_blocks, "SERVICES", (*deployment_blocks.SERVICES, sixth))
    monkeypatch.setattr(
        deployment_blocks, "own_secrets", lambda part: ["signing_key", "data_keys"] if part is sixth else known(part)
    )
    files = {str(path.relative_to(ROOT)): content for path, content in blocks.renewed(ROOT)}
    compose = yaml.safe_load(files["docker-compose.yml"])
    assert shared_secrets(compose) == {}
    mine = {secret["target"]: secret["source"] for secret in compose["services"]["petition-svc"]["secrets"]
            if isinstance(secret, dict)}  # fmt: skip
    assert mine["songbang_signing_key"] == "petition_signing_key"
    assert mine["songbang_data_keys"] == "petition_data_keys"
    assert compose["services"]["gateway"]["environment"]["SONGBANG_PETITION_URL"] == "http://petition-svc:8106"
    sources = {secret["source"] for secret in compose["services"]["init"]["secrets"] if isinstance(secret, dict)}
    assert set(mine.values()) <= sources
    script = tmp_path / "deploy" / "secrets.sh"
    script.parent.mkdir()
    script.write_bytes(files["deploy/secrets.sh"])
    made = run_secrets_script(tmp_path, script)
    assert made.keys() == compose["secrets"].keys()
    assert made["petition_data_keys"].startswith(b"k1:")
    jobs = {job["job_name"]: job for job in yaml.safe_load(files["deploy/monitoring/prometheus.yml"])["scrape_configs"]}
    assert jobs["songbang-petition"]["dns_sd_configs"][0]["port"] == 8106
    rules = yaml.safe_load(files["deploy/monitoring/alerts.yml"])["groups"][0]["rules"]
    gone = next(rule["expr"] for rule in rules if rule["alert"] == "PartGone")
    assert set(re.findall(r"absent\(up\{job=\"([\w-]+)\"\}\)", gone)) == jobs.keys()


def test_each_process_has_a_login_of_its_own_at_kafka():
    secrets = {
        name: secret["source"] for name, service in COMPOSE["services"].items() for secret in service.get("secrets", [])
        if isinstance(secret, dict) and secret["target"] == "songbang_kafka_password"
    }  # fmt: skip
    assert secrets.keys() == {*ONE_PART, *OPERATORS}
    assert len(set(secrets.values())) == len(ONE_PART) + 1
    users = {name: COMPOSE["services"][name]["environment"]["SONGBANG_KAFKA_USERNAME"] for name in ONE_PART}
    assert len(set(users.values())) == len(ONE_PART)


def run_secrets_script(tmp_path: Path, script: Path = ROOT / "deploy/secrets.sh") -> dict[str, bytes]:
    directory = tmp_path / "secrets"
    environment = {**os.environ, "SONGBANG_ENV_FILE": str(tmp_path / ".env")}
    subprocess.run(["sh", str(script), str(directory)], env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_the_script_makes_every_secret_of_the_compose_file_once_and_fills_empty_ones(tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "kafka_password").touch(0o444)
    first = run_secrets_script(tmp_path)
    assert first.keys() == COMPOSE["secrets"].keys()
    assert {name for name, value in first.items() if not value} == EMPTY
    assert len(set(first.values()) - {b""}) == len(first) - len(EMPTY)
    assert run_secrets_script(tmp_path) == first


def test_no_two_parts_of_a_local_start_share_a_key(tmp_path):
    stack = Stack(tmp_path, ports=Ports(webhooks=1, inside=2))
    holders = defaultdict(set)
    known = set(Secrets(tmp_path / "secrets.json").all().values())
    for name in stack.names:
        for value in stack._variables(name).values():
            if value.removeprefix("k1:") in known:
                holders[value].add("gateway" if name == WEBHOOKS else name)
    assert holders
    assert [parts for parts in holders.values() if len(parts) > 1] == []

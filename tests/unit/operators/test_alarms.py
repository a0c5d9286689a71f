"""Alarms reach every receiver once, in its own form, and nobody learns a robot's key from a log."""

import base64
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
import yaml
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr, ValidationError
from songbang.alarms import figures, process
from songbang.alarms.messages import Group, message
from songbang.alarms.process import Relay, relaying
from songbang.alarms.settings import AlarmSettings
from songbang.ports import free_port

ROOT = Path(__file__).parents[3]
WHSEC = "whsec_" + base64.b64encode(b"k" * 32).decode()
ALERT = {"status": "firing", "labels": {"alertname": "BusAway", "severity": "critical"}, "fingerprint": "f1",
         "annotations": {"summary": "No process reaches the bus"}}  # fmt: skip
NEWS = {"version": "4", "status": "firing", "groupKey": '{}:{alertname="BusAway"}', "alerts": [ALERT]}


class Robots:
    """All receivers of a test: what came, and what they answer."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, list[str]], dict[str, object]]] = []
        self.headers: dict[str, str] = {}
        self.refusing: set[str] = set()
        self.port = free_port()

    def receivers(self, *kinds: str) -> SecretStr:
        base = f"http://127.0.0.1:{self.port}"
        lines = {
            "wecom": f"wecom {base}/wecom?key=robots-key",
            "dingtalk": f"dingtalk {base}/dingtalk?access_token=t SECx",
            "feishu": f"feishu {base}/feishu/robots-key s3cret",
            "webhook": f"webhook {base}/webhook {WHSEC}",
        }
        return SecretStr("# who gets alarms\n" + "\n".join(lines[kind] for kind in kinds))

    async def take(self, request: web.Request) -> web.Response:
        name = request.path.split("/")[1]
        self.came.append((name, parse_qs(request.query_string), json.loads(await request.read())))
        self.headers = dict(request.headers)
        if name in self.refusing:
            return web.json_response({"errcode": 310000, "code": 19021, "errmsg": "sign not match"})
        return web.json_response({"errcode": 0, "code": 0})

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Robots"]:
        app = web.Application()
        app.add_routes([web.post("/{tail:.*}", self.take)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        try:
            yield self
        finally:
            await runner.cleanup()


@pytest.fixture
async def robots() -> AsyncIterator[Robots]:
    async with Robots().running() as running:
        yield running


def settings(receivers: SecretStr, **more: object) -> AlarmSettings:
    return AlarmSettings(environment="demo", alarm_receivers=receivers, **more)


async def test_each_receiver_gets_an_alarm_in_its_own_form(robots):
    relay = Relay(settings(robots.receivers("wecom", "dingtalk", "feishu")))
    assert await relay.deliver(Group.model_validate(NEWS)) == {}
    came = {name: (query, body) for name, query, body in robots.came}
    text = came["wecom"][1]["text"]["content"]
    assert came["wecom"][1]["msgtype"] == "text"
    assert "【松绑】告警：BusAway" in text
    assert "[告警紧急] No process reaches the bus" in text
    query = came["dingtalk"][0]
    signed = hmac.digest(b"SECx", f"{query['timestamp'][0]}\nSECx".encode(), "sha256")
    assert query["sign"] == [base64.b64encode(signed).decode()]
    body = came["feishu"][1]
    assert body["msg_type"] == "text"
    assert (
        body["sign"] == base64.b64encode(hmac.digest(f"{body['timestamp']}\ns3cret".encode(), b"", "sha256")).decode()
    )


async def test_a_system_of_the_county_gets_the_whole_document_signed(robots):
    assert await Relay(settings(robots.receivers("webhook"))).deliver(Group.model_validate(NEWS)) == {}
    _, _, body = robots.came[0]
    assert (body["type"], body["alerts"][0]["labels"]["alertname"]) == ("songbang.alarm", "BusAway")
    assert robots.headers["webhook-signature"].startswith("v1,")
    assert robots.headers["webhook-id"].startswith("alarm-")


async def test_who_failed_gets_the_alarm_again_and_the_others_do_not(robots):
    port = free_port()
    robots.refusing = {"feishu"}
    async with (
        relaying(settings(robots.receivers("wecom", "feishu"), alarms_port=port)),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as alertmanager,
    ):
        first = await alertmanager.post("/alerts", json=NEWS)
        assert (first.status_code, first.json()) == (502, {"failed": ["feishu:127.0.0.1"]})
        robots.refusing = set()
        assert (await alertmanager.post("/alerts", json=NEWS)).status_code == 200
        resolved = NEWS | {"status": "resolved", "alerts": [ALERT | {"status": "resolved"}]}
        assert (await alertmanager.post("/alerts", json=resolved)).status_code == 200
    assert [name for name, _, _ in robots.came if name == "wecom"] == ["wecom"] * 2
    assert [name for name, _, _ in robots.came if name == "feishu"] == ["feishu"] * 3


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"no", b'{"status":"firing","alerts":[]}', b"[" * 100_000,
                                  b'{"status":"new","alerts":[{}]}', b"\xff\xfe"])  # fmt: skip
async def test_what_is_no_alarm_is_refused(robots, body):
    port = free_port()
    async with (
        relaying(settings(robots.receivers("wecom"), alarms_port=port)),
        httpx.AsyncClient(trust_env=False) as client,
    ):
        assert (await client.post(f"http://127.0.0.1:{port}/alerts", content=body)).status_code == 400
    assert robots.came == []


async def test_a_receiver_that_is_away_is_named_without_its_key(caplog):
    away = SecretStr(f"wecom http://127.0.0.1:{free_port()}/send?key=robots-key")
    with caplog.at_level(logging.DEBUG):
        failed = await Relay(settings(away)).deliver(Group.model_validate(NEWS))
    assert list(failed.values()) == ["ClientConnectorError"]
    assert "robots-key" not in caplog.text
    assert "wecom:127.0.0.1 did not take an alarm" in caplog.text


async def test_a_long_list_is_one_message_that_every_robot_takes():
    many = NEWS | {
        "alerts": [ALERT | {"fingerprint": str(n), "annotations": {"summary": "长" * 400}} for n in range(60)]
    }
    said = message(Group.model_validate(many | {"truncatedAlerts": 3}), "https://songbang.example")
    assert len(said.text.encode()) <= 2048
    assert len(said.document["alerts"]) == 60


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("sms 13800000000", "a line is one of mail, wecom"),
        ("wecom", "a line is one of mail"),
        ("wecom ftp://x/", "wecom has no good address"),
        ("mail nobody", "mail has no good address"),
        ("webhook https://x.example/ plain", "needs a whsec_ secret"),
        ("mail a@b.example", "SONGBANG_DIGEST_SMTP_HOST is needed"),
        ("\n".join(["wecom https://x.example/?key=topsecret"] * 21), "more than 20 lines"),
    ],
)
def test_a_line_that_names_nobody_is_refused_and_its_key_is_not_told(lines, told):
    with pytest.raises(ValidationError) as refused:
        AlarmSettings(environment="demo", alarm_receivers=SecretStr(lines))
    assert told in str(refused.value)
    assert "topsecret" not in str(refused.value)


def test_a_robot_without_encryption_is_refused_in_production():
    with pytest.raises(ValidationError, match="https address in production"):
        AlarmSettings(environment="production", alarm_receivers=SecretStr("wecom http://robot.example/?key=x"))


def certificate(ends: datetime) -> bytes:
    key, name = Ed25519PrivateKey.generate(), x509.Name([])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(ends - timedelta(days=90)).not_valid_after(ends).sign(key, None)
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM)


def test_backups_certificates_and_disks_are_measured(tmp_path):
    ends = datetime(2031, 5, 1, tzinfo=UTC)
    (tmp_path / "site.pem").write_bytes(certificate(ends))
    (tmp_path / "other.pem").write_text("no certificate")
    found = AlarmSettings(environment="demo", backup_dir=tmp_path, certificates_dir=tmp_path)
    figures.measure(found, tmp_path / "kafka_ca")
    assert figures.BACKUP_AT._value.get() == 0
    manifest = tmp_path / "songbang-2031-01-01T000000Z" / "manifest.json"
    manifest.parent.mkdir()
    manifest.touch()
    figures.measure(found, tmp_path / "kafka_ca")
    assert figures.BACKUP_AT._value.get() == manifest.stat().st_mtime
    samples = [(sample.labels["file"], sample.value) for family in figures.CERTIFICATE_ENDS.collect()
               for sample in family.samples]  # fmt: skip
    assert samples == [("site.pem", ends.timestamp())]
    assert 0 < figures.DISK_FREE.labels(str(tmp_path))._value.get() <= 1


def test_what_is_inhibited_and_what_inhibits_are_alarms_that_exist():
    config = yaml.safe_load((ROOT / "deploy/monitoring/alertmanager.yml").read_text())
    rules = yaml.safe_load((ROOT / "deploy/monitoring/alerts.yml").read_text())["groups"][0]["rules"]
    names = {rule["alert"] for rule in rules}
    for rule in config["inhibit_rules"]:
        for matcher in [*rule["source_matchers"], *rule["target_matchers"]]:
            label, _, value = matcher.replace("=~", "=").partition("=")
            assert label == "alertname"
            assert set(value.strip('"').split("|")) <= names
    assert config["receivers"][0]["webhook_configs"][0]["url"] == "http://alarms:8092/alerts"
    assert process.SENT._labelnames == ("receiver", "outcome")

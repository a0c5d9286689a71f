"""The profiles `monitoring` and `tls`, started for real: Prometheus sees every process, Caddy answers over HTTPS."""

import json
import ssl
import threading
import time
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import yaml
from songbang.compose import ROOT
from songbang.demo.county import build

from .conftest import LAST_DAY, OURS, Page, group_of

pytestmark = pytest.mark.timeout(600)
API = "http://prometheus:9090/api/v1"
ALERTS = yaml.safe_load((ROOT / "deploy/monitoring/alerts.yml").read_text(encoding="utf-8"))
DASHBOARDS = sorted((ROOT / "deploy/monitoring/grafana/dashboards").glob("*.json"))
PROVISIONED = sorted((ROOT / "deploy/monitoring/grafana/provisioning").glob("*/*.yml"))


@pytest.fixture(scope="module")
def watched(site):
    """Prometheus, after it has asked every process at least once."""
    site.compose.run("up", "--detach", "--wait", "--no-deps", "prometheus")

    def scraped():
        try:
            targets = json.loads(site.ask(f"{API}/targets?state=active")[0])["data"]["activeTargets"]
        except (ValueError, IndexError):
            return None
        return targets if all(target["health"] == "up" for target in targets) and len(targets) >= len(OURS) else None

    site.targets = site.until(scraped, seconds=120)
    return site


def answers(site, *paths):
    return [json.loads(body) for body in site.ask(*(f"{API}/{path}" for path in paths))]


def expressions():
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in DASHBOARDS]
    return [target["expr"] for document in documents for panel in document["panels"] for target in panel["targets"]]


def test_prometheus_sees_every_process_of_ours(watched):
    assert {target["labels"]["part"] for target in watched.targets} == {*OURS, "sealer"}


def test_every_alert_rule_is_loaded_and_can_be_computed(watched):
    def computed():
        [found] = answers(watched, "rules")
        rules = [rule for group in found["data"]["groups"] for rule in group["rules"]]
        return rules if all(rule["health"] != "unknown" for rule in rules) else None

    rules = watched.until(computed, seconds=60)
    assert [rule["name"] for rule in rules] == [rule["alert"] for group in ALERTS["groups"] for rule in group["rules"]]
    assert [rule for rule in rules if rule["health"] != "ok"] == []
    checked = watched.compose.run(
        "exec", "-T", "prometheus", "promtool", "check", "config", "/etc/prometheus/prometheus.yml"
    )
    assert "SUCCESS" in checked.stdout


def test_no_alert_fires_on_an_installation_that_is_well(told, watched):
    [found] = answers(watched, "alerts")
    assert [alert["labels"]["alertname"] for alert in found["data"]["alerts"] if alert["state"] == "firing"] == []


def test_every_panel_of_the_dashboards_asks_what_prometheus_can_answer(watched):
    asked = expressions()
    assert len(asked) > 10
    found = answers(watched, *(f"query?query={quote(text)}" for text in asked))
    assert [text for text, answer in zip(asked, found, strict=True) if answer["status"] != "success"] == []
    # Rates and ratios need traffic of some minutes; a gauge has a value from the first look on.
    gauges = {text for text in asked if "rate(" not in text}
    empty = {text for text, answer in zip(asked, found, strict=True) if not answer["data"]["result"]}
    assert empty & gauges == set()


def test_grafana_is_provisioned_with_these_dashboards_and_this_prometheus():
    documents = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROVISIONED}
    [source] = documents["prometheus.yml"]["datasources"]
    assert source["url"] == "http://prometheus:9090"
    [provider] = documents["songbang.yml"]["providers"]
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    mounted = dict(volume.split(":")[:2] for volume in services["grafana"]["volumes"])
    assert mounted["./deploy/monitoring/grafana/dashboards"] == provider["options"]["path"]
    for path in DASHBOARDS:
        dashboard = json.loads(path.read_text(encoding="utf-8"))
        used = {panel["datasource"]["uid"] for panel in dashboard["panels"] if "datasource" in panel}
        assert used <= {source["uid"]}
        assert dashboard["uid"]


@pytest.fixture(scope="module")
def secured(told, tmp_path_factory):
    """Caddy in front, and a client that trusts its authority and nobody else."""
    told.compose.run("up", "--detach", "--wait", "--no-deps", "caddy")
    root = tmp_path_factory.mktemp("tls") / "root.crt"
    place = "caddy:/data/caddy/pki/authorities/local/root.crt"
    told.until(lambda: told.compose.run("cp", place, str(root), check=False).returncode == 0, seconds=60)
    told.trust = ssl.create_default_context(cafile=str(root))
    told.https = f"https://localhost:{told.https_port}"

    def answers_ready():
        try:
            return httpx.get(f"{told.https}/readyz", verify=told.trust, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    told.until(answers_ready, seconds=60)
    return told


def test_https_is_answered_with_a_certificate_of_caddy_s_own_authority(secured):
    answer = httpx.get(f"{secured.https}/healthz", verify=secured.trust, trust_env=False)
    assert answer.status_code == 200
    assert "max-age" in answer.headers["strict-transport-security"]
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        httpx.get(f"{secured.https}/healthz", trust_env=False)


def test_an_open_page_hears_at_once_through_the_proxy(secured):
    page = Page(secured, url=secured.https, verify=secured.trust)
    try:
        secured.until(lambda: "event: hello" in page.heard, seconds=20)
    finally:
        page.close()


class Load:
    """Reads and writes through the proxy, one after the other, until told to stop; remembers every answer."""

    def __init__(self, site):
        self.statuses, self.problems = [], []
        self._site, self._stop = site, threading.Event()
        self._region = build(1, LAST_DAY).townships[0].code
        self._threads = [threading.Thread(target=act, daemon=True) for act in (self._read, self._write)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _read(self):
        with self._site.signed_in("county_office", url=self._site.https, verify=self._site.trust) as client:
            while not self._stop.is_set():
                self._note(client.get, "/api/supervision/v1/board", params={"limit": 1})

    def _write(self):
        with self._site.signed_in("township", url=self._site.https, verify=self._site.trust) as client:
            while not self._stop.is_set():
                key = {"idempotency-key": str(uuid4())}
                self._note(client.post, "/api/checklist/v1/groups", json=group_of(self._region), headers=key)

    def _note(self, act, path, **request):
        try:
            answer = act(path, **request)
        except httpx.HTTPError as error:
            self.problems.append(repr(error))
            return
        self.statuses.append(answer.status_code)
        if answer.status_code >= 300:
            self.problems.append((answer.status_code, answer.text[:300]))
        time.sleep(0.05)


def test_containers_are_replaced_one_after_the_other_under_load_and_no_request_fails(secured):
    with Load(secured) as load:
        for service in ("checklist-svc", "supervision-svc", "gateway"):
            secured.compose.run("up", "--detach", "--no-deps", "--force-recreate", "--wait", service)
            more = len(load.statuses) + 10
            secured.until(lambda enough=more: len(load.statuses) >= enough, seconds=60)
    assert load.problems == []
    assert set(load.statuses) <= {200, 201}

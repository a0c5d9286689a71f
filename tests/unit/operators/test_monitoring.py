"""Alerts and dashboards name figures that exist, and every alert is explained to the person it wakes."""

import json
import re
from pathlib import Path

import yaml
from gateway.files import sealing as files
from gateway.identity.tokens import service as tokens
from gateway.webhooks import metrics as webhooks
from prometheus_client import REGISTRY
from servicekit import metrics, server_figures
from songbang.alarms import figures, process
from songbang.sealing import process as sealing

ROOT = Path(__file__).parents[3]
ALERTS = yaml.safe_load((ROOT / "deploy/monitoring/alerts.yml").read_text(encoding="utf-8"))
PROMETHEUS = yaml.safe_load((ROOT / "deploy/monitoring/prometheus.yml").read_text(encoding="utf-8"))
DASHBOARD = json.loads((ROOT / "deploy/monitoring/grafana/dashboards/songbang.json").read_text(encoding="utf-8"))
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
JOBS = {job["job_name"] for job in PROMETHEUS["scrape_configs"]}


def known() -> set[str]:
    assert all((metrics, server_figures, webhooks, files, tokens, sealing, figures, process))
    families = {family.name for family in REGISTRY.collect()}
    return families | {f"{name}{end}" for name in families for end in ("_total", "_bucket", "_count", "_sum")}


def expressions() -> list[str]:
    return [rule["expr"] for rule in RULES] + [
        target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
    ]  # fmt: skip


def test_every_figure_that_is_watched_exists():
    used = {name for text in expressions() for name in re.findall(r"\bsongbang_[a-z_]+", text)}
    assert used
    assert used <= known()


def test_every_job_that_is_watched_is_scraped():
    named = {job for text in expressions() for job in re.findall(r'job="([a-z-]+)"', text)}
    assert named <= JOBS


def test_every_alert_has_a_paragraph_for_the_person_it_wakes():
    missing = [rule["alert"] for rule in RULES if f"**{rule['alert']}**" not in OPERATIONS]
    assert missing == []
    section = OPERATIONS.partition("### What each alert means")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\*\*(\w+)\*\*: ", section, re.MULTILINE)) == {rule["alert"] for rule in RULES}


def test_the_dashboard_shows_traffic_lag_outbox_parked_events_and_webhooks():
    shown = " ".join(expressions())
    for figure in ("http_requests_total", "consumer_lag", "outbox_age", "parked_events", "webhook_attempts"):
        assert figure in shown

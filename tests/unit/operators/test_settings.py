"""Settings: each explained in .env.example, and every mistake told in one sentence before anything starts."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from countykit.baseline import BaselineSettings
from pydantic_core import PydanticUndefined, to_jsonable_python
from servicekit.attachments.settings import AttachmentSettings
from servicekit.migrate import SEALER
from servicekit.printing.settings import PrintSettings
from servicekit.settings import SettingsRefused
from songbang import preflight
from songbang.inventory import BUS_CLIENTS, PARTS
from songbang.settings import COMPOSE_NAMES, every_settings_class, known_names, own_secrets, settings_of

ROOT = Path(__file__).parents[3]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^(?:# )?SONGBANG_([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
SHARED_ON_PURPOSE = {
    "signing_key",
    *AttachmentSettings.model_fields,
    *PrintSettings.model_fields,
    *BaselineSettings.model_fields,
}
SET_BY_COMPOSE = {"bus_url", "environment", "checklist_url", "signage_url", "report_url", "certificate_url",
                  "gateway_url", "supervision_url", "kafka_security", "kafka_ca_file", "inside_host",
                  "inside_port", "attachments_url", "fonts_dir"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(known_names()))
def test_a_setting_is_explained_in_the_example(name):
    of_any_part = re.sub(rf"^(kafka_)?({'|'.join(BUS_CLIENTS)})_", r"\1<part>_", name)
    names = (name, of_any_part)
    explained = any(re.search(rf"\bSONGBANG_{re.escape(one.upper())}\b", EXAMPLE) for one in names)
    assert explained, f"SONGBANG_{name.upper()} is not explained"


def test_the_example_names_nothing_that_does_not_exist():
    assert {name.lower() for name in LINES} <= known_names()


def _default(name: str) -> object:
    fields = [kind.model_fields[name] for kind in every_settings_class() if name in kind.model_fields]
    if not fields:
        return PydanticUndefined
    return None if fields[0].is_required() else to_jsonable_python(fields[0].get_default(), fallback=str)


@pytest.mark.parametrize("name", sorted({name.lower() for name in LINES} - SET_BY_COMPOSE))
def test_a_commented_line_shows_the_real_default(name):
    shown, default = LINES[name.upper()], _default(name)
    if default is PydanticUndefined:
        in_compose = re.findall(rf"\${{SONGBANG_{name.upper()}:-([^}}]*)}}", COMPOSE)
        assert set(in_compose) <= {shown}, f"compose has {in_compose}"
    elif default is None:
        assert shown == ""
    else:
        plain = re.sub(r"[\"\[\] ]", "", str(default)).replace("'", "")
        told = re.sub(r"[\"\[\] ]", "", shown)
        assert plain.lower().replace(".0", "") == told.lower().replace(".0", "")


def test_the_names_that_compose_reads_are_known():
    used = set(re.findall(r"\$\{SONGBANG_([A-Z_]+)", COMPOSE))
    assert used <= COMPOSE_NAMES | {name.upper() for name in known_names()}
    assert used >= COMPOSE_NAMES


def test_no_name_means_two_things():
    """All parts read one file of settings."""
    own = [(part.name, set(settings_of(part).model_fields)) for part in PARTS]
    kit = set.intersection(*(names for _, names in own))
    for place, (first, names) in enumerate(own):
        for second, others in own[place + 1 :]:
            assert (names & others) - kit <= SHARED_ON_PURPOSE, f"{first} and {second}"


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """What `sh deploy/secrets.sh` makes, as the init container sees it."""
    for name in (*(part.name for part in PARTS), SEALER):
        (tmp_path / f"songbang_{name}_password").write_text(f"{name}-Zk8s0qLw9TqPz1")
    signing = [part.name for part in PARTS if "signing_key" in own_secrets(part)]
    own = [f"{name}_signing_key" for name in signing] + [f"{part.name}_audit_key" for part in PARTS]
    single = [*own, "token_signing_key", "backup_key", "seal_key"]
    keys = {name: b64encode(bytes((place * 37 + shift) % 256 for place in range(32))).decode()
            for shift, name in enumerate([*single, "data", "secrets"])}  # fmt: skip
    for name in single:
        (tmp_path / f"songbang_{name}").write_text(keys[name])
    for name in ("data", "secrets"):
        (tmp_path / f"songbang_{name}_keys").write_text(f"k1:{keys[name]}")
    (tmp_path / "songbang_admin_password").write_text("admin-Zk8s0qLw9TqPz1")
    for name, value in {"SECRETS_DIR": str(tmp_path), "COMPOSE": "1", "BUS_URL": "kafka://kafka:9092",
                        "ADMIN_URL": "postgresql://postgres@postgres:5432/postgres"}.items():  # fmt: skip
        monkeypatch.setenv(f"SONGBANG_{name}", value)
    return tmp_path


def refusal() -> str:
    with pytest.raises(SettingsRefused) as raised:
        preflight.checked_settings()
    return str(raised.value)


def test_good_secrets_pass_and_the_password_joins_the_address(installation):
    settings = preflight.checked_settings()
    assert settings.server == "postgresql://postgres:admin-Zk8s0qLw9TqPz1@postgres:5432/postgres"
    assert settings.passwords().keys() == {*(part.name for part in PARTS), SEALER}


def test_a_mistyped_name_is_refused_with_the_nearest_one(installation, monkeypatch):
    monkeypatch.setenv("SONGBANG_BUS_RETENTON_DAYS", "7")
    assert refusal() == "SONGBANG_BUS_RETENTON_DAYS is not a setting; did you mean SONGBANG_BUS_RETENTION_DAYS?"


def test_a_secret_in_a_variable_is_refused_where_secrets_are_files(installation, monkeypatch):
    monkeypatch.setenv("SONGBANG_DATA_KEYS", "k1:xyz")
    assert refusal() == "SONGBANG_DATA_KEYS must be a file of SONGBANG_SECRETS, not a variable"


@pytest.mark.parametrize("value", ["change-me", "aaaaaaaaaaaaaaaaaaaaaaaa", "short"])
def test_a_weak_secret_is_refused_outside_demo_mode(installation, monkeypatch, value):
    (installation / "songbang_report_password").write_text(value)
    assert refusal() == "SONGBANG_REPORT_PASSWORD is known or too weak: make real ones: sh deploy/secrets.sh"
    monkeypatch.setenv("SONGBANG_ENVIRONMENT", "demo")
    preflight.checked_settings()


def test_the_keys_that_the_sources_publish_are_refused(installation):
    (installation / "songbang_certificate_signing_key").write_text("c29uZ2JhbmctZGVtby1zaWduaW5nLWtleS0zMmJ5dGU=")
    assert "SONGBANG_CERTIFICATE_SIGNING_KEY" in refusal()


def test_a_kafka_with_logins_needs_a_password_for_every_account_that_init_makes(installation, monkeypatch):
    (installation / "songbang_kafka_password").write_text("Zk8s0qLw9TqPz1-operator")
    for name, value in {"SECURITY": "SASL_SSL", "USERNAME": "songbang"}.items():
        monkeypatch.setenv(f"SONGBANG_KAFKA_{name}", value)
    assert refusal().count("_PASSWORD is missing") == len(PARTS) + 1
    monkeypatch.setenv("SONGBANG_KAFKA_ACCOUNTS", "false")
    assert preflight.checked_settings().makes_kafka_accounts is False


def test_a_missing_secret_is_named_with_the_remedy(installation):
    (installation / "songbang_report_password").unlink()
    assert refusal() == "SONGBANG_REPORT_PASSWORD is missing: make real ones: sh deploy/secrets.sh"


def test_a_setting_of_one_part_is_checked_before_any_part_starts(installation, monkeypatch):
    monkeypatch.setenv("SONGBANG_OVERLAP_SHARE", "7")
    assert "SONGBANG_OVERLAP_SHARE: " in refusal()

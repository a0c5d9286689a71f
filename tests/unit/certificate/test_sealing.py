"""Sealing, masks and settings: pure rules of certificate-svc."""

import base64
import hashlib
import hmac

import pytest
from certificate_svc.personal import masked_number
from certificate_svc.sealing import PersonalVault
from certificate_svc.settings import Settings
from pydantic import ValidationError
from servicekit.settings import SettingsRefused, load
from servicekit.vault import SealBroken, Vault, named_keys

OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))
NEEDED = {"database_url": "postgresql://x", "bus_url": "postgresql://y", "audit_key": NEW}


def test_sealing_and_indexing_never_use_one_key():
    personal = PersonalVault(f"k1:{OLD}")
    plain = Vault(named_keys(f"k1:{OLD}", setting="SONGBANG_DATA_KEYS"))
    with pytest.raises(SealBroken):
        plain.open(personal.seal("张三丰", place="a|b|1"), place="a|b|1")
    assert personal.index("1") != hmac.new(b"o" * 32, b"1", hashlib.sha256).digest()


def test_a_blind_index_finds_the_value_under_every_key_and_tells_nothing_without_one():
    old, both = PersonalVault(f"k1:{OLD}"), PersonalVault(f"k2:{NEW},k1:{OLD}")
    number = "11010519491231002X"
    assert {old.index(number), both.index(number)} == set(both.indexes(number))
    assert old.index(number) != both.index(number)


def test_a_masked_number_keeps_its_ends_only():
    assert masked_number("11010519491231002X", head=1) == "1*************002X"
    assert masked_number("13800138000", head=3, tail=2) == "138******00"


def test_production_refuses_to_start_with_the_published_demo_keys():
    with pytest.raises(ValidationError, match="SONGBANG_DATA_KEYS is needed in production"):
        Settings(**NEEDED)
    with pytest.raises(ValidationError, match="SONGBANG_SIGNING_KEY is needed in production"):
        Settings(**NEEDED, data_keys=f"k1:{OLD}")
    assert Settings(**NEEDED, data_keys=f"k1:{OLD}", signing_key=NEW).environment == "production"
    assert Settings(**NEEDED, environment="demo").demo


def test_a_refused_start_says_which_variable_is_missing_and_how_to_make_it(monkeypatch):
    for name, value in NEEDED.items():
        monkeypatch.setenv(f"SONGBANG_{name.upper()}", value)
    with pytest.raises(SettingsRefused, match=r"SONGBANG_DATA_KEYS is needed in production.*openssl rand") as refusal:
        load(Settings)
    assert OLD not in str(refusal.value)

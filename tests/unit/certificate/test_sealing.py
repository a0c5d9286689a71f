"""Sealing, masks and settings: pure rules of certificate-svc."""

import base64

import pytest
from certificate_svc.personal import masked_name, masked_number
from certificate_svc.sealing import SealBroken, Vault
from certificate_svc.settings import Settings
from pydantic import ValidationError
from servicekit.settings import SettingsRefused, load

OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))
PLACE = "application|sealed|1"
NEEDED = {"database_url": "postgresql://x", "bus_url": "postgresql://y"}


def test_what_is_sealed_opens_again_and_never_looks_the_same_twice():
    vault = Vault(f"k1:{OLD}")
    one, two = (vault.seal("张三丰".encode(), place=PLACE) for _ in range(2))
    assert one != two
    assert "张三丰".encode() not in one
    assert vault.open(one, place=PLACE) == vault.open(two, place=PLACE) == "张三丰".encode()


def test_a_sealed_value_opens_in_its_own_place_only():
    vault = Vault(f"k1:{OLD}")
    sealed = vault.seal(b"x", place=PLACE)
    for elsewhere in ("application|sealed|2", "certificate|sealed|1", "application|other|1"):
        with pytest.raises(SealBroken):
            vault.open(sealed, place=elsewhere)


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_a_changed_byte_breaks_the_seal(position):
    vault = Vault(f"k1:{OLD}")
    sealed = bytearray(vault.seal(b"a secret of some length", place=PLACE))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        vault.open(bytes(sealed), place=PLACE)


def test_after_a_rotation_new_values_use_the_new_key_and_old_ones_still_open():
    old = Vault(f"k1:{OLD}").seal(b"old", place=PLACE)
    both = Vault(f"k2:{NEW},k1:{OLD}")
    new = both.seal(b"new", place=PLACE)
    assert both.open(old, place=PLACE) == b"old"
    assert Vault(f"k2:{NEW}").open(new, place=PLACE) == b"new"
    with pytest.raises(SealBroken):
        Vault(f"k2:{NEW}").open(old, place=PLACE)


def test_a_blind_index_finds_the_value_under_every_key_and_tells_nothing_without_one():
    old, both = Vault(f"k1:{OLD}"), Vault(f"k2:{NEW},k1:{OLD}")
    number = "11010519491231002X"
    assert {old.index(number), both.index(number)} == set(both.indexes(number))
    assert old.index(number) != both.index(number)


@pytest.mark.parametrize("keys", ["", "k1", "k1:", "k1:c2hvcnQ=", f":{OLD}", f"k1:{OLD},k1:{NEW}", "k1:not base64!"])
def test_unusable_data_keys_are_refused(keys):
    with pytest.raises(ValueError, match="data keys are"):
        Vault(keys)


@pytest.mark.parametrize(
    ("name", "masked"), [("张三丰", "张*丰"), ("张三", "张*"), ("欧阳修文", "欧**文"), ("王", "王*")]
)
def test_a_masked_name_keeps_first_and_last_character(name, masked):
    assert masked_name(name) == masked


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

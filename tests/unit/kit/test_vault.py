"""Sealing at rest: what opens, where, and with which key."""

import base64

import pytest
from servicekit.vault import SealBroken, Vault, named_keys

OLD, NEW = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n"))
PLACE = "application|sealed|1"


def vault_of(keys: str) -> Vault:
    return Vault(named_keys(keys, setting="SONGBANG_SOME_KEYS"))


def test_what_is_sealed_opens_again_and_never_looks_the_same_twice():
    vault = vault_of(f"k1:{OLD}")
    one, two = (vault.seal("张三丰", place=PLACE) for _ in range(2))
    assert one != two
    assert "张三丰".encode() not in one
    assert vault.open(one, place=PLACE) == vault.open(two, place=PLACE) == "张三丰"


def test_a_sealed_value_opens_in_its_own_place_only():
    vault = vault_of(f"k1:{OLD}")
    sealed = vault.seal("x", place=PLACE)
    for elsewhere in ("application|sealed|2", "certificate|sealed|1", "application|other|1"):
        with pytest.raises(SealBroken):
            vault.open(sealed, place=elsewhere)


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_a_changed_byte_breaks_the_seal(position):
    vault = vault_of(f"k1:{OLD}")
    sealed = bytearray(vault.seal("a secret of some length", place=PLACE))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        vault.open(bytes(sealed), place=PLACE)


def test_after_a_rotation_new_values_use_the_new_key_and_old_ones_still_open():
    old = vault_of(f"k1:{OLD}").seal("old", place=PLACE)
    both = vault_of(f"k2:{NEW},k1:{OLD}")
    new = both.seal("new", place=PLACE)
    assert both.open(old, place=PLACE) == "old"
    assert (both.is_current(old), both.is_current(new)) == (False, True)
    assert vault_of(f"k2:{NEW}").open(new, place=PLACE) == "new"
    with pytest.raises(SealBroken):
        vault_of(f"k2:{NEW}").open(old, place=PLACE)


@pytest.mark.parametrize("keys", ["", "k1", "k1:", "k1:c2hvcnQ=", f":{OLD}", f"k1:{OLD},k1:{NEW}", "k1:not base64!"])
def test_unusable_keys_are_refused_with_the_name_of_their_setting(keys):
    with pytest.raises(ValueError, match="SONGBANG_SOME_KEYS is"):
        vault_of(keys)

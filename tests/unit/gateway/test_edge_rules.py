"""Rules of the edge and of identity that need nothing but themselves."""

import base64
import threading

import pytest
from countykit.identity import Caller, Role
from gateway.directory.regions import codes
from gateway.edge.breaker import Breaker
from gateway.edge.rates import Windows
from gateway.identity import grants
from gateway.identity.keyring import Keyring
from gateway.settings import Settings
from pydantic import ValidationError

KEY = base64.b64encode(bytes(range(32))).decode()
NEEDED = {
    "database_url": "postgresql://x@y/z",
    "bus_url": "postgresql://x@y/z",
    "audit_key": base64.b64encode(b"a" * 32).decode(),
    "secrets_keys": "k1:" + base64.b64encode(b"k" * 32).decode(),
}


def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_probe_through_at_a_time():
    now = [0.0]
    breaker = Breaker(2, 5, now=lambda: now[0])
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert (breaker.state, breaker.admit()) == ("closed", None)
    breaker.failed()
    assert (breaker.state, breaker.admit()) == ("open", 5)
    now[0] = 6
    assert (breaker.state, breaker.admit(), breaker.admit()) == ("half_open", None, 5)
    breaker.failed()
    assert breaker.admit() == 5
    now[0] = 12
    assert breaker.admit() is None
    breaker.succeeded()
    assert breaker.state == "closed"


def test_production_refuses_to_start_without_a_strong_signing_key():
    for key in (None, "", "short", base64.b64encode(bytes(32)).decode()):
        with pytest.raises(ValidationError):
            Settings(environment="production", token_signing_key=key, **NEEDED)
    assert Settings(environment="production", token_signing_key=KEY, **NEEDED).keyring.jwks["keys"]


def test_a_key_id_is_the_thumbprint_so_it_survives_a_restart():
    assert Keyring(KEY).jwks == Keyring(KEY).jwks
    assert Keyring(KEY).jwks != Keyring(None).jwks


def test_successors_of_refresh_tokens_are_repeatable_for_us_only():
    assert Keyring(KEY).successor("a") == Keyring(KEY).successor("a")
    assert Keyring(KEY).successor("a") != Keyring(KEY).successor("b")
    assert Keyring(KEY).successor("a") != Keyring(None).successor("a")


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("44", "province", None), ("4419", "city", "440000000000"), ("441900", "county", "441900000000"),
        ("990101001", "township", "990101000000"), ("990101001201", "village", "990101001000"),
        ("500000000000", "province", None), ("990101000000", "county", "990100000000"),
    ],
)  # fmt: skip
def test_a_code_shows_its_level_and_its_parent(code, level, parent):
    assert codes.level_of(code) == level
    assert codes.parent(code, level) == parent


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.COUNTY_OFFICE)])
def test_only_operators_and_county_offices_hand_out_roles(role):
    caller = Caller("x", "x", frozenset({role}), "")
    assert not any(grants.may_manage(caller, [given]) for given in Role)


def test_a_county_office_never_hands_out_its_own_or_a_higher_role():
    office = Caller("x", "x", frozenset({Role.COUNTY_OFFICE}), "990101")
    given = {role for role in Role if grants.may_manage(office, [role])}
    assert given == {Role.VILLAGE, Role.TOWNSHIP, Role.DEPARTMENT, Role.INSPECTOR}


def test_expired_counters_are_forgotten_without_a_thread():
    before = threading.active_count()
    windows = Windows()
    windows.incr("old", -1)
    windows.incr("new", 60)
    windows.sweep()
    assert list(windows.storage) == ["new"]
    assert threading.active_count() <= before + 1  # the library's first timer may still be ending

"""Addresses, signatures, waits and seals: the rules without any server."""

from collections import deque
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address, ip_network

import pytest
from gateway.event_log.matching import is_known_pattern, matches
from gateway.webhooks.sending.channel import Channel
from gateway.webhooks.sending.schedule import seconds_of, tried_within, wait_after
from gateway.webhooks.settings import WebhookSettings
from gateway.webhooks.wire.guard import AddressRefused, Guard, fault_of_url
from gateway.webhooks.wire.signing import Signer, is_symmetric, new_symmetric, signature_with
from standardwebhooks import Webhook

INNER = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.88.99.1", "::", "::1", "fe80::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "::ffff:0:7f00:1",
    "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:4136:e378::", "2001:db8::1", "fec0::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("text", INNER)
def test_an_address_that_is_not_clearly_public_is_refused_when_the_socket_is_made(text):
    address = ip_address(text)
    assert not Guard([]).allows(address)
    with pytest.raises(AddressRefused):
        Guard([]).socket_of((2 if address.version == 4 else 10, 1, 6, "", (text, 443)))


@pytest.mark.parametrize("text", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8"])
def test_a_public_address_is_allowed(text):
    assert Guard([]).allows(ip_address(text))


def test_an_endpoints_own_list_opens_offices_but_never_this_machine_or_metadata():
    everything = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    guard = Guard([], everything)
    assert guard.allows(ip_address("10.20.0.5"))
    for text in ("127.0.0.1", "169.254.169.254", "100.100.100.200", "::1", "224.0.0.1", "64:ff9b::7f00:1"):
        assert not guard.allows(ip_address(text)), text


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://127.1/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f000001/",
     "https://0x7f.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://localhost./",
     "https://user:pw@example.com/", "https://example.com/#part", "https://example.com:5432/", "https://例子.cn/",
     "https://exa mple.com/", "https:///path", "ftp://example.com/", "https://example.com\\@127.0.0.1/",
     "https://[fe80::1%25eth0]/", "https://example.com:0/", "https://.../", "https://a..b/", "https://[v1.fe80::a]/",
     f"https://{'a' * 64}.cn/", f"https://{'a.' * 127}cn/", "https://127.0.0.1./", "https://[::ffff:a9fe:a9fe]/",
     "https://%31%32%37.0.0.1/", "https://@example.com/", "https://[::1]evil.com/", "https://example.com:65536/"],
)  # fmt: skip
def test_an_address_with_a_trick_in_it_is_refused_when_it_is_registered(url):
    assert fault_of_url(url, allow_http=False, guard=Guard([])) is not None


def test_an_ordinary_address_is_fine():
    assert fault_of_url("https://jf.example.gov.cn:8443/songbang?x=1", allow_http=False, guard=Guard([])) is None


def test_signatures_of_all_secrets_stand_in_the_header_and_each_verifies_alone():
    secrets = [new_symmetric(), new_symmetric()]
    signer = Signer([signature_with(secret) for secret in secrets])
    shanghai = datetime.now(timezone(timedelta(hours=8)))
    headers = signer.headers("msg_1", b'{"a":1}', int(shanghai.timestamp()))
    for secret in secrets:
        assert Webhook(secret).verify(b'{"a":1}', headers) == {"a": 1}
    ours = headers["webhook-signature"].split()[0]
    assert ours == Webhook(secrets[0]).sign("msg_1", shanghai.astimezone(UTC), '{"a":1}')


def test_a_secret_of_ones_own_has_24_to_64_bytes():
    assert is_symmetric(new_symmetric())
    for text in ("whsec_AAAA", "plain", "whsec_" + "A" * 100, "whsec_%%%"):
        assert not is_symmetric(text)


def test_the_schedule_is_the_specifications_and_takes_more_than_75_hours():
    schedule = WebhookSettings.model_fields["webhooks_schedule_seconds"].default
    waits = [wait_after(failures, schedule) for failures in range(1, len(schedule))]
    assert len(schedule) == 10
    assert wait_after(10, schedule) is None
    for wait, seconds in zip(waits, schedule[1:], strict=True):
        assert seconds <= wait.total_seconds() <= seconds * 1.1
    assert sum(schedule) == 75 * 3600 + 35 * 60 + 5


def test_the_longer_an_outage_the_oftener_a_delivery_may_have_been_tried_in_it():
    schedule = WebhookSettings.model_fields["webhooks_schedule_seconds"].default
    tried = [tried_within(timedelta(seconds=seconds), schedule) for seconds in (0, 5, 305, 3600, 10 * 86_400)]
    assert tried == [2, 3, 4, 5, 11]


def test_a_receiver_may_ask_for_a_longer_wait_within_a_day_and_never_for_a_shorter_one():
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert seconds_of("120", now) == 120
    assert seconds_of("Mon, 02 Mar 2026 00:02:00 GMT", now) == 120
    assert seconds_of("Mon, 02 Mar 2020 00:02:00 GMT", now) == 0
    assert seconds_of("99999999999999999999", now) == 86_400
    for nonsense in (None, "", "soon", "-5", "1e9", "²"):
        assert seconds_of(nonsense, now) is None
    assert wait_after(1, [0, 5], wanted=60) == timedelta(seconds=60)
    assert wait_after(1, [0, 300], wanted=1) >= timedelta(seconds=300)


@pytest.mark.parametrize(
    ("pattern", "type", "fits"),
    [("*", "signage.plaque.registered.v1", True), ("signage.*", "signage.plaque.registered.v1", True),
     ("signage.plaque.*", "signage.plaque.registered.v1", True), ("sign.*", "signage.plaque.registered.v1", False),
     ("report.*", "signage.plaque.registered.v1", False)],
)  # fmt: skip
def test_patterns_cover_an_owner_a_subject_or_everything(pattern, type, fits):
    assert matches(pattern, type) is fits


def test_a_filter_must_fit_something_in_the_catalogue():
    assert is_known_pattern("checklist.*")
    assert is_known_pattern("checklist.admission.granted.v1")
    for pattern in ("nobody.*", "checklist", "checklist.admission.granted.v9", "**", "check*"):
        assert not is_known_pattern(pattern)


@pytest.mark.parametrize("rate", [1, 10, 64])
def test_no_second_has_more_starts_than_the_rate_whenever_they_are_asked_for(rate):
    channel = Channel(client=None, most=1000, rate=rate, queue=deque(range(10_000)), limit=1000)
    moments = [number / 100 for number in (*range(300), *range(700, 1000)) for _ in range(rate)]
    starts = [moment for moment in moments if channel.may_start(moment)]
    assert max(sum(1 for other in starts if start <= other < start + 1) for start in starts) == rate
    assert len(starts) == 6 * rate  # and no second is left unused

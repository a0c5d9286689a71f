"""What a transaction decides before it meets a database."""

from datetime import UTC, datetime

import pytest
from checklist_svc.groups.models import Group
from contracts.checklist import GroupRegistered, Platform
from servicekit.database import Database
from servicekit.errors import TooLarge
from servicekit.transaction import Context, Transaction

EVENT_BYTES = 262_144
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CONTEXT = Context(NOW, "report", "zhang", "192.0.2.7", "request-1", "00-trace", '"3"')


def transaction(context: Context = CONTEXT) -> Transaction:
    """One whose database is never asked for anything."""
    return Transaction(Database("postgresql://nobody@127.0.0.1:1/nothing"), context)


def recorded(padding: int) -> int:
    """The size of an event with an attribute of so many characters."""
    tx = transaction()
    group = tx.add(Group(region="990101001000", name="群", platform=Platform.WECHAT, members=1))
    tx.record(GroupRegistered(platform="wechat"), about=group, padding="x" * padding)
    return len(tx._events[0].body)


def test_an_event_may_have_256_kibibytes_and_not_one_byte_more():
    room = EVENT_BYTES - recorded(0)
    assert recorded(room) == EVENT_BYTES
    with pytest.raises(TooLarge):
        recorded(room + 1)


def test_an_event_counts_the_version_up_and_dates_the_aggregate():
    tx = transaction()
    group = Group(region="990101001000", name="群", platform=Platform.WECHAT, members=1, version=4)
    tx.record(GroupRegistered(platform="wechat"), about=group)
    assert (group.version, group.updated_at) == (5, NOW)
    assert tx.events == [GroupRegistered(platform="wechat")]


def test_of_a_forgotten_caller_neither_account_nor_address_nor_request_is_left():
    tx = transaction()
    tx.forget_caller()
    assert tx.context == Context(NOW, "report", "anonymous", if_match='"3"', forgotten=True)


def test_a_caller_who_has_just_proved_who_they_are_is_named_and_nothing_else_changes():
    tx = transaction()
    tx.act_as("li")
    assert tx.context == Context(NOW, "report", "li", "192.0.2.7", "request-1", "00-trace", '"3"')


def test_the_first_aggregate_of_a_request_stays_the_one_that_it_is_about():
    tx = transaction()
    first, second = (Group(region="990101001000", name="群", platform=Platform.WECHAT, members=1) for _ in range(2))
    tx.add(first)
    tx.add(second)
    assert tx.target is first
    assert first.created_at == first.updated_at == NOW

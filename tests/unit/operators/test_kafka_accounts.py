"""What each process may do at Kafka, as `init` grants it."""

from confluent_kafka.admin import AclOperation, ResourceType
from contracts.envelope import TOPIC_PREFIX
from contracts.parts import OWNERS
from songbang.inventory import BUS_CLIENTS
from songbang.kafka_accounts import accounts
from supervision_svc.facts.projection import PROJECTION

ACCOUNTS = {account.name: account for account in accounts()}


def rights(name, kind, operation):
    return {thing for of, thing, what in ACCOUNTS[name].rights() if (of, what) == (kind, operation)}


def test_each_process_has_an_account_and_each_topic_one_writer():
    assert ACCOUNTS.keys() == set(BUS_CLIENTS)
    writers = {name: rights(name, ResourceType.TOPIC, AclOperation.WRITE) for name in ACCOUNTS}
    assert writers == {name: {TOPIC_PREFIX + name} if name in OWNERS else set() for name in ACCOUNTS}


def test_a_service_with_batches_reads_their_topics_in_their_own_group():
    assert set(PROJECTION.topics) <= rights("supervision", ResourceType.TOPIC, AclOperation.READ)
    assert rights("supervision", ResourceType.GROUP, AclOperation.READ) == {"supervision", PROJECTION.name}


def test_no_account_has_a_right_on_everything():
    held = {thing for account in ACCOUNTS.values() for _, thing, _ in account.rights()}
    assert held == {*(TOPIC_PREFIX + owner for owner in OWNERS), *(g for a in ACCOUNTS.values() for g in a.groups)}

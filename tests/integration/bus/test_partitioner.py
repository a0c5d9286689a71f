"""The rule that sends a key to a partition is Kafka's own."""

import pytest
from aiokafka.partitioner import murmur2 as murmur2_of_aiokafka
from hypothesis import given
from hypothesis import strategies as st
from servicekit.bus.partitioner import murmur2, partition_of


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("21", -973932308),
        ("foobar", -790332482),
        ("a-little-bit-long-string", -985981536),
        ("a-little-bit-longer-string", -1486304829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        ("abc", 479470107),
    ],
)
def test_the_hash_is_the_one_of_the_java_client(key: str, expected: int) -> None:
    assert murmur2(key.encode()) == expected % 2**32


@given(st.binary(max_size=70))
def test_the_hash_agrees_with_aiokafka_for_every_key(key: bytes) -> None:
    assert murmur2(key) == murmur2_of_aiokafka(key) % 2**32


def test_a_key_always_falls_into_one_of_the_partitions() -> None:
    assert {partition_of(f"key-{number}", 6) for number in range(200)} == set(range(6))

"""Which partition a key belongs to: Kafka's own murmur2 rule, so that every producer in any language agrees."""

import struct
from functools import lru_cache

_SEED = 0x9747B28C
_M = 0x5BD1E995
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """Return the 32-bit murmur2 hash exactly as org.apache.kafka.common.utils.Utils computes it."""
    whole = len(data) & ~3
    h = _SEED ^ len(data)
    for (k,) in struct.iter_unpack("<I", data[:whole]):
        k = k * _M & _MASK  # noqa: PLW2901
        k = (k ^ k >> 24) * _M & _MASK  # noqa: PLW2901
        h = (h * _M & _MASK) ^ k
    if rest := data[whole:]:
        h = (h ^ int.from_bytes(rest, "little")) * _M & _MASK
    h = (h ^ h >> 13) * _M & _MASK
    return h ^ h >> 15


@lru_cache(maxsize=65_536)
def partition_of(key: str, partitions: int) -> int:
    """Return the partition of a key among `partitions`."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % partitions

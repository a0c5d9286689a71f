"""The digest of a board: SHA-256 over canonical JSON without dates and identifiers, so that equal stories agree."""

import hashlib
from collections.abc import Sequence

import orjson

from supervision_svc.board.score import Row


def digest(rows: Sequence[Row]) -> str:
    """The digest of a whole board, in the order of region codes."""
    whole = hashlib.sha256()
    for row in sorted(rows, key=_region):
        if row.core is None:
            row.core = orjson.dumps(_canonical(row), option=orjson.OPT_SORT_KEYS)
        whole.update(row.core)
        whole.update(orjson.dumps([row.rank, row.place, [reason.code for reason in row.reasons]]))
    return whole.hexdigest()


def _region(row: Row) -> str:
    return row.region


def _canonical(row: Row) -> dict[str, object]:
    return {
        "region": row.region,
        "score": None if row.score is None else str(row.score),
        "coverage": str(row.coverage),
        "bonus": str(row.bonus),
        "indicators": [
            [item.code, item.numerator, None if item.score is None else str(item.score)] for item in row.indicators
        ],
    }

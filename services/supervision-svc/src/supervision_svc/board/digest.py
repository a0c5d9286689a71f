"""The digest of a board: SHA-256 over canonical JSON without dates and identifiers, so that equal stories agree."""

import hashlib
from collections.abc import Sequence

import orjson

from supervision_svc.board.score import Row


def digest(rows: Sequence[Row]) -> str:
    """The digest of a whole board, in the order of region codes."""
    whole = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.region):
        whole.update(orjson.dumps(_canonical(row), option=orjson.OPT_SORT_KEYS))
        whole.update(b"\n")
    return whole.hexdigest()


def _canonical(row: Row) -> dict[str, object]:
    return {
        "region": row.region,
        "score": None if row.score is None else str(row.score),
        "rank": row.rank,
        "list": row.place,
        "reasons": [reason.code for reason in row.reasons],
        "coverage": str(row.coverage),
        "bonus": str(row.bonus),
        "indicators": [
            [item.code, item.numerator, None if item.score is None else str(item.score)] for item in row.indicators
        ],
    }

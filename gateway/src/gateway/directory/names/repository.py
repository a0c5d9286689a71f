"""SQL about names: written with the directory, and found by an index whatever is typed."""

from asyncio import to_thread
from collections.abc import Sequence

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from gateway.directory.names.models import DirectoryName, NameKind
from gateway.directory.names.spelling import pairs, spelling

FITS = "part of the name, or the beginning of its pinyin (`qingshi`), of its initials (`qsz`) or of the code"
_AT_ONCE = 5_000


async def write(tx: Transaction, kind: NameKind, names: Sequence[tuple[str, str]]) -> None:
    """Keep the names of these codes; each is a code and its name."""
    for start in range(0, len(names), _AT_ONCE):
        portion = names[start : start + _AT_ONCE]
        rows = await to_thread(lambda some: [_row(kind, code, name) for code, name in some], portion)
        statement = insert(DirectoryName)
        kept = {column: statement.excluded[column] for column in ("name", "pinyin", "initials", "pairs")}
        await tx.session.execute(statement.on_conflict_do_update(index_elements=["kind", "code"], set_=kept), rows)


def _row(kind: NameKind, code: str, name: str) -> dict[str, object]:
    spelt = spelling(name)
    return {
        "kind": kind, "code": code, "name": name,
        "pinyin": spelt.pinyin, "initials": spelt.initials, "pairs": list(spelt.pairs),
    }  # fmt: skip


def fits(words: str) -> sa.ColumnElement[bool]:
    """What is typed begins the code, the pinyin or the initials, or is a part of the name."""
    if words.isascii():
        typed = words.lower()
        return sa.or_(
            col(DirectoryName.pinyin).startswith(typed, autoescape=True),
            col(DirectoryName.initials).startswith(typed, autoescape=True),
            col(DirectoryName.code).startswith(words.upper(), autoescape=True),
        )
    if len(words) == 1:
        return col(DirectoryName.name).startswith(words, autoescape=True)
    part = sa.func.strpos(col(DirectoryName.name), words) > 0
    return sa.and_(col(DirectoryName.pairs).contains(list(pairs(words))), part)


def codes(kind: NameKind, words: str) -> sa.Select[str]:
    """The codes whose names fit."""
    return sa.select(col(DirectoryName.code)).where(col(DirectoryName.kind) == kind, fits(words))

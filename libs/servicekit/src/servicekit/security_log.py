"""The security log: who signed in, was refused, saw personal data, exported a list, administered (GB/T 22239, 8.1.4.3).

What succeeds is written in the transaction of the request, so that nobody is shown anything that is not on the record.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
from contracts.titles import TitledEnum
from fastapi import Request

from servicekit.audit.row_mac import RowMac
from servicekit.audit.tables import SECURITY_LOG
from servicekit.driver import LOST
from servicekit.identity import Identity

log = logging.getLogger(__name__)
_EVERY_SECONDS = 1.0
_MOST_DISTINCT = 500
_LONGEST = 300

INSERT = """
    INSERT INTO security_log
        (at, kind, outcome, account, action, resource, address, request_id, occurrences, detail, mac)
    SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                         $8::text[], $9::integer[], $10::text[], $11::bytea[])
"""


class SecurityKind(TitledEnum, name="security_kind", title_zh="安全日志类别"):
    """What the security log tells of."""

    SIGN_IN = "sign_in", "登录"
    SIGN_OUT = "sign_out", "退出"
    REFUSAL = "refusal", "拒绝访问"
    PERSONAL_DATA = "personal_data", "查看个人信息"
    EXPORT = "export", "导出"
    ADMINISTRATION = "administration", "管理操作"


class Outcome(TitledEnum, name="security_outcome", title_zh="安全事件结果"):
    """How it ended."""

    SUCCESS = "success", "成功"
    FAILURE = "failure", "失败"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `detail` says what the columns do not: filters and rows of an export, the code of a refusal."""

    kind: SecurityKind
    outcome: Outcome
    account: str
    action: str
    resource: str = ""
    address: str = ""
    request_id: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    occurrences: int = 1


def parameters(entries: Sequence[Entry], row_mac: RowMac | None) -> tuple[list[Any], ...]:
    """The values of INSERT for some rows of this moment, each with its writer's code."""
    now = datetime.now(UTC)
    rows = []
    for entry in entries:
        texts = [_plain(getattr(entry, name)) for name in SECURITY_LOG.columns[1:8]]
        detail = orjson.dumps(dict(entry.detail), default=str, option=orjson.OPT_SORT_KEYS).decode()
        values = [now, *texts, entry.occurrences, detail]
        rows.append([*values, row_mac.of([SECURITY_LOG.name, *values]) if row_mac else None])
    return tuple(list(column) for column in zip(*rows, strict=True))


def _plain(text: str) -> str:
    """What a stranger sends is kept short and readable: one line, no control characters."""
    clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:_LONGEST])
    return clean.encode("utf-8", "replace").decode()


class Store(Protocol):
    """Where entries go."""

    row_mac: RowMac | None

    async def execute(self, statement: str, *arguments: Any) -> None:
        """One statement that commits by itself."""


@dataclass(slots=True)
class _Repeated:
    """Equal refusals of one second: the id of the first request, and how many there were."""

    request_id: str
    times: int = 0


class Refusals:
    """Writes refused requests beside them, once a second: a flood of them must not become a flood of transactions.

    Equal ones within a second are one row that counts them. A process that is killed loses its last second.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[tuple[str, ...], _Repeated] = {}

    def add(self, request: Request, code: str, caller: Identity | None = None) -> None:
        """Note that a request was refused for want of a login or a right; `caller` where the request does not say."""
        account, address, request_id = _sender(request, caller)
        action = getattr(request.scope.get("route"), "name", "")
        key = (account, action, request.scope["path"], address, code)
        if key not in self._waiting and len(self._waiting) >= _MOST_DISTINCT:
            key, request_id = ("", "", "", "", "too_many_to_tell_apart"), ""
        self._waiting.setdefault(key, _Repeated(request_id)).times += 1

    async def run(self) -> None:
        """Write what has come, every second, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                await self.flush()
            except LOST as error:
                log.warning("refusals wait for the database: %s", error)

    async def flush(self) -> None:
        """Write what waits; it is kept when the database does not take it."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        entries = [
            Entry(
                SecurityKind.REFUSAL, Outcome.FAILURE, account, action, resource, address, repeated.request_id,
                {"code": code}, repeated.times,
            )
            for (account, action, resource, address, code), repeated in waiting.items()
        ]  # fmt: skip
        try:
            await self._store.execute(INSERT, *parameters(entries, self._store.row_mac))
        except BaseException:
            for key, repeated in waiting.items():
                self._waiting.setdefault(key, _Repeated(repeated.request_id)).times += repeated.times
            raise

    async def close(self) -> None:
        """Write what has come in the last second of the process."""
        try:
            await self.flush()
        except LOST as error:
            log.warning("refusals of the last second are lost: %s", error)


def forgotten(scope: Mapping[str, Any]) -> bool:
    """Whether the transaction of a request was told to forget who sent it: an anonymous report."""
    tx = scope.get("transaction")
    return tx is not None and tx.context.forgotten


def _sender(request: Request, caller: Identity | None) -> tuple[str, str, str]:
    """Account, address and request id of a request; nothing of an anonymous report."""
    if forgotten(request.scope):
        return "", "", ""
    caller = caller or request.scope.get("caller")
    address = request.client.host if request.client else ""
    return caller.sub if caller else "", address, request.scope.get("state", {}).get("request_id", "")


class Origin(Protocol):
    """Whom and where something comes from."""

    @property
    def actor(self) -> str:
        """The account."""

    @property
    def address(self) -> str:
        """The network address."""

    @property
    def request_id(self) -> str:
        """The request."""


def of_context(entry: Entry, origin: Origin) -> Entry:
    """An entry with whom and where it comes from; an account that it names itself goes first."""
    return replace(
        entry, account=entry.account or origin.actor, address=origin.address, request_id=origin.request_id
    )  # fmt: skip

"""When a digest is due, and what then happens: on the due-list, so that downtime only delays it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from countykit.calendar import WorkCalendar
from countykit.workdays import CHINA, today
from servicekit.due import Job
from servicekit.transaction import Transaction

from gateway.digests import repository, sending
from gateway.digests.content import Digest, rungs_reached
from gateway.digests.models import Subscription
from gateway.digests.settings import DigestSettings
from gateway.directory.calendars.service import work_calendar
from gateway.edge.fan_out import OnBehalf
from gateway.edge.proxy import Proxy
from gateway.identity.accounts.models import Account
from gateway.identity.appointments.standing import held as posts_held
from gateway.identity.appointments.standing import standing
from gateway.identity.tokens.issuer import Issuer
from gateway.todos.merging import Merged, merged
from gateway.upstreams import Upstream

log = logging.getLogger(__name__)
JOB = "digest"
_FROM, _UNTIL = time(8, 30), time(18)
"""Digests come within these hours of a working day; what was missed comes on the next one."""
_MOST = 199
_SECONDS = 10.0


class Incomplete(Exception):
    """A service did not answer: half of the counts would mislead, so the digest waits."""


async def next_time(tx: Transaction, region: str) -> datetime:
    """The next beginning of a working day's hours after now."""
    return _next(tx.now, await work_calendar(tx, region))


def _next(now: datetime, calendar: WorkCalendar) -> datetime:
    day = calendar.on_or_after(today(now))
    begins = datetime.combine(day, _FROM, CHINA)
    if begins <= now:
        begins = datetime.combine(calendar.add(day, 1), _FROM, CHINA)
    return begins.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Digests:
    """What the job works with: the settings of the channels, the services, and the maker of tokens."""

    settings: DigestSettings
    proxy: Proxy
    table: Mapping[str, Upstream]
    issuer: Issuer

    @property
    def job(self) -> Job:
        """The entry of each subscription on the due-list."""
        return Job(JOB, self.run, repository.missing)

    async def run(self, tx: Transaction, username: str) -> None:
        """Tell a person what waits, if it is the time for it, and enter the next time."""
        account, wish = await repository.account(tx, username), await repository.subscription(tx, username)
        if account is None or wish is None or not repository.may_have(account):
            return
        calendar, day = await work_calendar(tx, account.region), today(tx.now)
        hours = _FROM <= tx.now.astimezone(CHINA).time() < _UNTIL
        if calendar.is_workday(day) and hours and wish.last_day != day:
            await self._tell(tx, account, wish, calendar)
        tx.schedule(JOB, username, _next(tx.now, calendar))

    async def _tell(self, tx: Transaction, account: Account, wish: Subscription, calendar: WorkCalendar) -> None:
        digest = await self._digest(tx, account, wish.last_day, calendar)
        if not await repository.claim(tx, wish.username, today(tx.now)) or digest is None:
            return
        try:
            await sending.send(self.settings, wish, digest)
        except sending.NotSent:
            await repository.release(tx, wish.username, wish.last_day)
            raise  # tried again with growing waits, as long as the day has hours left
        except sending.Unknown as error:
            log.warning("whether the digest of %s arrived is unknown: %s", wish.username, error)

    async def _digest(
        self, tx: Transaction, account: Account, before: date | None, calendar: WorkCalendar
    ) -> Digest | None:
        """What there is to tell; None when nothing is new since the digest before."""
        found, day = await self._todos(tx, account), today(tx.now)
        since = before or calendar.add(day, -1)
        rungs = rungs_reached(found.items, calendar, since, day)
        sent_at = datetime.combine(since, _FROM, CHINA)
        fresh = before is None or any(todo.since > sent_at for todo in found.items)
        if not found.items or not (rungs or fresh):
            return None
        total, overdue = (sum(getattr(kind, name) for kind in found.counts) for name in ("count", "overdue"))
        return Digest(day, total, overdue, found.counts, rungs)

    async def _todos(self, tx: Transaction, account: Account) -> Merged:
        """The to-dos of an account, read in its own name; raises Incomplete."""
        posts = await posts_held(tx, account, today(datetime.now(UTC)))
        if not posts:
            return Merged((), (), (), more=False)
        known = await standing(tx, account, posts[0], self.issuer.settings.recusal_days)
        token = self.issuer.access_token(
            account, account.username, datetime.now(UTC), standing=known
        ).access_token  # fmt: skip
        who = OnBehalf(f"Bearer {token}", tx.now.isoformat() if self.settings.demo else None)
        found = await merged(self.proxy, self.table, who, limit=_MOST, seconds=_SECONDS)
        if found.missing:
            raise Incomplete(", ".join(found.missing))
        return found

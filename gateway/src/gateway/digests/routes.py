"""HTTP about one's own digest: nobody has one who did not ask for it."""

from typing import Annotated

from countykit.identity import Anyone, Caller
from pydantic import Field
from servicekit.bodies import Body, View
from servicekit.http import CONFIGURED, Router, Tx
from servicekit.problems import refusals

from gateway.digests import repository, sending
from gateway.digests.errors import AddressMissing, ChannelMissing, NotForVillages, PersonsOnly
from gateway.digests.jobs import JOB, next_time
from gateway.digests.models import DigestChannel, Subscription
from gateway.digests.settings import DigestSettings
from gateway.identity.accounts.models import Account

router = Router(prefix="/api/todos/digest", tags=["todos"])
_ADDRESS = r"^[^@\s,;<>\"]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,180}[A-Za-z0-9]$"


class DigestWish(Body):
    """How the caller wants to be told, once a working day at most."""

    channel: DigestChannel = Field(description="`email`, or `message` in the county's system of personal messages")
    address: str | None = Field(None, pattern=_ADDRESS, max_length=254, description="one person's own mail address")


class DigestView(View):
    """Whether the caller gets a digest, and which ways this installation has."""

    active: bool = Field(title="已开通")
    channel: DigestChannel | None = Field(title="方式")
    address: str | None = Field(title="邮箱")
    channels: list[DigestChannel] = Field(title="可用方式")


Ways = Annotated[DigestSettings, CONFIGURED]


def _view(row: Subscription | None, settings: DigestSettings) -> DigestView:
    return DigestView(
        active=row is not None, channel=row.channel if row else None, address=row.address if row else None,
        channels=sending.channels(settings),
    )  # fmt: skip


async def _person(tx: Tx, caller: Caller) -> Account:
    account = await repository.account(tx, caller.sub)
    if account is None:
        raise PersonsOnly
    if not repository.may_have(account):
        raise NotForVillages
    return account


@router.get("")
async def read_digest(tx: Tx, caller: Anyone, settings: Ways) -> DigestView:
    """Whether and how the caller is told of their to-dos."""
    return _view(await repository.subscription(tx, caller.sub), settings)


@router.put("", responses=refusals(NotForVillages, PersonsOnly, ChannelMissing, AddressMissing))
async def opt_in_to_digest(wish: DigestWish, tx: Tx, caller: Anyone, settings: Ways) -> DigestView:
    """Ask for a digest of counts and a link, on working days only, without any content of letters."""
    account = await _person(tx, caller)
    if wish.channel not in sending.channels(settings):
        raise ChannelMissing(channels=sending.channels(settings))
    if wish.channel is DigestChannel.EMAIL and wish.address is None:
        raise AddressMissing
    row = await repository.subscription(tx, caller.sub)
    if row is None:
        row = tx.add(Subscription(username=caller.sub, channel=wish.channel, created_at=tx.now))
    row.channel, row.address = wish.channel, wish.address if wish.channel is DigestChannel.EMAIL else None
    tx.schedule(JOB, caller.sub, await next_time(tx, account.region))
    return _view(row, settings)


@router.delete("", status_code=204)
async def opt_out_of_digest(tx: Tx, caller: Anyone) -> None:
    """No more digests, from now on."""
    row = await repository.subscription(tx, caller.sub)
    if row is not None:
        await tx.session.delete(row)
    tx.schedule(JOB, caller.sub, None)

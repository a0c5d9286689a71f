"""Who wants a digest: the table."""

from datetime import date, datetime

from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from sqlmodel import Field

from gateway.models import Base


class DigestChannel(TitledEnum, name="digest_channel", title_zh="待办摘要的送达方式"):
    """How a digest reaches its person."""

    EMAIL = "email", "电子邮件"
    MESSAGE = "message", "消息平台"


class Subscription(Base, table=True):
    """One person's wish for a digest. `last_day` is the last working day that is done with, sent or not."""

    __tablename__ = "digest_subscription"

    username: str = Field(primary_key=True, max_length=60, foreign_key="account.username")
    channel: DigestChannel = enumerated(DigestChannel)
    address: str | None = Field(default=None, max_length=254)
    created_at: datetime = moment()
    last_day: date | None = None

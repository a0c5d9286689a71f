"""Refusals about digests."""

from servicekit.errors import Conflict, Forbidden, Invalid


class NotForVillages(Forbidden):
    """A village gets no digest, whoever asks for it: what it may answer waits without a date."""

    code = "digest_not_for_villages"
    detail = "村级账号不推送待办提醒；村里的事项可随时自愿办理，不设时限"
    law = "《整治形式主义为基层减负若干规定》：防止“指尖上的形式主义”向村级延伸"


class PersonsOnly(Forbidden):
    """Digests go to persons; the credentials of a system have none."""

    code = "digest_for_persons_only"
    detail = "待办提醒只发给个人账号，不发给系统账号"


class ChannelMissing(Conflict):
    """This installation does not have the channel."""

    code = "digest_channel_missing"
    detail = "本系统没有开通这种提醒方式，请联系管理员"
    channels: list[str]


class AddressMissing(Invalid):
    """A digest by mail needs an address."""

    code = "digest_address_missing"
    detail = "选择邮件提醒时必须填写邮箱地址"

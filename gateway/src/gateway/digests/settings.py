"""What sending digests needs to know; part of the gateway's settings."""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings
from servicekit.settings import ServiceSettings

from gateway.webhooks.wire.signing import is_symmetric

# Robots of chat groups: what they are told, a whole group reads, and has to read.
_GROUP_ROBOTS = ("oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn", "open.larksuite.com")


class MailSettings(BaseSettings):
    """The county's mail server, and the address that messages lead to."""

    public_url: str = Field(
        "http://127.0.0.1:8080", description="the address that people open; links in digests use it"
    )
    digest_smtp_host: str | None = Field(None, description="mail server for digests; none are mailed without it")
    digest_smtp_port: int = Field(587, ge=1, le=65535)
    digest_smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    digest_smtp_username: str | None = None
    digest_smtp_password: SecretStr | None = None
    digest_smtp_from: str | None = Field(None, description="sender of digests, with digest_smtp_host")

    @model_validator(mode="after")
    def _whole_mail(self) -> Self:
        if self.digest_smtp_host and not self.digest_smtp_from:
            raise ValueError("SONGBANG_DIGEST_SMTP_FROM is needed with SONGBANG_DIGEST_SMTP_HOST")
        return self


class DigestSettings(MailSettings, ServiceSettings):
    """The settings of digests. Without a mail server and a message system nobody can have one."""

    digest_webhook_url: str | None = Field(
        None, description="the county's system of personal messages, which gets digests signed; never a group's robot"
    )
    digest_webhook_secret: SecretStr | None = Field(None, description="whsec_… of Standard Webhooks, signs digests")

    @model_validator(mode="after")
    def _whole_channels(self) -> Self:
        if self.digest_webhook_url:
            secret = self.digest_webhook_secret
            if secret is None or not is_symmetric(secret.get_secret_value()):
                raise ValueError("SONGBANG_DIGEST_WEBHOOK_SECRET must be a whsec_ secret of 24 to 64 bytes")
            address = urlsplit(self.digest_webhook_url)
            if any((address.hostname or "").endswith(robot) for robot in _GROUP_ROBOTS):
                raise ValueError("SONGBANG_DIGEST_WEBHOOK_URL is a robot of chat groups; digests go to persons only")
            if self.environment == "production" and address.scheme != "https":
                raise ValueError("SONGBANG_DIGEST_WEBHOOK_URL must be an https address in production")
        return self

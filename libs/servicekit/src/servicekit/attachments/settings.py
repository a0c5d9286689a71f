"""Where attachments lie, and how long."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from servicekit.settings import ProcessSettings, ServiceSettings


class StoreSettings(ProcessSettings):
    """The place of attachments: a folder, or a bucket of any S3 service."""

    attachments_url: str | None = Field(
        None, pattern=r"^(file:///|s3://[a-z0-9]).*$", description="file:///folder or s3://bucket[/prefix]"
    )
    attachments_endpoint: str | None = Field(None, description="address of an S3 service that is not AWS")
    attachments_region: str = Field("us-east-1", description="region of the bucket; MinIO and others ignore it")
    attachments_access_key: SecretStr | None = None
    attachments_secret_key: SecretStr | None = None

    @model_validator(mode="after")
    def _whole_credentials(self) -> Self:
        keys = (self.attachments_access_key, self.attachments_secret_key)
        if self.attachments_url and self.attachments_url.startswith("s3:") and not all(keys):
            raise ValueError(
                "SONGBANG_ATTACHMENTS_ACCESS_KEY and SONGBANG_ATTACHMENTS_SECRET_KEY are needed with s3://"
            )
        return self


class AttachmentSettings(StoreSettings, ServiceSettings):
    """What a service that takes attachments needs to know."""

    attachment_keep_days: int = Field(3650, ge=30, description="how long attachments are kept, from their upload")
    clamd_address: str | None = Field(None, description="host:port or socket path of a clamd that scans every upload")

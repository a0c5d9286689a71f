"""The place of files, by the SHA-256 of their content: a folder or a bucket, one interface (`obstore`)."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.exceptions import NotFoundError as ObjectMissing
from obstore.store import LocalStore, S3Store

from servicekit.attachments.errors import AttachmentMissing, AttachmentsOff
from servicekit.attachments.settings import StoreSettings

_CHUNK = 262_144


class Store:
    """The files of one part of the product; nothing is opened before it is used."""

    def __init__(self, settings: StoreSettings, part: str) -> None:
        self._settings = settings
        self._part = part

    @property
    def configured(self) -> bool:
        """Whether there is a place at all."""
        return self._settings.attachments_url is not None

    @cached_property
    def _objects(self) -> Any:
        settings = self._settings
        if settings.attachments_url is None:
            raise AttachmentsOff
        place = urlsplit(settings.attachments_url)
        if place.scheme == "file":
            return LocalStore(unquote(place.path), mkdir=True)
        access, secret = settings.attachments_access_key, settings.attachments_secret_key
        if access is None or secret is None:  # the settings refuse that
            raise AttachmentsOff
        return S3Store(
            place.netloc, prefix=place.path.strip("/") or None, endpoint=settings.attachments_endpoint,
            region=settings.attachments_region, virtual_hosted_style_request=settings.attachments_endpoint is None,
            access_key_id=access.get_secret_value(),
            secret_access_key=secret.get_secret_value(),
            client_options={"allow_http": True, "timeout": "30s"}, retry_config={"max_retries": 2},
        )  # fmt: skip

    def _path(self, sha256: str) -> str:
        return f"{self._part}/{sha256[:2]}/{sha256}"

    @staticmethod
    def name_of(content: bytes) -> str:
        """What a content is known by."""
        return hashlib.sha256(content).hexdigest()

    async def put(self, content: bytes) -> str:
        """Store a file under the SHA-256 of its content, which is returned; the same content is written again.

        Writing again renews the file's age, so that it is no orphan while its row is not yet committed.
        """
        sha256 = self.name_of(content)
        try:
            await obstore.put_async(self._objects, self._path(sha256), content)
        except (BaseError, OSError) as error:
            raise AttachmentsOff from error
        return sha256

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """A file, piece by piece; raises AttachmentMissing before the first one."""
        try:
            found = await obstore.get_async(self._objects, self._path(sha256))
        except (ObjectMissing, FileNotFoundError) as error:
            raise AttachmentMissing from error
        except (BaseError, OSError) as error:
            raise AttachmentsOff from error

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in found.stream(min_chunk_size=_CHUNK):
                yield bytes(piece)

        return pieces()

    async def whole(self, sha256: str) -> bytes:
        """A file in one piece."""
        return b"".join([piece async for piece in await self.read(sha256)])

    async def delete(self, sha256: str) -> None:
        """Remove a file; one that is not there is removed already."""
        try:
            await obstore.delete_async(self._objects, self._path(sha256))
        except (ObjectMissing, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise AttachmentsOff from error

    async def older_than(self, moment: datetime) -> AsyncIterator[list[str]]:
        """The SHA-256 of the files that were last written before a moment, some hundred at a time."""
        try:
            async for found in obstore.list(self._objects, prefix=self._part, chunk_size=500):
                yield [item["path"].rpartition("/")[2] for item in found if item["last_modified"] < moment]
        except (BaseError, OSError) as error:
            raise AttachmentsOff from error

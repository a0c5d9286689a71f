"""Attachments in a backup: the databases hold the rows, this the contents, of a folder or a bucket, as one tar."""

import io
import re
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from servicekit.attachments.errors import AttachmentMissing
from servicekit.attachments.store import Store

from songbang.archive import Writer
from songbang.complaints import Complaint
from songbang.inventory import SERVICES
from songbang.sealed_files import Sink, Source
from songbang.settings import OperatorSettings

_PLACE = re.compile(r"([a-z]+)/([0-9a-f]{64})")
_ALL = datetime(9999, 1, 1, tzinfo=UTC)


async def pack(settings: OperatorSettings, writer: Writer) -> int:
    """Write the content of every service's files; returns how many there are."""
    count = 0
    with tarfile.open(fileobj=Sink(writer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for part in SERVICES:
            store = Store(settings, part.name)
            async for names in store.older_than(_ALL):
                for sha256 in names:
                    # What is deleted for good meanwhile need not come back.
                    with suppress(AttachmentMissing):
                        content = await store.whole(sha256)
                        member = tarfile.TarInfo(f"{part.name}/{sha256}")
                        member.size = len(content)
                        tar.addfile(member, io.BytesIO(content))
                        count += 1
    return count


async def unpack(content: Iterator[bytes], settings: OperatorSettings) -> int:
    """Bring the contents back and count them; raises Complaint for one that is not what its name says."""
    count, parts = 0, {part.name for part in SERVICES}
    with tarfile.open(fileobj=Source(content), mode="r|") as tar:
        for member in tar:
            named, source = _PLACE.fullmatch(member.name), tar.extractfile(member)
            if named is None or source is None or named[1] not in parts:
                raise Complaint(f"{member.name} in the backup is no attachment")
            body = source.read()
            if Store.name_of(body) != named[2]:
                raise Complaint(f"the attachment {member.name} is not what was uploaded: its digest differs")
            await Store(settings, named[1]).put(body)
            count += 1
    return count

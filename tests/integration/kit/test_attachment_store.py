"""The place of files: the same behaviour on a folder and on an S3 service that speaks the protocol over HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer
from servicekit.attachments.errors import AttachmentMissing, AttachmentsOff
from servicekit.attachments.settings import StoreSettings
from servicekit.attachments.store import Store
from songbang.ports import free_port

KEYS = {"attachments_access_key": "test-access", "attachments_secret_key": "test-secret"}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(port=free_port())
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="evidence")
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def settings(request, tmp_path, s3) -> StoreSettings:
    if request.param == "folder":
        return StoreSettings(environment="test", attachments_url=f"file://{tmp_path}/%E6%96%87%E4%BB%B6")
    return StoreSettings(
        environment="test", attachments_url="s3://evidence/songbang", attachments_endpoint=s3, **KEYS
    )  # fmt: skip


async def listed(store: Store, moment: datetime) -> list[str]:
    return [name async for names in store.older_than(moment) for name in names]


async def test_content_is_kept_by_its_digest_read_back_listed_and_removed(settings):
    store = Store(settings, "supervision")
    content = bytes(range(256)) * 4096
    sha256 = await store.put(content)
    assert sha256 == Store.name_of(content) == await store.put(content)
    assert await store.whole(sha256) == content
    now = datetime.now(UTC)
    assert await listed(store, now + timedelta(minutes=1)) == [sha256]
    assert await listed(store, now - timedelta(minutes=1)) == []
    assert await listed(Store(settings, "report"), now + timedelta(minutes=1)) == []
    await store.delete(sha256)
    await store.delete(sha256)
    with pytest.raises(AttachmentMissing):
        await store.read(sha256)


async def test_a_place_that_cannot_be_reached_is_a_refusal(s3):
    lost = StoreSettings(environment="test", attachments_url="s3://no-such-bucket", attachments_endpoint=s3, **KEYS)
    with pytest.raises(AttachmentsOff):
        await Store(lost, "supervision").put(b"content")
    with pytest.raises(AttachmentsOff):
        await listed(Store(lost, "supervision"), datetime.now(UTC))
    with pytest.raises(AttachmentsOff):
        await Store(StoreSettings(environment="test", attachments_url=None), "supervision").put(b"content")


def test_a_bucket_without_credentials_is_refused_at_the_start():
    with pytest.raises(ValueError, match="ATTACHMENTS_ACCESS_KEY"):
        StoreSettings(environment="test", attachments_url="s3://evidence")

"""What the kit makes of uploaded content: by what it is, never by its name; nothing hostile gets far."""

import asyncio
import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image
from servicekit.attachments.errors import (
    AttachmentActive,
    AttachmentEmpty,
    AttachmentHeic,
    AttachmentInfected,
    AttachmentLocked,
    AttachmentTooLarge,
    AttachmentType,
    AttachmentUnreadable,
    PictureTooLarge,
    ScanUnavailable,
)
from servicekit.attachments.inspection import MOST_BYTES, inspect
from servicekit.attachments.kinds import DOCX, JPEG, OFD, PDF, PNG
from servicekit.attachments.scanning import scan
from servicekit.attachments.worker import LONGEST_SIDE
from servicekit.workers import WorkerFailed, Workers

from tests.pdf_files import content, embedded_file, launch, pdf, script

EICAR_LIKE = b"%PDF-1.4 pretend-virus"


def picture(format: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format, **options)
    return out.getvalue()


def telephone_picture() -> bytes:
    """A JPEG lying on its side, with the place and the device that took it, and something behind its end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, "HUAWEI", "Mate 60"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 12.0, 5.0), 3: "E", 4: (114.0, 1.0, 2.0)})
    return picture(size=(400, 300), exif=exif, comment=b"secret comment") + b"PK\x03\x04 smuggled"


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return out.getvalue()


def claimed_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_photo_is_drawn_anew_upright_and_without_place_device_and_what_hides_behind_it():
    original = telephone_picture()
    found = await inspect(original)
    assert found.media_type == JPEG
    for hidden in (b"Exif", b"HUAWEI", b"secret comment", b"smuggled"):
        assert hidden in original
        assert hidden not in found.content
    with Image.open(io.BytesIO(found.content)) as drawn:
        assert drawn.size == (300, 400)
        assert not drawn.getexif()


async def test_a_large_photo_is_bounded_and_transparency_is_kept():
    found = await inspect(picture(size=(6000, 4000)))
    with Image.open(io.BytesIO(found.content)) as drawn:
        assert max(drawn.size) == LONGEST_SIDE
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "WEBP", lossless=True)
    assert (await inspect(out.getvalue())).media_type == PNG


@pytest.mark.parametrize(
    ("original", "media_type"),
    [
        (pdf(), PDF),
        (pdf(content(b"\x00/JS(\x00/Launch "), compress_streams=False), PDF),  # a scan's bytes may look like anything
        (package("[Content_Types].xml", "word/document.xml"), DOCX),
        (package("OFD.xml", "Doc_0/Document.xml"), OFD),
    ],
)
async def test_documents_are_known_by_their_content_and_kept_as_they_are(original, media_type):
    found = await inspect(original)
    assert (found.media_type, found.content) == (media_type, original)


@pytest.mark.parametrize(
    ("original", "refusal"),
    [
        (b"", AttachmentEmpty),
        (b"MZ\x90\x00 a program called photo.jpg", AttachmentType),
        (b"<svg onload=alert(1)>", AttachmentType),
        (b"GIF89a", AttachmentType),
        (package("readme.txt"), AttachmentType),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", AttachmentHeic),
        (b"\xff\xd8\xff\xe0 not a picture at all", AttachmentUnreadable),
        (b"PK\x03\x04 torn", AttachmentUnreadable),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), AttachmentActive),
        (package("[Content_Types].xml", "word/document.xml", "word/embeddings/oleObject1.bin"), AttachmentActive),
        (pdf(script), AttachmentActive),
        (pdf(embedded_file), AttachmentActive),
        (pdf(launch), AttachmentActive),
        (pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")), AttachmentLocked),
        (b"%PDF-1.7 torn", AttachmentUnreadable),
        (claimed_png(30_000, 30_000), PictureTooLarge),
        (picture()[:400], AttachmentUnreadable),
        (b"%PDF-" + b"x" * MOST_BYTES, AttachmentTooLarge),
    ],
)
async def test_what_is_no_evidence_is_refused_with_a_code_of_its_own(original, refusal):
    with pytest.raises(refusal) as refused:
        await inspect(original)
    assert type(refused.value) is refusal


async def test_a_process_beyond_its_limits_ends_alone():
    starved = Workers("servicekit.attachments.worker", megabytes=16, cpu_seconds=5, wall_seconds=30)
    with pytest.raises(WorkerFailed):
        await starved.run(picture())
    assert (await inspect(picture())).media_type == JPEG


async def _clamd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """clamd's side of the protocol: reads the chunks to the empty one and recognises one content."""
    assert await reader.readexactly(10) == b"zINSTREAM\0"
    received = b""
    while size := int.from_bytes(await reader.readexactly(4), "big"):
        received += await reader.readexactly(size)
    writer.write(b"stream: Pretend.Virus FOUND\0" if b"pretend-virus" in received else b"stream: OK\0")
    await writer.drain()
    writer.close()


async def test_the_scanner_that_is_configured_sees_every_upload_and_its_word_counts():
    async with await asyncio.start_server(_clamd, "127.0.0.1", 0) as server:
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await scan(address, b"x" * 200_000)
        with pytest.raises(AttachmentInfected):
            await inspect(EICAR_LIKE, address)
    with pytest.raises(ScanUnavailable):
        await inspect(b"%PDF-1.4 harmless", address)

"""The files of a backup: written as a stream, checksummed, and sealed with AES-256-GCM when there is a key.

A sealed file is the magic, 16 bytes of salt, and chunks of up to 1 MiB, each with its own nonce (a counter and a mark
on the last chunk), so that a cut, a swap or a changed byte is noticed; the key of a file is derived from the salt.
"""

import hashlib
import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr
from servicekit.rings import ring

from songbang.complaints import Complaint

MAGIC = b"songbang-backup-1\n"
CHUNK = 1024 * 1024
_SALT, _TAG = 16, 16
_GZIP = 31  # with gzip's head and checksum


def keys_of(secret: SecretStr | None) -> list[bytes]:
    """The keys of SONGBANG_BACKUP_KEY: the first seals, all of them open; none without the setting."""
    if secret is None:
        return []
    first, former = ring(secret.get_secret_value())
    return [_bytes_of(text) for text in (first, *(one.key for one in former))]


def _bytes_of(text: str) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Complaint("SONGBANG_BACKUP_KEY must be 32 bytes in base64, those before it after commas")
    return key


class Writer:
    """Writes one file of a backup; `sha256` and `size` are those of the file as it lies on the disk."""

    def __init__(self, path: Path, keys: Sequence[bytes], salt: bytes) -> None:
        self._output: BinaryIO = path.open("xb")
        self._digest = hashlib.sha256()
        self._cipher = _cipher(keys[0], salt) if keys else None
        self._buffer = bytearray()
        self._chunks = 0
        self.size = 0
        if self._cipher:
            self._put(MAGIC + salt)

    @property
    def sha256(self) -> str:
        """The digest so far; whole after `close`."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Take some bytes of the plain content."""
        if self._cipher is None:
            self._put(data)
            return
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._seal(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def close(self) -> None:
        """Write what is left, and the mark of the end."""
        if self._cipher:
            self._seal(bytes(self._buffer), last=True)
        self._output.close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        assert self._cipher is not None  # noqa: S101 - asked by the callers
        self._put(self._cipher.encrypt(_nonce(self._chunks, last=last), plain, None))
        self._chunks += 1

    def _put(self, data: bytes) -> None:
        self._output.write(data)
        self._digest.update(data)
        self.size += len(data)


class Packer(Writer):
    """Packs what it writes (gzip), whose checksum shows a change or a cut also where there is no key."""

    def __init__(self, path: Path, keys: Sequence[bytes], salt: bytes) -> None:
        super().__init__(path, keys, salt)
        self._packing = zlib.compressobj(1, wbits=_GZIP)

    def write(self, data: bytes) -> None:
        """Take some bytes of the plain content."""
        super().write(self._packing.compress(data))

    def close(self) -> None:
        """Write what is left, and the mark of the end."""
        super().write(self._packing.flush())
        super().close()


def unpack(path: Path, keys: Sequence[bytes]) -> Iterator[bytes]:
    """The content of a packed file; raises Complaint when it was changed, cut, or sealed with none of the keys."""
    unpacking = zlib.decompressobj(wbits=_GZIP)
    try:
        for data in read(path, keys):
            yield unpacking.decompress(data)
    except zlib.error:
        raise Complaint(f"{path.name} has been changed or cut") from None
    if not unpacking.eof:
        raise Complaint(f"{path.name} has been changed or cut")


def read(path: Path, keys: Sequence[bytes]) -> Iterator[bytes]:
    """The plain content of a file; raises Complaint when it was changed, cut, or sealed with none of the keys."""
    with path.open("rb") as source:
        head = source.read(len(MAGIC))
        if head != MAGIC:
            yield head
            while data := source.read(CHUNK):
                yield data
            return
        if not keys:
            raise Complaint(f"{path.name} is encrypted; SONGBANG_BACKUP_KEY (file backup_key) is needed to read it")
        salt = source.read(_SALT)
        yield from _open(source, [_cipher(key, salt) for key in keys], path.name)


def sha256_of(path: Path) -> str:
    """The digest of a file as it lies on the disk."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _open(source: BinaryIO, ciphers: Sequence[AESGCM], name: str) -> Iterator[bytes]:
    chunk, number = source.read(CHUNK + _TAG), 0
    while chunk:
        following = source.read(CHUNK + _TAG)
        nonce = _nonce(number, last=not following)
        # The first chunk shows whose file it is.
        for cipher in ciphers:
            try:
                plain = cipher.decrypt(nonce, chunk, None)
            except InvalidTag:
                continue
            ciphers = [cipher]
            break
        else:
            raise Complaint(f"{name} has been changed or cut, or it was sealed with another backup_key")
        yield plain
        chunk, number = following, number + 1


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, last)

"""Files of a backup: sealed, and any change noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from songbang.archive import CHUNK, Writer, read, sha256_of
from songbang.complaints import Complaint

KEY = [bytes(range(32))]


def written(path, content: bytes, keys=KEY):
    writer = Writer(path, keys, b"s" * 16)
    for start in range(0, len(content), 300_000):
        writer.write(content[start : start + 300_000])
    writer.close()
    assert writer.sha256 == sha256_of(path)
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("keys", [KEY, []])
def test_what_was_written_is_read(tmp_path, size, keys):
    content = bytes(size // 2) + b"x" * (size - size // 2)
    assert b"".join(read(written(tmp_path / "a", content, keys), keys)) == content


@given(place=st.integers(min_value=18, max_value=2 * CHUNK))
def test_any_changed_byte_is_noticed(tmp_path_factory, place):
    path = written(tmp_path_factory.mktemp("sealed") / "a", b"y" * (2 * CHUNK + 5))
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(Complaint, match="changed or cut"):
        list(read(path, KEY))


@pytest.mark.parametrize("cut", [1, 17, 21, CHUNK + 16])
def test_a_cut_file_is_noticed(tmp_path, cut):
    path = written(tmp_path / "a", b"z" * (2 * CHUNK + 5))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(Complaint, match="changed or cut"):
        list(read(path, KEY))


def test_another_key_does_not_open_it(tmp_path):
    with pytest.raises(Complaint, match="another backup_key"):
        list(read(written(tmp_path / "a", b"secret"), [b"k" * 32]))


@pytest.mark.parametrize("size", [0, 2 * CHUNK])
def test_a_key_that_was_replaced_still_opens_what_it_sealed(tmp_path, size):
    path = written(tmp_path / "a", b"x" * size)
    assert b"".join(read(path, [b"k" * 32, *KEY])) == b"x" * size

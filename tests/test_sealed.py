"""What was sealed comes back byte for byte, or is refused: whatever was changed, moved, cut or put in another's place."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline import keys, sealed

BLOCK = 64
SMALL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CONTENT = st.binary(max_size=5 * BLOCK) | st.integers(0, 5).map(lambda blocks: b"x" * (blocks * BLOCK))
"""Bytes of any number of blocks, and of exactly some."""


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    """No demo, and blocks so small that a few bytes make several."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    monkeypatch.setattr(sealed, "BLOCK", BLOCK)


def read(home, path) -> bytes:
    with sealed.read(home, path) as stream:
        return stream.read()


def refused(home, path) -> bool:
    """Whether the file is refused, in a sentence that names it."""
    with pytest.raises(sealed.Damaged, match=path.name):
        read(home, path)
    return True


@SMALL
@given(st.lists(st.binary(max_size=3 * BLOCK)))
def test_whatever_is_written_in_whatever_pieces_is_read_again(tmp_path, pieces):
    path = sealed.write(tmp_path, tmp_path / "one", pieces)
    assert read(tmp_path, path) == b"".join(pieces)


@SMALL
@given(CONTENT, st.data())
def test_any_flipped_bit_is_refused(tmp_path, content, data):
    path = sealed.write(tmp_path, tmp_path / "one", [content])
    whole = bytearray(path.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(whole)
    assert refused(tmp_path, path)


@SMALL
@given(CONTENT, st.data(), st.binary(min_size=1, max_size=BLOCK))
def test_a_file_that_was_cut_off_or_added_to_anywhere_is_refused(tmp_path, content, data, more):
    path = sealed.write(tmp_path, tmp_path / "one", [content])
    whole = path.read_bytes()
    path.write_bytes(whole[:data.draw(st.integers(0, len(whole) - 1))])
    assert refused(tmp_path, path)
    path.write_bytes(whole + more)
    assert refused(tmp_path, path)


@SMALL
@given(st.permutations(range(4)), st.sets(st.integers(0, 3), min_size=1))
def test_blocks_in_another_order_or_left_out_are_refused(tmp_path, order, stay):
    path = sealed.write(tmp_path, tmp_path / "one", [bytes(range(4 * BLOCK))])
    whole, size = path.read_bytes(), BLOCK + sealed.TAG
    head, blocks = whole[:-4 * size], [whole[-4 * size:][at * size:][:size] for at in range(4)]
    for chosen in (order, sorted(stay)):
        if list(chosen) != [0, 1, 2, 3]:
            path.write_bytes(head + b"".join(blocks[at] for at in chosen))
            assert refused(tmp_path, path)


@SMALL
@given(CONTENT)
def test_a_file_in_another_s_place_or_of_another_home_is_refused(tmp_path, content):
    for home in ("a", "b"):
        (tmp_path / home).mkdir(exist_ok=True)
    path = sealed.write(tmp_path / "a", tmp_path / "a" / "one", [content])
    assert refused(tmp_path / "a", path.rename(tmp_path / "a" / "two"))
    sealed.write(tmp_path / "b", tmp_path / "b" / "two", [content])
    shutil.copy(tmp_path / "a" / "two", tmp_path / "b" / "one")
    assert refused(tmp_path / "b", tmp_path / "b" / "one")


def test_two_blocks_of_two_files_of_one_name_do_not_fit_together(tmp_path):
    path = sealed.write(tmp_path, tmp_path / "one", [bytes(2 * BLOCK)])
    first = path.read_bytes()
    second = sealed.write(tmp_path, path, [bytes(2 * BLOCK)]).read_bytes()
    assert first != second
    size = BLOCK + sealed.TAG
    path.write_bytes(first[:-size] + second[-size:])
    assert refused(tmp_path, path)


def test_a_home_that_is_carried_elsewhere_with_its_keyring_is_read_there(tmp_path):
    (tmp_path / "here").mkdir()
    sealed.write(tmp_path / "here", tmp_path / "here" / "one", [b"some words"])
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    assert read(tmp_path / "there", tmp_path / "there" / "one") == b"some words"


def test_nothing_of_the_content_stands_in_the_file(tmp_path):
    path = sealed.write(tmp_path, tmp_path / "one", [b"12 Alder Road " * 100])
    assert b"Alder" not in path.read_bytes()


def test_a_plain_file_in_a_sealed_home_is_refused(tmp_path):
    (tmp_path / "one").write_bytes(b"some words")
    assert refused(tmp_path, tmp_path / "one")


def test_a_write_that_is_broken_off_leaves_what_stood(tmp_path):
    path = sealed.write(tmp_path, tmp_path / "one", [b"before"])

    def broken():
        yield b"after" * BLOCK
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        sealed.write(tmp_path, path, broken())
    assert read(tmp_path, path) == b"before"
    assert {file.name for file in tmp_path.iterdir()} == {"one", "keyring"}


def test_what_a_killed_writer_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path):
    (tmp_path / "one-999999999-abcdefgh.tmp").touch()
    (tmp_path / "one-1-abcdefgh.tmp").touch()
    sealed.write(tmp_path, tmp_path / "two", [])
    assert {file.name for file in tmp_path.iterdir()} == {"one-1-abcdefgh.tmp", "two", "keyring"}


def test_a_demo_writes_plain_files(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_KEY")
    monkeypatch.setenv("TIMELINE_DEMO", "1")
    path = sealed.write(tmp_path, tmp_path / "one", [b"some ", b"words"])
    assert (path.read_bytes(), read(tmp_path, path)) == (b"some words", b"some words")

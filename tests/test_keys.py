"""The keys of a home: given from outside or a demo's own, wrapped, and never guessed."""

import os

import pytest

from timeline import keys


@pytest.fixture
def outside(monkeypatch):
    """No demo: the key comes from the environment, or from nowhere."""
    monkeypatch.delenv("TIMELINE_DEMO", raising=False)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())


def test_a_home_gives_the_same_keys_again_and_another_home_gives_others(outside, tmp_path):
    first = keys.of(tmp_path / "a")
    assert keys.of(tmp_path / "a") == first and first.sealed
    assert keys.of(tmp_path / "b").root != first.root


def test_each_purpose_has_a_key_of_its_own(outside, tmp_path):
    found = keys.of(tmp_path)
    assert len({found.derived(purpose) for purpose in ("database", "files", "audit", "cookies")} | {found.root}) == 5


def test_without_a_key_nothing_opens_outside_a_demo(outside, tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_KEY")
    with pytest.raises(keys.NoKey, match="timeline keys new"):
        keys.of(tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_key_does_not_open_the_home(outside, tmp_path, monkeypatch):
    keys.of(tmp_path)
    monkeypatch.setenv("TIMELINE_KEY", keys.new())
    with pytest.raises(keys.NoKey, match="does not open"):
        keys.of(tmp_path)


@pytest.mark.parametrize("text", ["secret", "ab" * 31, "zz" * 32])
def test_a_key_of_another_form_is_refused_and_never_stretched(outside, tmp_path, monkeypatch, text):
    monkeypatch.setenv("TIMELINE_KEY", text)
    with pytest.raises(keys.NoKey, match="64 hexadecimal"):
        keys.of(tmp_path)


def test_a_key_may_stand_in_a_file(outside, tmp_path, monkeypatch):
    made = keys.of(tmp_path / "home")
    file = tmp_path / "key"
    file.write_text(os.environ["TIMELINE_KEY"] + "\n")
    monkeypatch.delenv("TIMELINE_KEY")
    monkeypatch.setenv("TIMELINE_KEY_FILE", str(file))
    assert keys.of(tmp_path / "home") == made
    monkeypatch.setenv("TIMELINE_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(keys.NoKey, match="cannot be read"):
        keys.of(tmp_path / "home")


def test_a_demo_keeps_its_own_key_and_seals_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_KEY", raising=False)
    monkeypatch.setenv("TIMELINE_DEMO", "1")
    made = keys.of(tmp_path)
    monkeypatch.delenv("TIMELINE_DEMO")
    assert keys.of(tmp_path) == made and not made.sealed
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_database_without_its_keyring_is_not_given_a_new_one(outside, tmp_path):
    (tmp_path / "timeline.db").touch()
    with pytest.raises(keys.NoKey, match="no keyring"):
        keys.of(tmp_path)

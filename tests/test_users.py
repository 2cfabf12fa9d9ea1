"""`timeline users`: what it prints, what it keeps, and what it says when something is not right."""

import re
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests import published
from timeline import accounts, cli
from timeline.accounts import invitations
from timeline.database import Database


@pytest.fixture
def users(tmp_path, monkeypatch, capsys):
    """The command on a home of its own: gives its exit code, what it printed and what it said on standard error."""
    monkeypatch.setenv("TIMELINE_HOME", str(tmp_path))
    monkeypatch.setenv("TIMELINE_ADDRESS", "https://timeline.example/")

    def run(*words):
        code = cli.main(["users", *words])
        return code, *capsys.readouterr()
    return run


def invitation(printed):
    return re.search(r"^ {4}(\S{43})$", printed, re.MULTILINE).group(1)


def test_an_account_is_made_with_an_invitation_that_nobody_keeps(users, tmp_path):
    code, printed, _ = users("add", "ada", "--role", "coordinator", "--area", "Leeds", "--area", "Bradford", "--reason", "new in March")
    assert code == 0 and "https://timeline.example/welcome" in printed
    with closing(Database(tmp_path)) as database:
        assert invitations.find(database, invitation(printed)).name == "ada"
        with database.read() as connection:
            by, reason = connection.execute(sa.text("""select "by", reason from audit where action = 'add account'""")).first()
    assert by.endswith("(command line)") and "area Bradford, Leeds" in reason and "new in March" in reason
    assert "ada: coordinator; area Bradford, Leeds; every agency; invited, no password yet; never signed in" in users("list")[1]


def test_the_environment_cannot_say_who_runs_it(users, monkeypatch):
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert "somebody-else" not in accounts.operator().name


def test_role_limits_sessions_and_standing_are_changed(users, tmp_path):
    with closing(Database(tmp_path)) as database:
        accounts.set_password(database, "ada", "analyst", "right")
        token = accounts.sign_in(database, "ada", "right")
        assert users("change", "ada", "--agency", "police", "--every-area")[0] == 0
        assert accounts.signed_in(database, token).agencies == frozenset({"police"})
        assert "1 session of ada ended" in users("end-sessions", "ada")[1]
        users("disable", "ada", "--reason", "has left")
        assert "ada: analyst; every area; agency police; disabled" in users("list")[1]
        users("enable", "ada")
        assert invitation(users("reset", "ada", "password")[1])
        assert accounts.sign_in(database, "ada", "right") is None


def test_an_account_of_the_provider_needs_no_invitation(users):
    code, printed, _ = users("add", "otto", "--role", "auditor", "--sign-in", "oidc", "--subject", "4711")
    assert code == 0 and "as the subject 4711" in printed
    assert "are reset there" in users("reset", "otto", "password")[2]


@pytest.mark.parametrize(("words", "why"), [
    (("add", "Ada", "--role", "analyst"), "cannot be the name"), (("add", "ada", "--role", "analyst", "--subject", "1"), "go together"),
    (("add", "ada", "--role", "analyst", "--sign-in", "oidc"), "go together"), (("disable", "nobody"), "no account 'nobody'"),
    (("change", "nobody"), "Say what is to change"), (("reset", "nobody", "password"), "no account")])
def test_what_is_not_right_is_said_and_changes_nothing(users, words, why):
    code, printed, said = users(*words)
    assert code == cli.USED_WRONGLY and why in said and not printed
    assert "There is no account yet" in users("list")[1]


def test_a_name_that_is_in_no_record_is_asked_about(users, tmp_path):
    published.publish(tmp_path)
    code, _, said = users("add", "typing.slip", "--role", "analyst", "--agency", "polise")
    assert code == cli.USED_WRONGLY and "Is police meant?" in said
    assert users("add", "no.slip", "--role", "analyst", "--agency", "police", "--area", "Calderbrook")[0] == 0

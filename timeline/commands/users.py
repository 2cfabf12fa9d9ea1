"""`timeline users`: who may sign in, as what, with which limits. Whoever runs it knows nobody's password: it prints invitations."""

import os
from contextlib import closing

from timeline import accounts
from timeline.access import PERMISSIONS
from timeline.accounts import invitations, operator
from timeline.commands.here import home
from timeline.database import Database

HANDED = """Invitation for {name}, for 72 hours and one use:

    {token}

Hand it to its owner alone, by a way that nobody else reads. It is used at {address}/welcome"""


def add(commands) -> None:
    """Add the words of this command to the parser."""
    users = commands.add_parser("users", help="who may sign in, as what, with which limits", description="Who may sign in, as what, with which limits."
                                ).add_subparsers(required=True, metavar="WHAT")
    new = _about(users, "add", "make an account, and print the invitation by which its owner chooses a password", _add)
    new.add_argument("--role", required=True, choices=PERMISSIONS, help="what the account may do")
    _limits(new)
    new.add_argument("--sign-in", choices=("password", "oidc"), default="password", help="here, or at the organisation's OpenID Connect provider")
    new.add_argument("--subject", metavar="SUBJECT", help="with --sign-in oidc: who it is at the provider (its sub, or oid at a provider of Microsoft)")
    users.add_parser("list", help="every account").set_defaults(do=_list)
    changed = _about(users, "change", "give an account another role or other limits, from its next request on", _change)
    changed.add_argument("--role", choices=PERMISSIONS, help="what the account may do")
    _limits(changed)
    changed.add_argument("--every-area", action="store_true", help="no limit by area")
    changed.add_argument("--every-agency", action="store_true", help="no limit by agency")
    _about(users, "disable", "end an account's sessions and let nobody sign in to it", _disable)
    _about(users, "enable", "let the owner of a disabled account sign in again", _enable)
    _about(users, "end-sessions", "end all sessions of an account", _end_sessions)
    forgotten = _about(users, "reset", "forget a password or a second factor, and print an invitation to a new one", _reset)
    forgotten.add_argument("what", choices=(invitations.PASSWORD, "second-factor"), help="what is forgotten")


def _about(users, word: str, what: str, do):
    """The parser of one command about one account, with the reason that its line in the audit keeps."""
    parser = users.add_parser(word, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--reason", metavar="WORDS", help="why; kept in the audit")
    parser.set_defaults(do=do)
    return parser


def _limits(parser) -> None:
    parser.add_argument("--area", action="append", metavar="AREA", dest="areas", help="a MARAC area whose records alone it may see; may be given again")
    parser.add_argument("--agency", action="append", metavar="AGENCY", dest="agencies", help="an agency whose records alone it may see; may be given again")


def _add(chosen) -> None:
    if (chosen.sign_in == "oidc") != bool(chosen.subject):
        raise accounts.Refused("--sign-in oidc and --subject go together: an account signs in at the provider as one subject, or here with a password.")
    with closing(Database(home())) as database:
        token = accounts.add(database, operator(), chosen.name, chosen.role, chosen.areas, chosen.agencies, chosen.subject, reason=chosen.reason)
    print(_handed(chosen.name, token) if token else f"{chosen.name} signs in at the provider, as the subject {chosen.subject}.")


def _list(_chosen) -> None:
    with closing(Database(home())) as database:
        listed = accounts.listed(database)
    if not listed:
        print("There is no account yet. Make one with: timeline users add NAME --role ROLE")
    for account in listed:
        print(f"{account.name}: {account.role}; {accounts.said(account.areas, account.agencies)}; {_stands(account)}")


def _stands(account: accounts.Account) -> str:
    if account.disabled:
        return "disabled"
    way = "signs in at the provider" if account.provider else "invited, no password yet" if not account.ready else (
        "password and second factor" if account.second_factor else "password alone")
    last = f"last signed in {account.signed_in_at:%Y-%m-%d %H:%M} UTC" if account.signed_in_at else "never signed in"
    return f"{way}; {last}; open sessions: {account.sessions}"


def _change(chosen) -> None:
    given = {"role": chosen.role, "areas": chosen.areas, "agencies": chosen.agencies}
    given = {what: value for what, value in given.items() if value is not None}
    given |= ({"areas": None} if chosen.every_area else {}) | ({"agencies": None} if chosen.every_agency else {})
    if not given:
        raise accounts.Refused("Say what is to change: --role, --area, --agency, --every-area or --every-agency.")
    with closing(Database(home())) as database:
        accounts.change(database, operator(), chosen.name, chosen.reason, **given)
    print(f"{chosen.name} is changed, from the next request on.")


def _disable(chosen) -> None:
    with closing(Database(home())) as database:
        accounts.disable(database, operator(), chosen.name, chosen.reason)
    print(f"{chosen.name} is disabled, and signed out everywhere.")


def _enable(chosen) -> None:
    with closing(Database(home())) as database:
        accounts.enable(database, operator(), chosen.name, chosen.reason)
    print(f"{chosen.name} can sign in again.")


def _end_sessions(chosen) -> None:
    with closing(Database(home())) as database:
        ended = accounts.end_sessions(database, operator(), chosen.name, chosen.reason)
    print(f"{ended} session{'' if ended == 1 else 's'} of {chosen.name} ended.")


def _reset(chosen) -> None:
    with closing(Database(home())) as database:
        token = accounts.reset(database, operator(), chosen.name, chosen.what.replace("-", " "), chosen.reason)
    print(_handed(chosen.name, token))


def _handed(name: str, token: str) -> str:
    return HANDED.format(name=name, token=token, address=os.environ.get("TIMELINE_ADDRESS", "").rstrip("/"))

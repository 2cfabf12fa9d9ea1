"""Accounts: who may sign in, how, as what, and with which limits.

An administrator makes an account with `timeline users` and never knows its password: its owner chooses it by an invitation. Why it is as it is:
docs/adr/0027-accounts.md."""

from timeline.accounts.changing import add, change, disable, enable, end_sessions, reset
from timeline.accounts.demo import DEMO, ensure_demo, set_password
from timeline.accounts.held import Account, at_provider, listed, named
from timeline.accounts.invitations import accept
from timeline.accounts.limits import said
from timeline.accounts.operating import operator
from timeline.accounts.own import change_password, end_others, renew_second_factor
from timeline.accounts.passwords import Refused
from timeline.accounts.sessions import Session, fresh, sign_out, signed_in
from timeline.accounts.signing_in import sign_in, sign_in_as

"""Every table of the database: accounts and sessions, the audit, what people write, and jobs."""

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, String, Table

metadata = sa.MetaData()
WRITTEN: list[str] = []
"""The tables of lines that people write, to which lines are only ever added."""

belongs = Table("belongs", metadata, Column("home", String, primary_key=True))  # the mark of the home whose database this is
accounts = Table(
    "accounts", metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("areas", String),  # JSON: the MARAC areas whose records alone this account may see; empty where there is no such limit
    Column("agencies", String),  # JSON: the same of agencies
    Column("sign_in", String, nullable=False),  # password or provider
    Column("subject", String, unique=True),  # of an account that signs in at the provider: who it is there
    Column("password", String),  # an Argon2id hash; empty until it is chosen
    Column("secret", String),  # the second factor's, sealed with a key of its own
    Column("last_step", Integer),  # the step of thirty seconds whose code was used last
    Column("signed_in_at", String),
    Column("disabled_at", String))
sessions = Table(
    "sessions", metadata,
    Column("token_hash", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("place", String),  # in which browser, from which address, as its owner is shown it
    Column("started_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("ended_at", String))
invitations = Table(
    "invitations", metadata,
    Column("token_hash", String, primary_key=True),
    Column("name", String, nullable=False),  # the account's
    Column("kind", String, nullable=False),  # to an account, a password, a second factor or a renewal of it
    Column("by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("until", String, nullable=False),
    Column("secret", String),  # the second factor that it enrols, sealed; empty once it is used
    Column("used_at", String))
tries = Table(
    "tries", metadata,
    Column("counted", String, primary_key=True),  # an account, an account on a browser that knows it, or one of the counts of unknown names
    Column("failed", Integer, nullable=False),  # wrong tries since the last right one
    Column("until", String, nullable=False))  # before which nothing is tried
audit = Table(
    "audit", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("family", String),  # the families that were opened or acted upon, an id in a line; so in the next four
    Column("person", String),
    Column("record", String),  # events, reports, proposed links, and the mention or the period whose address was opened
    Column("document", String),
    Column("shown", String),  # the families and people that a list, a search or a page showed without being asked for by their id
    Column("snapshot", String),
    Column("reason", String),
    Column("session", String),  # what tells one sign-in from another, and opens nothing
    Column("outcome", String, nullable=False),  # done or refused
    Column("seal", String, nullable=False),  # the number and the line, sealed together
    Column("chain", String, nullable=False),  # over the seal and the line before
    Index("audit_at", "at"),
    Index("audit_by", "by", "number"),
    Index("audit_session", "session", "number"),
    Index("audit_action", "action", "number"))
audit_named = Table(  # an index of the audit: what each line names, as verified against the lines
    "audit_named", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),  # in the order in which the line names it
    Column("how", String, nullable=False),  # the line's column that names it: family, person, record, document or shown
    Column("thing", String, nullable=False),
    Index("audit_named_thing", "thing", "number"),
    sqlite_with_rowid=False)


def _written(name: str, *columns: Column | str) -> Table:
    """A table of lines that people write: append-only, each with its id, the request's own key, so that a request sent twice is kept once, and
    who wrote it when. The first of `columns` may be the name of its id, line_id otherwise. `erased_by` names the order that emptied the line, if one
    did: emptying.py says what such an order may do."""
    id, *rest = columns if isinstance(columns[0], str) else ("line_id", *columns)
    WRITTEN.append(name)
    if name != "erasures":
        rest.append(Column("erased_by", String))
    return Table(name, metadata, Column("number", Integer, primary_key=True, autoincrement=False), Column(id, String, nullable=False, unique=True),
                 Column("key", String, nullable=False, unique=True), Column("by", String, nullable=False), Column("at", String, nullable=False), *rest)


decisions = _written(
    "decisions",
    Column("act", String, nullable=False),  # answered, seconded or taken back
    Column("reason", String, nullable=False),
    Column("about", String),  # the answer that is seconded or taken back
    Column("kind", String),
    Column("pairs", String),  # of an answer: JSON, [left, right, what was seen of them] each
    Column("since", String),
    Column("verdict", String),
    Column("needs_second", sa.Boolean),
    Column("until", String),  # of a dismissal: the last day on which it holds
    Column("signal", String))  # of a dismissal: JSON, what tells the signal apart

notes = _written(
    "notes", "note_id",
    Column("anchor", String),  # a mention of whoever the family is gathered around
    Column("on", String),  # the day that it is about, if it is about one
    Column("meeting_id", String),
    Column("words", String),
    Column("takes_back", String, unique=True))  # of a line that takes a note back: which

activities = _written(
    "activities", "activity_id",
    Column("anchor", String),  # a mention of whoever the family is gathered around
    Column("name", String),
    Column("reports", String),  # JSON: the reports of the events that were gathered
    Column("takes_apart", String, unique=True))  # of a line that takes an activity apart: which

meetings = _written(
    "meetings",
    Column("act", String, nullable=False),  # called, held or called off
    Column("about", String, unique=True),  # the meeting that was held or called off
    Column("area", String),
    Column("day", String),
    Column("why", String))  # of a meeting that was called off

agenda = _written(
    "agenda",
    Column("act", String, nullable=False),  # added, moved or taken off
    Column("about", String),  # the item that is moved or taken off
    Column("meeting_id", String),
    Column("anchor", String),  # a mention of whoever the family is gathered around
    Column("step", Integer),  # of a move: -1 up, 1 down
    Column("why", String))

actions = _written(
    "actions",
    Column("act", String, nullable=False),  # agreed, done or not done
    Column("about", String),  # the action that was done or not
    Column("anchor", String),
    Column("meeting_id", String),
    Column("agency", String),
    Column("falls_on", String),
    Column("whom", String),  # a mention of the person for whom it is
    Column("due", String),
    Column("on", String),  # the day on which it was done
    Column("words", String))  # what is to be done, who did it, or why it was not

referrals = _written(
    "referrals",
    Column("act", String, nullable=False),  # entered, corrected or withdrawn
    Column("about", String),  # the referral that is corrected or withdrawn
    Column("said", String),  # JSON: what this version says
    Column("why", String))

transfers = _written(
    "transfers",
    Column("anchor", String),  # a mention of whoever the family is gathered around
    Column("area", String),  # whose MARAC the case goes to
    Column("why", String),
    Column("goes", String),  # JSON: what was said to go along, and what not
    Column("takes_back", String, unique=True))  # of a line that takes a transfer back: which

uploads = _written(
    "uploads", "upload_id",
    Column("act", String, nullable=False),  # received, said, taken out, accepted or rewritten
    Column("about", String),  # the upload that is spoken of; of what was accepted: the job that published it
    Column("name", String),  # of a file that was received: its name as it came
    Column("size", sa.BigInteger),
    Column("sha", String),
    Column("said", String),  # JSON: what the file cannot say of itself
    Column("last", Integer),  # of what was accepted: the number of the last line that the load took account of
    Column("why", String))

samples = _written(
    "samples", "sample_id",
    Column("snapshot", String, nullable=False),  # from which the cases were drawn
    Column("said", String, nullable=False),  # JSON: days, area, seed and sizes
    Column("cases", String, nullable=False))  # JSON: the cases in the order in which they were drawn

exclusions = _written(
    "exclusions", "exclusion_id",
    Column("act", String, nullable=False),  # excluded (a person), named (an account, for a person or a record) or taken back
    Column("about", String),  # of a naming: the exclusion of the person; of what is taken back: the line
    Column("mentions", String),  # JSON: of an exclusion, each mention of the person as he or she was gathered then
    Column("report", String),  # of a naming for a restricted record: its report
    Column("account", String),  # of a naming: who may see
    Column("why", String))

erasures = _written(
    "erasures", "erasure_id",
    Column("act", String, nullable=False),  # ordered, emptied or done
    Column("about", String),  # of a line that says what was emptied here, or that all is done: the order
    Column("kind", String),  # past its date, or a person wrongly included
    Column("why", String),  # the reason that was confirmed
    Column("records", String),  # JSON: keyed hashes of the records that are removed whole
    Column("mentions", String),  # JSON: keyed hashes of the people who are removed from records that stay
    Column("said", String))  # JSON: of an order, how many records of each agency; of the others, what was emptied and what could not be reached

jobs = Table(
    "jobs", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("job_id", String, nullable=False, unique=True),
    Column("key", String, nullable=False, unique=True),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),  # check or load
    Column("about", String, nullable=False),  # JSON: what it works on
    Column("state", String, nullable=False),  # waiting, running, done, failed or cancelled
    Column("tries", Integer, nullable=False),
    Column("stage", String),  # what is being done, or was last
    Column("stages", String),  # JSON: each table made so far, its rows and when
    Column("started_at", String),
    Column("ended_at", String),
    Column("cancelled_by", String),  # who asked for it to be cancelled, when it is not yet
    Column("cancelled_why", String),
    Column("result", String),  # JSON
    Column("problem", String))

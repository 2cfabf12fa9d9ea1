"""A case that goes to another area's MARAC: what is kept, what goes along, and what the pages then say."""

import pytest
import sqlalchemy as sa

from dashboard import queries
from dashboard.app import create
from dashboard.transferring import form, notice
from tests import published
from tests.made import Map
from tests.published import CRIME, FAMILY, STALKING, VISIT
from tests.test_gate import call, sign_in
from timeline import accounts, transfers
from timeline.access import Denied, User
from timeline.database import audit
from timeline.kept import NotTaken
from timeline.transfers import Along

ADA, ANN = User("ada", "coordinator"), User("ann", "analyst")
ALONG = Along(accounts=2, restricted=1, not_given=0, signals=1, open_actions=0)


def test_a_transfer_stands_until_it_is_taken_back_and_both_stay(database):
    transfer_id = transfers.make(database, ADA, "k1", "m", "Eastmere", "Has moved there.", ALONG)
    assert transfers.make(database, ADA, "k1", "m", "Eastmere", "Has moved there.", ALONG) == transfer_id
    (one,) = transfers.of(database, ["m"])
    assert (one.area, one.why, one.along, one.by, one.back_by) == ("Eastmere", "Has moved there.", ALONG, "ada", None)
    transfers.take_back(database, ADA, "k2", transfer_id, "Came back.")
    (one,) = transfers.of(database, ["m", "n"])
    assert (one.back_by, one.back_why) == ("ada", "Came back.")
    with pytest.raises(NotTaken, match="no longer stands"):
        transfers.take_back(database, ADA, "k3", transfer_id, "Again.")
    assert transfers.of(database, ["n"]) == []


@pytest.mark.parametrize(("anchor", "area", "why", "sentence"), [
    ("", "Eastmere", "Moved.", "no record of this family"), ("m", " ", "Moved.", "which area"), ("m", "Eastmere", "", "why the case"),
    ("m", "Eastmere", "Now at LS1 1AA.", "postcode")])
def test_a_transfer_that_is_not_whole_or_holds_a_postcode_is_not_kept(database, anchor, area, why, sentence):
    with pytest.raises(NotTaken, match=sentence):
        transfers.make(database, ADA, "k", anchor, area, why, ALONG)
    assert transfers.of(database, ["m"]) == []


def test_an_analyst_transfers_nothing_and_no_line_is_ever_changed(database):
    with pytest.raises(Denied):
        transfers.make(database, ANN, "k", "m", "Eastmere", "Moved.", ALONG)
    transfers.make(database, ADA, "k", "m", "Eastmere", "Moved.", ALONG)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), database.write() as connection:
        connection.execute(sa.text("delete from transfers"))


# --- with a server


@pytest.fixture(scope="module")
def app(tmp_path_factory, kept_by):
    home = tmp_path_factory.mktemp("home")
    tables = published.story()
    tables["reports"][0] |= {"handling": "restricted"}  # what the police wrote of the assault
    tables["reports"][1] |= {"category": "not_one_of_ours", "factors": Map()}
    published.publish(home, tables)
    with kept_by():
        made = create(home)
    accounts.set_password(made.server.extensions["database"], ADA.name, ADA.role, "right")
    published.name_for(made.server.extensions["database"], ADA.name, CRIME)
    with published.closed(made):
        yield made


def test_what_is_handled_as_restricted_or_of_a_kind_that_is_not_given_stays(app):
    with published.asking(app.server, ADA):
        told = {row.report_id: (row.goes, row.why) for row in queries.goes_along(ADA, FAMILY).itertuples()}
        assert told == {CRIME: (False, "handled as restricted"), VISIT: (False, "a kind of record that is not given"), STALKING: (True, None)}
        counts = queries.chronology_counts(ADA, FAMILY)
        along = form.counted(ADA, FAMILY)
        assert (along.accounts, along.restricted, along.not_given) == (counts.inside - counts.handled - counts.unlisted, counts.handled, counts.unlisted)
        assert (along.accounts, along.restricted, along.not_given, along.signals) == (1, 1, 1, 1)


def test_a_case_is_handed_over_in_two_steps_and_its_pages_then_say_so(app):
    client, database = sign_in(app, ADA.name), app.server.extensions["database"]
    outputs = ("..transfer-wrong.children...transfer-fields.hidden...transfer-said.children...transfer-review.hidden...transfer-kept.children..")

    def press(button, area="Eastmere", why="Has moved there."):
        inputs = [(f"transfer-{one}", "n_clicks", 1 if one == button else 0) for one in ("check", "keep", "change")]
        state = [("transfer-area", "value", area), ("transfer-why", "value", why), ("transfer-about", "data", {"family": FAMILY, "key": "k"})]
        return call(client, outputs, inputs, state, changed=f"transfer-{button}.n_clicks").text

    def held():
        with published.asking(app.server, ADA):
            return transfers.of(database, queries.anchors(ADA, FAMILY))
    assert "which area" in press("check", area=" ")
    for button in ("check", "keep"):
        assert "Leave the postcode out" in press(button, why="Now at LS1 1AA.") and "LS1" not in press(button, why="Now at LS1 1AA.")
    with database.read() as connection:
        assert not [line for line in connection.execute(sa.select(audit)) if "LS1" in str(line)]
    assert "1 account handled as restricted" in press("check") and held() == []
    assert "Kept as X-1" in press("keep") and "Nothing is sent from here" in press("keep")
    assert [(one.area, one.along.accounts) for one in held()] == [("Eastmere", 1)]
    with published.asking(app.server, ADA):
        assert "Transferred to the MARAC of Eastmere" in str(notice.section(ADA, FAMILY)) and "See what went" in str(notice.section(ADA, FAMILY))
        assert "Transferred to the MARAC of Eastmere" in str(notice.section(ANN, FAMILY)) and "See what went" not in str(notice.section(ANN, FAMILY))

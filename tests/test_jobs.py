"""Jobs: who starts and cancels them, and what becomes of one whose worker died."""

import io

import pytest

from timeline import jobs, kept, uploads
from timeline.access import Denied, User

ANA, BEN = User("ana", "analyst"), User("ben", "analyst")


def ended(database, *how) -> None:
    with database.write() as connection:
        jobs.end(connection, *how)


def test_a_job_waits_with_the_uploads_as_they_stand_and_a_request_sent_twice_starts_one(database):
    uploads.receive(database, ANA, "k0", "a.csv", io.BytesIO(b"x"))
    assert jobs.start(database, ANA, "k1", "check") == jobs.start(database, ANA, "k1", "check") == "J-1"
    (job,) = jobs.recent(database)
    assert (job.state, job.by, job.kind, job.about, job.tries, job.rows, job.ended) == ("waiting", "ana", "check", {"last": 1}, 0, 0, False)
    uploads.receive(database, ANA, "k2", "b.csv", io.BytesIO(b"y"))
    assert jobs.get(database, jobs.start(database, ANA, "k3", "load", {"last": 1})).about == {"last": 1}


def test_two_jobs_of_a_kind_never_stand_beside_each_other(database):
    jobs.start(database, ANA, "k1", "load")
    with pytest.raises(kept.NotTaken, match="ana has started a load that has not ended: J-1. Wait for it, or cancel it."):
        jobs.start(database, BEN, "k2", "load")


def test_a_waiting_job_is_cancelled_at_once_by_who_started_it_and_by_another_only_with_a_reason(database):
    job_id = jobs.start(database, ANA, "k1", "check")
    with pytest.raises(kept.NotTaken, match="ana started this check. Say why you cancel it"):
        jobs.cancel(database, BEN, job_id)
    jobs.cancel(database, BEN, job_id, "She has left for today.")
    job = jobs.get(database, job_id)
    assert (job.state, job.cancelled_by, job.cancelled_why) == ("cancelled", "ben", "She has left for today.")
    assert jobs.take(database) is None
    assert jobs.start(database, BEN, "k3", "check") == "J-2"


def test_a_running_job_is_marked_for_its_worker_and_what_has_ended_is_not_cancelled(database):
    job_id = jobs.start(database, ANA, "k1", "check")
    jobs.take(database)
    jobs.cancel(database, ANA, job_id)
    assert (jobs.get(database, job_id).state, jobs.get(database, job_id).cancelled_by) == ("running", "ana")
    ended(database, job_id, "cancelled")
    other = jobs.start(database, ANA, "k3", "check")
    ended(database, other, "done", {"found": 1})
    with pytest.raises(kept.NotTaken, match="This check has ended: it is done."):
        jobs.cancel(database, ANA, other)


def test_a_job_whose_worker_died_waits_again_and_is_given_up_after_three_tries(database):
    job_id = jobs.start(database, ANA, "k1", "load")
    for tries in (1, 2, 3):
        job = jobs.take(database)
        jobs.at(database, job_id, "people", [jobs.Stage("rows", 12, "now")])
        assert (job.tries, job.state, jobs.get(database, job_id).rows) == (tries, "running", 12)
        left_behind = jobs.get(database, job_id)
        assert jobs.given_up(left_behind) == (("failed", jobs.GIVEN_UP) if tries == jobs.MOST_TRIES else None)
        jobs.put_back(database, left_behind)
        assert (jobs.get(database, job_id).state, jobs.get(database, job_id).stages) == ("waiting", ())


def test_a_job_that_was_to_be_cancelled_when_its_worker_died_is_not_done_again(database):
    job_id = jobs.start(database, ANA, "k1", "load")
    jobs.take(database)
    jobs.cancel(database, ANA, job_id)
    assert jobs.given_up(jobs.get(database, job_id)) == ("cancelled", None)


def test_jobs_are_done_in_the_order_in_which_they_were_started(database):
    for number, kind in enumerate(jobs.KINDS):
        jobs.start(database, ANA, f"k{number}", kind)
    assert [jobs.take(database).kind, jobs.take(database).kind] == list(jobs.KINDS)
    assert jobs.waiting(database)


def test_who_may_not_load_starts_and_cancels_no_job(database):
    nobody = User("cora", "coordinator")
    with pytest.raises(Denied):
        jobs.start(database, nobody, "k1", "load")
    with pytest.raises(Denied):
        jobs.cancel(database, nobody, "J-1")

"""Jobs: one answer, one at a time of a name, cancelled when asked, waited for at the end."""

import threading

import pytest

from db.runners import SynchronousRunner
from desktop.base.errors import Cancelled, UserError
from desktop.jobs.runner import JobRunner


@pytest.fixture(params=[SynchronousRunner, None], ids=["synchronous", "threads"])
def jobs(request, qapp):
    made = JobRunner(request.param() if request.param else None)
    yield made
    made.close()


def wait(qtbot, jobs, name="job"):
    qtbot.waitUntil(lambda: not jobs.is_running(name))


def test_a_job_tells_progress_and_answers_once(jobs, qtbot):
    seen, steps = [], []

    def work(progress):
        progress(1, 2)
        progress(2, 2)
        return "done"

    job = jobs.start("job", work, then=seen.append)
    job.progressed.connect(lambda done, total: steps.append((done, total)))
    wait(qtbot, jobs)
    assert seen == ["done"]


def test_progress_reaches_who_listens(jobs, qtbot):
    steps = []
    jobs.start(
        "job", lambda progress: progress(1, 3), progressed=lambda done, total: steps.append((done, total))
    )
    wait(qtbot, jobs)
    assert steps == [(1, 3)]


def test_a_second_job_of_the_name_is_refused_while_the_first_runs(qapp, qtbot):
    jobs, go = JobRunner(), threading.Event()
    assert jobs.start("job", lambda _progress: go.wait(5)) is not None
    assert jobs.start("job", lambda _progress: None) is None
    go.set()
    wait(qtbot, jobs)
    assert jobs.start("job", lambda _progress: None) is not None
    wait(qtbot, jobs)
    jobs.close()


def test_a_refusal_goes_to_who_takes_it(jobs, qtbot):
    own, others = [], []
    jobs.refused.connect(others.append)

    def fail(_progress):
        raise UserError("No.")

    for refused in (own.append, None):
        jobs.start("job", fail, refused=refused)
        wait(qtbot, jobs)
    assert [str(problem) for problem in own + others] == ["No.", "No."]


def test_a_bug_is_raised(jobs, qtbot):
    with qtbot.captureExceptions() as seen:
        jobs.start("job", lambda _progress: 1 / 0)
        wait(qtbot, jobs)
    assert [kind for kind, _, _ in seen] == [ZeroDivisionError]


def test_a_cancelled_job_stops_at_its_next_sign(qapp, qtbot):
    jobs, started, go, ended = JobRunner(), threading.Event(), threading.Event(), []

    def work(progress):
        started.set()
        go.wait(5)
        progress(1, 2)
        raise AssertionError

    job = jobs.start("job", work, refused=ended.append)
    started.wait(5)
    job.cancel()
    go.set()
    wait(qtbot, jobs)
    assert [type(end) for end in ended] == [Cancelled]
    jobs.close()


def test_closing_cancels_and_waits(qapp):
    jobs, started, ended = JobRunner(), threading.Event(), []

    def work(progress):
        started.set()
        while True:
            try:
                progress(0, 0)
            except Cancelled:
                ended.append("ended")
                raise

    jobs.start("job", work)
    started.wait(5)
    jobs.close()
    assert ended == ["ended"]

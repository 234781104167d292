"""A real worker stops a job whose time is up, ends the process of one that does not hear it, and tries again."""

import pytest

from tests.journeys.test_worker import Site, site  # noqa: F401

SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
ASK = """
import django; django.setup()
from django.utils import timezone
from record.services import jobs
import tests.journeys.odd_kinds
for kind in ("sleeps", "deaf", "fails-once"):
    assert jobs.notice(jobs.ask(kind, key="1", arguments={}, now=timezone.now())) == ""
"""
SWEEP = """
import django; django.setup()
import tests.journeys.odd_kinds
from record.tasks import requeue_dead_jobs
requeue_dead_jobs()
"""


def outcome(kind: str) -> str:
    return f"SELECT state, outcome, attempts FROM record_job WHERE kind = '{kind}'"


@pytest.mark.slow
def test_a_job_past_its_time_is_stopped_and_one_that_may_pass_is_tried_again(site: Site) -> None:  # noqa: F811
    site.python(SET_UP)
    site.start_worker("--include", "tests.journeys.odd_kinds")
    site.python(ASK)
    site.wait_for(outcome("fails-once"), ("succeeded", "done at attempt 2", 2))
    site.wait_for(outcome("sleeps"), ("failed", "It took longer than 0:00:03.", 1))
    # The process of the deaf one is ended two seconds later; the next sweep after its heartbeat stopped says why.
    site.wait_for("SELECT heartbeat_at < datetime('now', '-4 seconds') FROM record_job WHERE kind = 'deaf'", (1,))
    site.python(SWEEP)
    site.wait_for(outcome("deaf"), ("failed", "It took longer than 0:00:03.", 1))

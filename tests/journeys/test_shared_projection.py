"""A projection shared among real workers, one of them killed in the middle: one whole run, to the last digit."""

import time

import pytest

from tests.journeys.test_worker import Site, site  # noqa: F401

SET_UP = """
import django; django.setup()
from datetime import date
from django.core.management import call_command
from portfolio.public_record.load import load_public_record
from projects.reference.load import load_reference
call_command("migrate", verbosity=0)
load_reference(say=lambda *said: None)
load_public_record(say=lambda *said: None, today=date(2026, 11, 24), until="2026_06")
"""
ASK = """
import django; django.setup()
from django.utils import timezone
from record.models import Recording
from record.services import jobs
arguments = {"day": "2026-06-18", "shared_above": 4, "serial": Recording.objects.last_serial()}
jobs.ask("projection", key="shared", arguments=arguments, now=timezone.now())
"""
COMPARE = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from portfolio.services import capacity
from projects.models import ProjectionRun
from record.models import Recording
from projects.services.capacity import answers, hash_of, described
from projects.services.phase_inputs import phases_at
run, = ProjectionRun.objects.all()
at = Recording.objects.as_of(date(2026, 6, 18), timezone.now(), run.read_serial)
found = answers(phases_at(at, capacity.edge_at(at)), run.parameters, at.as_of, run.seed, run.draws)
answer = hash_of([[name, described(values)] for name, values in [*found[0].items(), *found[1].items()]])
assert answer == run.answer_hash, (answer, run.answer_hash)
"""
PARTS = "FROM record_job WHERE kind = 'projection part'"


@pytest.mark.slow
def test_a_projection_shared_by_workers_survives_the_death_of_one(site: Site) -> None:  # noqa: F811
    site.python(SET_UP)
    first = site.start_worker()
    site.python(ASK)
    site.wait_for(f"SELECT count(*) >= 2 {PARTS} AND state = 'succeeded'", (1,))
    site.database.execute("BEGIN IMMEDIATE")  # whoever draws waits now for the write lock
    time.sleep(1)
    site.kill(first)
    drawn = site.ask("SELECT count(*) FROM projects_projectionpart WHERE answer IS NOT NULL")[0]
    assert drawn >= 2
    assert site.ask("SELECT count(*) FROM projects_projectionrun") == (0,)
    site.database.execute("COMMIT")

    site.start_worker()
    site.start_worker()
    site.wait_for("SELECT state FROM record_job WHERE kind = 'projection'", ("succeeded",))
    site.wait_for(f"SELECT count(*) {PARTS} AND state <> 'succeeded'", (0,))
    assert site.ask("SELECT count(*), sum(drawn) FROM projects_projectionrun") == (1, 11)
    assert site.ask("SELECT count(*) FROM projects_projectionpart") == (0,)
    assert site.ask(f"SELECT count(DISTINCT task_id) > 1 {PARTS}") == (1,)
    site.python(COMPARE)

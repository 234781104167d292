"""A real worker in a process of its own is killed in the middle of the nightly watch; nobody lifts a hand."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from config import valkey

ROOT = Path(__file__).resolve().parents[2]
MILESTONES = 20_000
SET_UP = f"""
import django; django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from record.calculations.partial_dates import PartialDate
from projects.models import Milestone, MilestoneForecast, Project
from record.models import Recording
from record.services import recording_chain
call_command("migrate", verbosity=0)
begun = timezone.now() - timedelta(days=3)
with transaction.atomic():
    first = Recording.objects.create(serial=1, moment=begun, by_name="loader", why="set up", channel="import")
    row = dict(created_in=first, recording=first)
    site = Project.objects.create(slug="site", name="site", **row)
    Milestone.objects.bulk_create(
        Milestone(slug=f"m{{n}}", project=site, name=f"m{{n}}", kind="study", **row) for n in range({MILESTONES})
    )
    MilestoneForecast.objects.bulk_create(
        MilestoneForecast(
            milestone=one, kind="baseline", forecast_on=PartialDate.parse("2020"), counts_from="2019-12-31",
            effective_on=PartialDate.parse("2019"), recording=first,
        ) for one in Milestone.objects.all()
    )
    recording_chain.close(first)
"""
SEND = "import django; django.setup(); from projects.tasks import watch_milestones; watch_milestones.delay()"


class Site:
    """A database of its own, and a worker that can be killed."""

    def __init__(self, folder, redis_url):
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COV_")},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "true",
            "VAR_DIR": str(folder),
            "DATABASE_URL": "",
            "REDIS_URL": redis_url,
            "JOB_STALE_AFTER": "3",
            "LOG_LEVEL": "WARNING",
        }
        self.database = sqlite3.connect(folder / "lodebook.sqlite3", isolation_level=None, timeout=20)
        self.log = (folder / "worker.log").open("ab")
        self.workers = []
        self.server = None if redis_url else self.start_valkey(folder)

    def start_valkey(self, folder):
        valkey.prepare(folder)
        return subprocess.Popen(valkey.command(folder))

    def python(self, code):
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True, timeout=120)

    def begin(self, code):
        """Start it and wait for nothing: what it asks for may begin before its process has ended."""
        return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=self.environment)

    def start_worker(self, *more):
        options = ("--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle")
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", *options, *more]
        worker = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.workers.append(worker)
        return worker

    def ask(self, question):
        return self.database.execute(question).fetchone()

    def wait_for(self, question, answer, *, seconds=60):
        until = time.monotonic() + seconds
        while (found := self.ask(question)) != answer:
            assert time.monotonic() < until, f"{question}: {found}, after {seconds} seconds"
            time.sleep(0.005)

    def kill(self, worker):
        """As the supervisor does: what a dead worker has started is ended with it."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def close(self):
        for worker in self.workers:
            self.kill(worker)
        if self.server:
            self.server.terminate()
            self.server.wait()
        self.database.close()
        self.log.close()


@pytest.fixture(params=["valkey", pytest.param("redis", marks=pytest.mark.redis)])
def site(request, tmp_path):
    redis_url = ""
    if request.param == "redis":
        import redis

        # A database of its own for each process of the tests: a worker would take the messages of another's site.
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        redis_url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{10 + worker % 6}"
        redis.Redis.from_url(redis_url).flushdb()
    made = Site(tmp_path, redis_url)
    yield made
    made.close()


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_the_watch_leaves_one_complete_record(site):
    site.python(SET_UP)
    worker = site.start_worker()
    sender = site.begin(SEND)
    site.wait_for("SELECT count(*) FROM record_job WHERE kind = 'watch' AND state = 'running'", (1,))
    site.database.execute("BEGIN IMMEDIATE")  # the worker reads, and then waits for the write lock
    time.sleep(1)
    site.kill(worker)
    assert sender.wait(timeout=60) == 0
    assert site.ask("SELECT count(*) FROM projects_watchedday") == (0,)
    assert site.ask("SELECT state, attempts FROM record_job WHERE kind = 'watch'") == ("running", 1)
    site.database.execute("COMMIT")

    site.start_worker()  # as the process manager does
    site.wait_for("SELECT state FROM record_job WHERE kind = 'watch'", ("succeeded",))
    days, changes, read = site.ask("SELECT count(*), sum(changes), max(milestones) FROM projects_watchedday")
    assert days >= 2
    assert (changes, read) == (MILESTONES, MILESTONES)
    assert site.ask("SELECT count(*), count(DISTINCT milestone_id) FROM projects_healthchange") == (MILESTONES,) * 2
    assert site.ask("SELECT count(*) FROM record_recording WHERE NOT is_closed") == (0,)
    assert site.ask("SELECT attempts FROM record_job WHERE kind = 'watch'") == (2,)

    site.python(SEND)  # delivered a second time
    site.python(SEND)
    time.sleep(2)
    assert site.ask("SELECT count(*), sum(changes) FROM projects_watchedday") == (days, MILESTONES)
    assert site.ask("SELECT attempts FROM record_job WHERE kind = 'watch'") == (2,)

"""Projecting now: asked for once for what is known, done by the worker, compared with the run before."""

from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.positions.filters import Filters
from portfolio.reports.production.changes import answer
from projects.models import ProjectionRun, RampUpCurve
from record.models import Job, Recording
from record.services import facts, jobs
from tests.cast import Cast, writing
from tests.desk import page, sign_in, words
from tests.due import run_due

RUNS = "/admin/projects/projectionrun/"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(jobs, "_notifiers", [])


@pytest.mark.usefixtures("quick")
def test_an_officer_projects_now_and_what_is_known_is_projected_once(cast: Cast):
    client = sign_in(cast.people["officer"])
    for _ in range(2):
        described = words(client.post(f"{RUNS}now/", follow=True))
        assert "Project capacity" in described
    job = Job.objects.get(kind="projection")
    assert job.arguments["serial"] == Recording.objects.last_serial()
    run_due(clock=timezone.now)
    run = ProjectionRun.objects.get()
    described = words(client.get(RUNS))
    assert "succeeded" in described
    assert run.inputs_hash[:12] in described
    assert run.answer_hash in words(client.get(page(run)))
    client.post(f"{RUNS}now/")  # the run's own recording is no change
    assert Job.objects.filter(kind="projection").count() == 1


@pytest.mark.usefixtures("quick")
def test_who_writes_nothing_asks_for_no_run(cast: Cast):
    client = sign_in(cast.people["auditor"])
    assert "Project now" not in words(client.get(RUNS))
    assert client.post(f"{RUNS}now/").status_code == 403
    assert sign_in(cast.people["officer"]).get(f"{RUNS}now/").status_code == 403


@pytest.mark.usefixtures("quick", "reference")
def test_two_runs_tell_which_figure_of_which_curve_moved(cast: Cast):
    client = sign_in(cast.people["officer"])
    client.post(f"{RUNS}now/")
    run_due(clock=timezone.now)
    with writing() as recording:
        curve = RampUpCurve.objects.get(series="S3_after_McNulty")
        values = {name: getattr(curve, name) for name in ("series", "asymptote_percent", "shape", "mixture_share")}
        facts.record(RampUpCurve(**values, tau_months=Decimal(9)), recording=recording)
    client.post(f"{RUNS}now/")
    run_due(clock=timezone.now)
    assert ProjectionRun.objects.count() == 2
    found = answer(Recording.objects.as_of(timezone.localdate(), timezone.now()), Filters())
    assert [(line.field, line.earlier, line.later) for line in found.lines if line.changed == "input"] == [
        ("S3_after_McNulty: tau_months", "8.6000", "9.0000")
    ]

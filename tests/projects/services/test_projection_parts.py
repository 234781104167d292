"""A run that is shared among workers: the same to the last digit, and a part that stops is drawn again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from portfolio.services import capacity
from projects.models import ProjectedOutput, ProjectionPart, ProjectionRun
from projects.services import capacity as projected
from projects.services import projection_parts
from projects.services.phase_inputs import curves_at, phases_at
from record.models import Job, Recording
from record.services import jobs
from tests.due import run_due

pytestmark = pytest.mark.long

DAY = date(2026, 6, 18)
NOW = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
ARGUMENTS = {"day": "2026-06-18", "shared_above": 4}  # parts of one phase, or of one line


@pytest.fixture
def few_draws(record, monkeypatch):
    monkeypatch.setattr(projected, "DRAWS", 300)
    monkeypatch.setitem(projected.run_projection.__kwdefaults__, "draws", 300)
    monkeypatch.setattr(projection_parts, "PAUSE", 0)


def ask(key="shared"):
    arguments = ARGUMENTS | {"serial": Recording.objects.last_serial()}
    return jobs.ask("projection", key=key, arguments=arguments, now=NOW)


def rows():
    at = Recording.objects.as_of(DAY, timezone.now())
    parameters = {"first_year": 2024, "years": 5, "correlation": 0.2, "curves": curves_at(at)}
    return phases_at(at, capacity.edge_at(at)), parameters


@pytest.mark.usefixtures("few_draws")
def test_a_shared_run_answers_as_one_worker_does():
    alone = projected.answers(*rows(), DAY, projected.SEED, 300)
    found, parameters = rows()
    pieces = projection_parts.pieces(found, 1)
    assert len(pieces) > 10
    again = [[projection_parts.as_row(projection_parts.as_text(row)) for row in piece] for piece in pieces]
    by_phase, by_line = {}, {}
    for piece in reversed(again):
        answer = projected.answers(piece, parameters, DAY, projected.SEED, 300)
        for whole, part in zip((by_phase, by_line), answer, strict=True):
            assert not whole.keys() & part.keys()
            whole |= part
    for one, other in zip((by_phase, by_line), alone, strict=True):
        assert {name: projected.described(values) for name, values in one.items()} == {
            name: projected.described(values) for name, values in other.items()
        }


@pytest.mark.usefixtures("few_draws")
def test_a_run_in_parts_has_the_hash_of_a_run_in_one():
    ask()
    run_due(clock=lambda: NOW)
    shared = ProjectionRun.objects.get()
    parts = Job.objects.filter(kind="projection part")
    assert parts.count() > 10
    assert set(parts.values_list("state", flat=True)) == {"succeeded"}
    assert ProjectionPart.objects.count() == 0
    found, parameters = rows()
    answer = projected.answers(found, shared.parameters, DAY, shared.seed, shared.draws)
    described = [[name, projected.described(values)] for name, values in [*answer[0].items(), *answer[1].items()]]
    assert projected.hash_of(described) == shared.answer_hash
    assert ProjectedOutput.objects.filter(run=shared).exists()


@pytest.mark.usefixtures("few_draws")
def test_a_run_that_stops_keeps_the_parts_that_are_drawn_and_counts_no_half(monkeypatch):
    job = ask()
    drawn = []

    def dies(*args, **kwargs):
        if len(drawn) == 3:
            raise KeyboardInterrupt  # no error of ours: the process goes down
        drawn.append(1)
        return projected.answers(*args, **kwargs)

    monkeypatch.setattr(projection_parts, "answers", dies)
    with pytest.raises(KeyboardInterrupt):
        run_due(clock=lambda: NOW)
    assert ProjectionRun.objects.count() == 0
    assert ProjectionPart.objects.filter(answer__isnull=False).count() == 3
    running = set(Job.objects.filter(state="running").values_list("kind", flat=True))
    assert running == {"projection", "projection part"}
    monkeypatch.setattr(projection_parts, "answers", projected.answers)
    later = NOW + timedelta(minutes=10)
    jobs.requeue_dead(now=later)
    run_due(clock=lambda: later)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("succeeded", 2), job.outcome
    assert sorted(Job.objects.filter(kind="projection part").values_list("attempts", flat=True))[-2:] == [1, 2]
    assert ProjectionRun.objects.count() == 1


@pytest.mark.usefixtures("few_draws")
def test_a_part_that_fails_fails_the_run_in_words_and_the_next_one_draws_it_anew(monkeypatch):
    ask()

    def fails(*args, **kwargs):
        raise ValueError("The nameplates are too large.")

    monkeypatch.setattr(projection_parts, "answers", fails)
    run_due(clock=lambda: NOW)
    failed = Job.objects.get(kind="projection")
    assert failed.state == "failed"
    assert failed.outcome == "Part 1 of the projection failed: The nameplates are too large."
    monkeypatch.setattr(projection_parts, "answers", projected.answers)
    ask("again")
    run_due(clock=lambda: NOW)
    assert Job.objects.get(key="again").state == "succeeded", Job.objects.get(key="again").outcome


@pytest.mark.usefixtures("few_draws")
def test_every_part_has_a_message_of_its_own(monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(jobs, "_notifiers", [lambda job, kind: sent.append(job.kind)])
    with django_capture_on_commit_callbacks(execute=True):
        ask()
        run_due(clock=lambda: NOW)
    assert sent.count("projection part") == Job.objects.filter(kind="projection part").count()


@pytest.mark.usefixtures("few_draws")
def test_several_parts_run_at_once_and_of_other_kinds_one(monkeypatch):
    for number in (1, 2):
        jobs.ask("projection part", key=str(number), arguments={"key": "x", "number": number}, now=NOW)
        jobs.ask("projection", key=str(number), arguments=ARGUMENTS, now=NOW)
    claimed = [jobs.claim(now=NOW) for _ in range(4)]
    assert sorted(job.kind for job in claimed if job) == ["projection", "projection part", "projection part"]

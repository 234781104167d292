"""The nightly watch over 100,000 milestones, on its first night and on one on which little changes."""

from datetime import date, timedelta
from time import perf_counter

from django.utils.timezone import localdate

from projects.calculations.partial_dates import PartialDate
from projects.models import Door, Milestone, MilestoneForecast, Project
from projects.services import watch
from projects.services.recordings import open_recording

MILESTONES = 100_000
PROMISED = 10  # seconds for the first night, on which every milestone is new


def make_milestones(count: int = MILESTONES) -> None:
    """Milestones with a first promise and a later forecast each, spread over two years."""
    first = date(2026, 1, 1)
    with open_recording(by_name="benchmark", why="milestones to be watched", door=Door.IMPORT) as recording:
        row = {"created_in": recording, "recording": recording}
        site = Project.objects.create(slug="benchmark-site", name="Benchmark site", **row)
        Milestone.objects.bulk_create(
            Milestone(slug=f"benchmark-{n}", project=site, name=f"milestone {n}", kind="study", **row)
            for n in range(count)
        )
        made = Milestone.objects.filter(project=site).order_by("pk").values_list("pk", flat=True)
        for kind, step, said_before in (("baseline", 1, 700), ("forecast", 7, 400)):
            MilestoneForecast.objects.bulk_create(
                MilestoneForecast(
                    milestone_id=milestone,
                    kind=kind,
                    forecast_on=PartialDate.of(first + timedelta(days=number * step % 700)),
                    effective_on=PartialDate.of(first - timedelta(days=said_before - number % 300)),
                    counts_from=first - timedelta(days=said_before - number % 300),
                    recording=recording,
                )
                for number, milestone in enumerate(made)
            )


def measure() -> list[tuple[str, float, int]]:
    """(night, seconds, changes recorded), on the database of the settings, which must be empty."""
    make_milestones()
    measured = []
    for night, day in (("first night", localdate()), ("next night", localdate() + timedelta(days=1))):
        begun = perf_counter()
        watched = watch.watch(day)[-1]
        measured.append((night, perf_counter() - begun, watched.changes))
    return measured

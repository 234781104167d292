"""`python -m benchmarks.watch`: the nightly watch over 100,000 milestones, on its first night and on a quiet one.

On SQLite in a folder of its own, or in the empty database that DATABASE_URL names. The floor is to fetch the statements
as they stand and to insert as many rows as the night recorded, the triggers standing.
"""

import os
import sys
import tempfile
from datetime import date, timedelta
from time import perf_counter, process_time

if __name__ == "__main__":
    FOLDER = tempfile.mkdtemp(prefix="lodebook-bench-")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "false", "VAR_DIR": FOLDER}
    import django

    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import localdate

from projects.models import Milestone, MilestoneForecast, Project
from projects.services import watch
from record.calculations.partial_dates import PartialDate
from record.models import Channel
from record.services.recordings import open_recording

MILESTONES = 100_000
PROMISED = 10  # seconds for the first night, on which every milestone is new


def make_milestones(count: int = MILESTONES) -> None:
    """Milestones with a first promise and a later forecast each, spread over two years."""
    first = date(2026, 1, 1)
    with open_recording(by_name="benchmark", why="milestones to be watched", channel=Channel.IMPORT) as recording:
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


STATEMENTS = (
    "SELECT milestone_id, kind, forecast_on, effective_on FROM projects_milestoneforecast ORDER BY recording_id, id"
)


def floor(changes: int, day: date) -> float:
    """Seconds to fetch every statement and to insert `changes` rows under one recording, rolled back afterwards."""
    begun = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS)
        cursor.fetchall()
    with transaction.atomic():
        with open_recording(by_name="benchmark", why="the floor", channel=Channel.JOB) as recording:
            ids = Milestone.objects.order_by("pk").values_list("pk", flat=True)[:changes]
            watch.write([(pk, "done", "", "the floor", 0) for pk in ids], day, recording)
            spent = perf_counter() - begun
        transaction.set_rollback(True)
    return spent


def main() -> None:
    """Print a line a night."""
    call_command("migrate", verbosity=0)
    make_milestones()
    for night, day in (("first", localdate()), ("next", localdate() + timedelta(days=1))):
        begun, cpu = perf_counter(), process_time()
        watched = watch.watch(day)[-1]
        ours, cpu = perf_counter() - begun, process_time() - cpu
        lowest = floor(watched.changes, day + timedelta(days=10))
        print(
            f"| {connection.vendor} | {night} night, {watched.milestones:,} milestones, {watched.changes:,} changes | "
            f"{ours:.2f} s | {lowest:.2f} s | {ours / lowest:.1f} | fetch and insert the same rows | "
            f"{cpu:.1f} s of processor; promised under {PROMISED} s |"
        )
        if ours > PROMISED:
            sys.exit(f"It took longer than {PROMISED} seconds.")


if __name__ == "__main__":
    main()

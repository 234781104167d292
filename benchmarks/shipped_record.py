"""`python -m benchmarks.shipped_record`: the projection of the shipped public record: read, drawn and recorded.

On SQLite in a folder of its own, or in the empty database that DATABASE_URL names. Each run has a seed of its own, so
that none is found on record, and is rolled back. Processor time of this one process, its two drawing threads together.
"""

import os
import tempfile
from datetime import date
from io import StringIO
from time import perf_counter, process_time

if __name__ == "__main__":
    FOLDER = tempfile.mkdtemp(prefix="lodebook-bench-")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "false", "VAR_DIR": FOLDER}
    import django

    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from portfolio.services import capacity
from record.models import Recording

DAY = date(2026, 10, 8)
RUNS = 12
PROMISED = 1  # second


def once(seed: int) -> tuple[float, float, str]:
    """Seconds and seconds of processor of one run, and what was drawn in it."""
    with transaction.atomic():
        at = Recording.objects.as_of(DAY, timezone.now())
        before, processor = perf_counter(), process_time()
        run = capacity.run(at, seed=seed)
        seconds, cpu = perf_counter() - before, process_time() - processor
        drawn = f"{run.counted}, {run.draws:,} draws, {run.outputs.count():,} rows"
        transaction.set_rollback(True)
    return seconds, cpu, drawn


def main() -> None:
    call_command("migrate", verbosity=0)
    for command in ("load_reference", "load_public_record"):
        call_command(command, stdout=StringIO())
    first, *found = [once(seed) for seed in range(1, RUNS + 1)]
    walls, processors = (sorted(one[place] for one in found) for place in (0, 1))
    middle = len(found) // 2
    print(f"{connection.vendor}: {first[2]}. Promised: {PROMISED} s.")
    print(f"first run of the process: {first[1]:.2f} s of processor, {first[0]:.2f} s")
    print(
        f"{len(found)} more, each with a seed of its own: {processors[0]:.2f} to {processors[-1]:.2f} s of processor, "
        f"{processors[middle]:.2f} in the middle; {walls[0]:.2f} to {walls[-1]:.2f} s"
    )


if __name__ == "__main__":
    main()

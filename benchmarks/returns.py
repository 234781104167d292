"""`python -m benchmarks.returns`: rates of 5,000 positions of 140 flows, beside the bare library on the same arrays.

Screened, netted by day and checked, within 3 times of it; and the returns of a bank rescue of 900 institutions, whose
floor is the database's own sum of its 9,000 entries.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

POSITIONS, FLOWS, TIMES = 5_000, 140, 5


def best(work: Callable[[], object]) -> float:
    """The least seconds of processor of several runs."""
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def show(what: str, ours: float, floor: float, floor_is: str) -> None:
    print(f"| {what} | {ours:.2f} s | {floor:.2f} s | {ours / floor:.1f} | {floor_is} |", flush=True)


def of_rates() -> tuple[float, float]:
    """The seconds of ours and of the bare library: thirty purchases, then 110 receipts, on days of thirty years."""
    from pyxirr import xirr

    from portfolio.calculations.internal_rate import rates

    chance = np.random.default_rng(20260618)
    day = np.sort(chance.integers(9_131, 20_088, (POSITIONS, FLOWS)), axis=1)
    amount = chance.uniform(1, 100, (POSITIONS, FLOWS))
    amount[:, :30] *= -3
    dates = day.astype("datetime64[D]")
    flows = list(zip(day, amount, strict=True))
    bare = [xirr(dates[one], amount[one]) for one in range(POSITIONS)]
    found = rates(flows)
    assert max(abs(one.rate - other) for one, other in zip(found, bare, strict=True) if one.rate is not None) < 1e-8
    assert all(one.rate is not None for one in found)
    return best(lambda: rates(flows)), best(lambda: [xirr(dates[one], amount[one]) for one in range(POSITIONS)])


def of_the_rescue() -> None:
    """In a database of its own, with the file imported."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import bank_rescue
    from portfolio.imports.mapping import Mapping
    from portfolio.imports.preview import read, write
    from portfolio.positions.filters import Filters
    from portfolio.reports import returns_by_month
    from portfolio.reports.returns import answer
    from record.calculations.as_of import AsOf
    from record.models import Recording

    call_command("migrate", verbosity=0)
    bank_rescue.make_banks()
    reading = read("transactions", bank_rescue.a_file(), Mapping())
    write(reading, expected=None, why="a benchmark", today=date(2026, 6, 18), by_name="bench")
    last = Recording.objects.order_by("-serial").first()
    assert last is not None
    at = AsOf(date(2026, 6, 18), last.moment, last.serial)

    def summed() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT investment_id, kind, sum(amount) FROM portfolio_transaction GROUP BY 1, 2")
            cursor.fetchall()

    floor = best(summed)
    show(
        "returns of 900 banks, 9,000 entries",
        best(lambda: answer(at, Filters())),
        floor,
        "sum by award and kind; promised are 5 s",
    )
    months = {line.on for line in returns_by_month.answer(at, Filters()).lines}

    def every_month() -> None:
        for line in returns_by_month.answer(at, Filters()).lines:
            for column in returns_by_month.COLUMNS:
                column.shown(line)

    show(
        f"the same by month, {len(months)} months, agency, program and all",
        best(every_month),
        floor,
        "with every figure of the table; promised are 5 s",
    )


def main() -> None:
    print("| what | ours | floor | ratio | the floor is |\n|---|---|---|---|---|", flush=True)
    show(f"XIRR of {POSITIONS:,} positions × {FLOWS} flows", *of_rates(), "pyxirr alone")
    with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as folder:
        (Path(folder) / "var" / "static").mkdir(parents=True)
        asked = {"DJANGO_SETTINGS_MODULE": "tests.settings", "VAR_DIR": f"{folder}/var", "DEBUG": "false"}
        os.environ.update(asked)
        os.environ.pop("DATABASE_URL", None)
        of_the_rescue()


if __name__ == "__main__":
    main()

"""The projection: 1,000 phases x 10,000 draws x 25 years with shared factors, against the straightforward loop.

Run by itself: `python -m benchmarks.projection`. The loop is kept here as the reference: the same model, draw by draw
and month by month, with a generator of its own. It is timed on a part and its row count is stated; both must agree
within sampling error.
"""

import json
import math
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import NormalDist

import numpy as np

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.draws import Draws
from projects.calculations.estimates import Estimate, Size
from projects.calculations.lead_times import LeadTime
from projects.calculations.months import Horizon, position_of, span_of
from projects.calculations.phases import Odds, Phase, Start
from projects.calculations.projection import project
from projects.calculations.ramp_up import Curve, monthly_shares
from projects.calculations.tallies import tally
from record.calculations.partial_dates import PartialDate

PHASES, DRAWS, YEARS = 1_000, 10_000, 25
LOOP_PHASES, LOOP_DRAWS = 100, 1_000
PROMISED_SECONDS, PROMISED_MEGABYTES, PROMISED_RATIO = 2.5, 300, 50
PROMISED_ESTIMATES, PROMISED_ESTIMATES_MEGABYTES = 1.5, 400
HORIZON = Horizon.years(2026, YEARS, date(2026, 6, 18))
MIXTURE = (
    (Curve("S1", 100.5, 3.8, 1.1), 0.3),
    (Curve("S2", 95.5, 5.6, 0.95), 0.3),
    (Curve("S3", 87.0, 8.6, 1.0), 0.27),
    (Curve("S4", 59.0, 10.0, 0.95), 0.13),
)
ODDS = (
    Odds(0.15, 48, 0.715),
    Odds(0.25, 36, 0.765),
    Odds(0.45, 24, 0.857),
    Odds(0.6, 15, 0.908),
    Odds(0.88, 9, 0.765),
    Odds(0.95, 4, 1.031),
    Odds(0.97),
    Odds(0.98, yearly=True),
)
SEED = 20260618


def make_phases(count: int = PHASES) -> list[Phase]:
    """Phases of every stage on 20 minerals, 10 programs and up to 180 lines; one in five has no chosen curve."""
    chance = random.Random(SEED)
    result = []
    for number in range(count):
        mineral = f"mineral {chance.randrange(20)}"
        stage = f"stage {chance.randrange(3)}"
        standing = chance.choice(["domestic", "domestic", "domestic", "partner", "other"])
        due = chance.choice(["{}", "{}-Q3", "{}-02"]).format(chance.randrange(2026, 2034))
        start = Start(f"start {number}", PartialDate.parse(due), False, mineral, f"program {chance.randrange(10)}")
        curve = None if chance.random() < 0.2 else chance.choice(MIXTURE)[0]
        added = Decimal(chance.randrange(100, 50_000))
        result.append(Phase(f"phase {number}", (mineral, stage, standing), added, start, chance.choice(ODDS), curve))
    return result


def with_estimates(phases: Sequence[Phase]) -> list[Phase]:
    """Four phases in ten with a gap filled, about as in the public record: a start, a size of class B, or both."""
    lead = LeadTime(position_of(HORIZON.as_of) - 6, 40, 0.6)
    result = []
    for number, phase in enumerate(phases):
        gap = number % 10
        if gap in (0, 1):
            amount = float(phase.added or 0)
            size = Size(Distribution(Shape.UNIFORM, low=amount, high=1.3 * amount))
            phase = replace(phase, added=None, estimate=Estimate(size=size, lead=lead if gap else None))
        if gap in (1, 2, 3):
            estimate = phase.estimate or Estimate(lead=lead)
            phase = replace(phase, start=replace(phase.start, due=None), estimate=estimate)
        result.append(phase)
    return result


def loop(phases: Sequence[Phase], draws: int) -> dict[tuple[str, ...], list[list[float]]]:
    """Output by line, draw and year: every draw, every phase, every month, one after the other."""
    chance = random.Random(1)
    normal = NormalDist()
    ramps = {curve: monthly_shares(curve, 12 * YEARS) for curve, _ in MIXTURE}
    root, own = math.sqrt(0.2), math.sqrt(0.6)
    now = position_of(HORIZON.as_of)
    sums = {phase.line: [[0.0] * YEARS for _ in range(draws)] for phase in phases}
    for draw in range(draws):
        shared: dict[str, float] = defaultdict(lambda: chance.gauss(0, 1))
        for phase in phases:
            odds, start = phase.odds, phase.start
            if odds is None or start.due is None or phase.added is None:
                continue
            factor = root * shared["m" + start.mineral] + root * shared["g" + start.group]
            probability = normal.cdf(factor + own * chance.gauss(0, 1))
            slip = odds.slip_months(factor + own * chance.gauss(0, 1))
            if not odds.yearly and probability >= odds.success_share:
                continue
            first, length = span_of(start.due)
            begins = math.floor(max(now, first + length * chance.random() + slip))
            ramp = ramps[phase.curve or chance.choices([one for one, _ in MIXTURE], [share for _, share in MIXTURE])[0]]
            ends = HORIZON.end_month
            if odds.yearly:
                survived = math.floor(math.log(max(probability, 1e-300)) / math.log(odds.success_share))
                ends = min(ends, begins + 12 * survived)
            monthly = float(phase.added * phase.utilisation) / 12
            row = sums[phase.line][draw]
            for month in range(begins, ends):
                row[(month - HORIZON.first_month) // 12] += monthly * ramp[month - begins]
    return sums


def percentiles(sums: dict[tuple[str, ...], list[list[float]]]) -> dict[tuple[str, ...], list[list[float]]]:
    """P10, P50, P90 and mean by line and year, as the loop would: sort, and take between the two ranks around."""
    result = {}
    for line, rows in sums.items():
        result[line] = []
        for year in range(YEARS):
            ordered = sorted(row[year] for row in rows)
            places = [share * (len(ordered) - 1) for share in (0.1, 0.5, 0.9)]
            low = [ordered[int(place)] for place in places]
            high = [ordered[min(int(place) + 1, len(ordered) - 1)] for place in places]
            between = [a + (b - a) * (place % 1) for a, b, place in zip(low, high, places, strict=True)]
            result[line].append([*between, sum(ordered) / len(ordered)])
    return result


def largest_gap(phases: Sequence[Phase], sums: dict[tuple[str, ...], list[list[float]]]) -> float:
    """How far the means of the loop and of the projection lie apart at most, in standard errors of their difference."""
    ours = tally(phases, HORIZON, Draws(SEED, DRAWS, mixture=MIXTURE), range(DRAWS)).sums
    worst = 0.0
    for line, rows in sums.items():
        theirs = np.array(rows)
        mine = ours[line] / 10**6
        error = np.sqrt(theirs.var(axis=0) / len(theirs) + mine.var(axis=0) / len(mine))
        gap = np.abs(theirs.mean(axis=0) - mine.mean(axis=0))
        worst = max(worst, float((gap[error > 0] / error[error > 0]).max(initial=0.0)))
    return worst


def once(workers: int = 2, *, estimates: bool = False) -> dict[str, float]:
    """Seconds and peak megabytes of one projection in this process."""
    import resource

    phases = with_estimates(make_phases()) if estimates else make_phases()
    draws = Draws(SEED, DRAWS, mixture=MIXTURE)
    before, processor = time.perf_counter(), time.process_time()
    found = project(phases, HORIZON, draws, workers=workers)
    seconds, cpu = time.perf_counter() - before, time.process_time() - processor
    assert len(found.by_phase.keys() | found.phases_estimated.keys()) == PHASES
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024**2 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "cpu_seconds": cpu, "megabytes": megabytes, "lines": len(found.by_line)}


def best_of(runs: int, *options: str) -> dict[str, float]:
    """The quickest of some projections, each in a process of its own, with the most memory that any of them took."""
    command = [sys.executable, "-m", "benchmarks.projection", "--once", *options]
    results = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs)
    ]
    best: dict[str, float] = min(results, key=lambda one: one["cpu_seconds"])
    return best | {"megabytes": max(one["megabytes"] for one in results)}


def measure(runs: int = 3) -> dict[str, float]:
    """The best of some projections, each in a process of its own, and the loop on a part of the work in this one."""
    best, both = best_of(runs), best_of(runs, "--estimates")
    phases = make_phases()[:LOOP_PHASES]
    before, processor = time.perf_counter(), time.process_time()
    sums = loop(phases, LOOP_DRAWS)
    percentiles(sums)
    loop_seconds, loop_cpu = time.perf_counter() - before, time.process_time() - processor
    scale = PHASES * DRAWS / (LOOP_PHASES * LOOP_DRAWS)
    return best | {
        "estimates_ratio": both["cpu_seconds"] / best["cpu_seconds"],
        "estimates_megabytes": both["megabytes"],
        "loop_seconds": loop_seconds * scale,
        "ratio": loop_seconds * scale / best["seconds"],
        "cpu_ratio": loop_cpu * scale / best["cpu_seconds"],
        "gap_in_standard_errors": largest_gap(phases, sums),
    }


def main() -> None:
    if "--once" in sys.argv:
        print(json.dumps(once(estimates="--estimates" in sys.argv)))
        return
    found = measure()
    print(
        f"projection: {PHASES:,} phases x {DRAWS:,} draws x {YEARS} years, {found['lines']:.0f} lines, 2 threads: "
        f"{found['seconds']:.2f} s (promised {PROMISED_SECONDS}), {found['megabytes']:.0f} MB (promised "
        f"{PROMISED_MEGABYTES}); {found['cpu_seconds']:.2f} s of processor time"
    )
    print(
        f"facts and estimates both, four phases in ten with estimates: {found['estimates_ratio']:.2f} times the "
        f"processor time of facts alone (promised {PROMISED_ESTIMATES}), {found['estimates_megabytes']:.0f} MB "
        f"(promised {PROMISED_ESTIMATES_MEGABYTES})"
    )
    print(
        f"straightforward loop on {LOOP_PHASES} phases x {LOOP_DRAWS:,} draws, scaled to the same work: "
        f"{found['loop_seconds']:.0f} s, {found['ratio']:.0f} times as long (promised {PROMISED_RATIO}), "
        f"{found['cpu_ratio']:.0f} times the processor time; "
        f"means apart by {found['gap_in_standard_errors']:.1f} standard errors at most"
    )


if __name__ == "__main__":
    main()

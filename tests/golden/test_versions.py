"""Whoever changes a byte of a report's CSV raises its version, so that a kept answer is known to be of other rules.

After a wanted change: raise `version` in the report's Definition, then WRITE_GOLDEN=1 pytest tests/golden
"""

import csv
import os
from hashlib import sha256
from pathlib import Path

from portfolio.reports import REPORTS

GOLDENS = Path(__file__).parent / "files"
WRITTEN = Path(__file__).parent / "versions.csv"


def written() -> dict[str, tuple[int, str]]:
    """Report → its version and the SHA-256 of its golden, as they were written down."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        return {row["report"]: (int(row["version"]), row["sha256"]) for row in csv.DictReader(file)}


def test_a_report_of_other_bytes_has_a_version_of_its_own():
    before = written()
    now = {
        name: (one.version, sha256((GOLDENS / f"{name}.csv").read_bytes()).hexdigest())
        for name, one in sorted(REPORTS.items())
    }
    changed = {name for name in now.keys() & before.keys() if now[name][1] != before[name][1]}
    assert {name for name in changed if now[name][0] <= before[name][0]} == set(), "raise the version of each"
    if os.environ.get("WRITE_GOLDEN"):
        rows = [("report", "version", "sha256"), *((name, *told) for name, told in now.items())]
        with WRITTEN.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    assert written() == now

"""Every report over one small book, byte for byte, and no two neighbours of its columns can change places unseen.

To write the goldens anew after a wanted change: WRITE_GOLDEN=1 pytest tests/golden
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction

from portfolio.reports import REPORTS
from portfolio.reports.base import Report
from tests.cast import now
from tests.golden.book_of_every_report import make_book, still_clock
from tests.golden.numbers import number_each_table_from_elsewhere
from tests.portfolio.reports.answers import ask, csv_bytes

pytestmark = pytest.mark.long

FOLDER = Path(__file__).parent / "files"

NAMED = ("statement", "evidence", "waiver", "claim", "condition", "change", "action")
NUMBER = re.compile("|".join([r"^\d+$", *(rf"(?<=\b{name}: )\d+" for name in NAMED)]))
OF_A_FORM = re.compile(r"(?<=[?=/])\d+")
ALIKE = {
    ("capacity", "host_limit", "host_flag_facts"): "no phase of the book is a by-product of another",
    ("capacity", "host_flag_facts", "host_flag_estimated"): "no phase of the book is a by-product of another",
    ("figure-changes", "after_usd", "moved_usd"): "no figure of the book stood thirty days before",
    ("figure-changes", "after_quantity", "moved_quantity"): "no figure of the book stood thirty days before",
    ("figure-changes", "mineral", "stage"): "the book has no run of thirty days before, so no line of output",
    ("figure-changes", "stage", "year"): "the book has no run of thirty days before, so no line of output",
    ("price-floors", "phases", "phases_known"): "a floor of the book is of one phase, which is drawn, or of none",
}
"""Report and two neighbours that say the same in every row of the book, and why they do."""


@pytest.fixture(scope="module")
def reports(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, Report]]:
    """Every report of the book, written once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic(), still_clock():
        number_each_table_from_elsewhere()
        make_book()
        at = now()
        found = {name: ask(name, at) for name in REPORTS}
        yield found | {
            "capacity-runs": numbered_anew(found["capacity-runs"]),
            "audit-trail": without_numbers(found["audit-trail"]),
            "what-to-find-out": without_numbers_of_forms(found["what-to-find-out"]),
        }
        transaction.set_rollback(True)


def numbered_anew(runs: Report) -> Report:
    """The runs numbered from 1: a database that wrote others before goes on from its last number."""
    run, *others = runs.columns
    numbers = {number: place for place, number in enumerate(sorted(map(run.value, runs.lines)), start=1)}
    return replace(runs, columns=(replace(run, value=lambda line: numbers[run.value(line)]), *others))


def without_numbers_of_forms(unknown: Report) -> Report:
    """The forms that record a fact, the database's own numbers in their addresses left out."""
    columns = tuple(
        replace(column, value=lambda line, value=column.value: OF_A_FORM.sub("#", value(line) or "") or None)
        if column.name == "record_at"
        else column
        for column in unknown.columns
    )
    return replace(unknown, columns=columns)


def without_numbers(trail: Report) -> Report:
    """What was written under recordings, the database's own numbers of rows left out; a right has its own moment."""
    recording = next(column for column in trail.columns if column.name == "recording")
    columns = tuple(
        replace(column, value=lambda line, value=column.value: NUMBER.sub("#", value(line) or ""))
        if column.name in ("row", "row_after")
        else column
        for column in trail.columns
    )
    return replace(trail, columns=columns, lines=[line for line in trail.lines if recording.value(line) is not None])


@pytest.fixture(params=sorted(REPORTS))
def report(request: pytest.FixtureRequest, reports: dict[str, Report], db: None) -> Report:
    return reports[request.param]


def golden(report: Report) -> Path:
    return FOLDER / f"{report.name}.csv"


def test_a_report_of_the_book_is_these_bytes(report: Report):
    found = csv_bytes(report)
    if os.environ.get("WRITE_GOLDEN"):
        golden(report).write_bytes(found)
    assert found == golden(report).read_bytes()


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_has_a_golden_with_a_row(name: str):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file))


def swapped(report: Report, place: int) -> Report:
    """The report with the values of a column and its neighbour exchanged, under headings that stay."""
    columns = list(report.columns)
    one, other = columns[place], columns[place + 1]
    columns[place], columns[place + 1] = replace(one, value=other.value), replace(other, value=one.value)
    return replace(report, columns=tuple(columns))


def swapped_bytes(report: Report, place: int) -> bytes | None:
    """None where a column can't even write what its neighbour says: that is noticed too."""
    try:
        return csv_bytes(swapped(report, place))
    except (TypeError, ValueError, AttributeError, ArithmeticError):
        return None


def test_two_neighbours_that_change_places_are_noticed(report: Report):
    expected = golden(report).read_bytes()
    rows = list(csv.DictReader(io.StringIO(expected.decode(), newline="")))
    alike = set()
    for place, (one, other) in enumerate(pairwise(column.name for column in report.columns)):
        if any(row[one] != row[other] for row in rows):
            assert swapped_bytes(report, place) != expected, (one, other)
        else:
            alike.add((report.name, one, other))
    assert alike == {pair for pair in ALIKE if pair[0] == report.name}

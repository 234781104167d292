"""One bad row hurts nobody: whatever a numeric column holds, every page, report, file and API answer opens."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

from portfolio.calculations import position
from portfolio.models import Capitalization, Deal
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Unknown
from portfolio.services import capacity
from projects.models import Project
from record.calculations.once import one_answer
from record.models import RecordedTable
from tests.cast import TODAY, Cast, now
from tests.desk import sign_in, words

from .book import tables
from .opened import PAGES, admin_pages, broken, made_once, opened, report_addresses
from .poison import Poison, poisons, write
from .poison_copies import COPIED, OF_A_RUN, POISONED, figures, poisons_of_copies, write_copies
from .unconstrained import without_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PROJECTION = "the projection"
DRAWS = 200
OF_RUNS = [name for name, one in REPORTS.items() if "run" in one.filters]
"""Reports that answer for a run by its number."""
ADDED_UP = {
    "money-by-year", "returns", "returns-by-month", "production-gains", "production-output", "supply-chain",
    "cost-per-tonne", "contributions", "what-to-find-out", "capacity-drivers", "demand-shares", "dependence",
}  # fmt: skip
"""Reports with sums over all awards, over an agency's or over a mineral's: those of the poisons are among them."""
OF_THE_POISONS = {"DOE", "all", "li"}
"""The agency, the whole and the mineral that every poison belongs to: a sum of one of these may be another one."""
OF_EVERYTHING = {"audit-readiness", "audit-sample", "capacity-changes", "partners", "sources", "who-may-what"}
"""Reports of which a row counts what is on record or was read, or compares the runs before and after."""


def probe(client: Client, addresses: Sequence[str]) -> dict[str, str]:
    """What breaks: the projection first, then every address."""
    found = {}
    try:
        capacity.run(now(), draws=DRAWS)
    except Exception as error:  # noqa: BLE001 told by the test that asked
        found[PROJECTION] = f"{type(error).__name__}: {error}"[:300]
    return found | broken(client, [one for one in addresses if one != PROJECTION], as_of=TODAY)


def guilty(client: Client, of: Sequence[Poison], address: str) -> list[Poison]:
    """The poisons that break an address each by itself, found by halves."""
    with transaction.atomic():
        write(of)
        is_broken = bool(probe(client, [address.partition("?")[0]]))
        transaction.set_rollback(True)
    if not is_broken:
        return []
    if len(of) == 1:
        return list(of)
    half = len(of) // 2
    found = guilty(client, of[:half], address)
    return found or guilty(client, of[half:], address)


def rows_of(client: Client, name: str) -> Counter[tuple[str, ...]]:
    body = opened(client, f"/reports/{name}.csv", as_of=TODAY).body.decode()
    return Counter(tuple(row) for row in csv.reader(io.StringIO(body, newline="")))


def rows_of_reports(client: Client) -> dict[str, Counter[tuple[str, ...]]]:
    with one_answer():
        return {name: rows_of(client, name) for name in set(REPORTS) - OF_EVERYTHING}


@pytest.fixture
def client(whole_book: Cast) -> Client:
    return sign_in(whole_book.people["manager"])


def test_whatever_a_numeric_column_holds_everything_opens_and_the_rest_stands(client: Client, whole_book: Cast) -> None:
    """Every report in every spelling, every page; the rows of all that is not poisoned are the same to the letter."""
    of = poisons()
    assert len(of) > 150
    capacity.run(now(), draws=DRAWS)
    before = rows_of_reports(client)
    with without_constraints(), transaction.atomic():
        write(of)
        with made_once():
            wrong = probe(client, [*PAGES, *report_addresses()])
            wrong |= by_turns({person: sign_in(whole_book.people[person]) for person in ("officer", "auditor")})
            after = {} if wrong else rows_of_reports(client)
            said = reasons()
        transaction.set_rollback(True)
        told = named(client, of, wrong)
    assert not wrong, told
    lost = {name: list((rows - after[name]).elements()) for name, rows in before.items()}
    for name in ADDED_UP:
        lost[name] = [row for row in lost[name] if not OF_THE_POISONS & set(row)]
    assert not {name: rows[:2] for name, rows in lost.items() if rows}
    assert not [one for one in said if not one.strip() or "Error" in one or "Decimal" in one]
    assert any("shares outstanding are no count to divide by" in one for one in said)


def by_turns(clients: dict[str, Client]) -> dict[str, str]:
    """What breaks of the pages for the officer and the auditor: each its desk and every other page."""
    pages = [*PAGES, *(f"/reports/{name}/" for name in REPORTS)]
    shares = {"officer": pages[::2], "auditor": pages[1::2]}
    return {
        name: told
        for person, share in shares.items()
        for name, told in broken(clients[person], {"/desk/", *share}, as_of=TODAY).items()
    }


def reasons() -> set[str]:
    """Why cells are unknown, in every report."""
    reports = [definition.report(at=now(), filters=Filters()) for definition in REPORTS.values()]
    shown = (column.shown(line) for report in reports for line in report.lines for column in report.columns)
    return {cell.reason for cell in shown if isinstance(cell, Unknown)}


@pytest.mark.parametrize(("poison", "report", "column", "reason"), [
    (Poison(Capitalization, "basic_shares", Decimal(0)), "stakes", "basic_share",
     "0.000000 shares outstanding are no count to divide by. Give a positive one, or none."),
], ids=str)  # fmt: skip
def test_the_one_figure_is_unknown_with_its_reason(
    client: Client, poison: Poison, report: str, column: str, reason: str
) -> None:
    """And every other row of the report says what it said."""
    asked = next(one for one in REPORTS[report].columns if one.name == column)
    before = rows_of(client, report)
    with without_constraints(), transaction.atomic():
        (world,) = write([poison])
        lines = REPORTS[report].report(at=now(), filters=Filters(company=world.name)).lines
        cells = [cell for line in lines if (cell := asked.shown(line)) is not None]
        page = words(client.get(f"/reports/{report}/", {"as_of": TODAY, "company": world.name}))
        lost = before - rows_of(client, report)
        transaction.set_rollback(True)
    assert cells
    assert all(isinstance(cell, Unknown) and reason in cell.reason for cell in cells), cells
    assert reason.rstrip(".") in page
    assert not lost


def test_whatever_a_stored_run_an_estimate_or_a_job_holds_everything_opens(client: Client, whole_book: Cast) -> None:
    of = poisons_of_copies()
    assert {poison.model for poison in of} == {*COPIED, *OF_A_RUN}
    assert OF_RUNS
    with without_constraints(), transaction.atomic():
        run = write_copies(of)
        wrong = probe(client, [*PAGES, *report_addresses(["/"])])
        wrong |= broken(client, [f"/reports/{name}/" for name in OF_RUNS], as_of=TODAY, run=run)
        wrong |= broken(sign_in(whole_book.people["officer"]), admin_pages())
        transaction.set_rollback(True)
    assert not wrong, wrong


def test_every_table_with_a_figure_is_poisoned(whole_book: Cast) -> None:
    """But for the counts of which a recording is hashed: they stand on no page, and test_tampering changes them."""
    assert {model for model in tables() if figures(model)} - {RecordedTable} <= POISONED


def test_what_breaks_a_page_is_found_by_its_column(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share of no shares is made an error that no cell takes: the column with the 0 is named, and no other."""

    def fails(shares: Decimal, count: Decimal | None) -> Decimal | None:
        if count == 0:
            raise LookupError("no share count")
        return count and shares / count

    monkeypatch.setattr(position, "_over", fails)
    guilt = Poison(Capitalization, "basic_shares", Decimal(0))
    of = [Poison(Deal, "headline", Decimal(0)), guilt, Poison(Project, "latitude", None)]
    with without_constraints():
        assert guilty(client, of, "/reports/stakes/") == [guilt]
        assert f"by {guilt}" in named(client, of, {"/reports/stakes/": "500"})


def named(client: Client, of: Sequence[Poison], wrong: dict[str, str]) -> str:
    """What broke, each with the column that broke it."""
    lines = []
    for address, told in list(wrong.items())[:12]:
        lines.append(f"{address}: {told}\n  by {', '.join(map(str, guilty(client, of, address))) or 'several'}")
    return "\n".join(lines)

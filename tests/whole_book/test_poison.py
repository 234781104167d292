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
from portfolio.reports import REPORTS
from portfolio.services import capacity
from projects.models import Project
from record.calculations.once import one_answer
from tests.cast import TODAY, Cast, now
from tests.desk import sign_in

from .book import tables
from .opened import PAGES, admin_pages, broken, entity_pages, made_once, opened, report_addresses
from .poison import Poison, poisons, write
from .poison_copies import COPIED, OF_A_RUN, POISONED, figures, poisons_of_copies, write_copies
from .unconstrained import without_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PROJECTION = "the projection"
OF_RUNS = [name for name, one in REPORTS.items() if "run" in one.filters]
"""Reports that answer for a run by its number."""
ONE_PAGE_IN = 12
"""Of hundreds of pages of one thing each, alike in their kind, one in so many: all of them take ten minutes."""
ADDED_UP = {
    "exposure", "investments", "money-by-year", "programs", "slippage", "sources", "production-gains", "supply-chain",
    "cost-per-tonne", "capacity-drivers", "capacity-runs", "capacity-changes", "capacity", "contributions",
    "what-to-find-out", "demand-shares", "dependence", "audit-readiness", "group-splits", "returns", "returns-by-month",
    "price-floors", "partners", "partner-output",
}  # fmt: skip
"""Reports of which a row may hold what the poisons add: that they open is asked, and not what their rows say."""


def probe(client: Client, addresses: Sequence[str]) -> dict[str, str]:
    """What breaks: the projection first, then every address."""
    found = {}
    try:
        capacity.run(now(), draws=200)
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


def rows_of_others(client: Client) -> dict[str, Counter[tuple[str, ...]]]:
    with one_answer():
        return {name: rows_of(client, name) for name in set(REPORTS) - ADDED_UP}


@pytest.fixture
def client(whole_book: Cast) -> Client:
    return sign_in(whole_book.people["manager"])


def test_whatever_a_numeric_column_holds_the_rows_of_the_rest_stand(client: Client) -> None:
    of = poisons()
    assert len(of) > 150
    before = rows_of_others(client)
    with without_constraints(), transaction.atomic():
        write(of)
        wrong = probe(client, [*PAGES, *report_addresses(["/"])])
        after = {} if wrong else rows_of_others(client)
        transaction.set_rollback(True)
        told = named(client, of, wrong)
    assert not wrong, told
    lost = {name: list((rows - after[name]).elements())[:2] for name, rows in before.items()}
    assert not {name: rows for name, rows in lost.items() if rows}


@pytest.mark.parametrize("of_things", [False, True], ids=["reports in every spelling", "pages of one thing each"])
def test_whatever_a_numeric_column_holds_everything_opens(client: Client, of_things: bool) -> None:
    of = poisons()
    with without_constraints(), transaction.atomic():
        write(of)
        pages = [page for page in entity_pages() if "poison-" in page]
        with made_once():
            wrong = probe(client, pages[::ONE_PAGE_IN] if of_things else report_addresses())
        transaction.set_rollback(True)
        told = named(client, of, wrong)
    assert not wrong, told


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
    assert {model for model in tables() if figures(model)} <= POISONED


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

"""Each figure of the briefing and of the sheets leads to the rows that make it: their number, or what they add up to.

"Known for k of n" leads to the rows that are missing. Every link is opened, by each role that reads.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from portfolio.pages.sheet_scope import SCOPES
from record.calculations.once import one_answer
from tests.cast import make_people
from tests.desk import sign_in

pytestmark = pytest.mark.long
ASKED = "as_of=2026-10-08"
SHEETS = {
    "agency": "dow", "program": "dow-osc", "company": "mp", "project": "thacker-pass", "mineral": "li",
    "state": "nevada", "country": "au",
}  # fmt: skip
"""A thing of each kind with much on record."""
LINK = re.compile(
    r'<a class="quoted" href="([^"]*)" data-report="([^"]*)" data-column="([^"]*)" data-filter="[^"]*"'
    r' data-value="([^"]*)" title="([^"]*)">([^<]*)</a>'
)
OF_ROWS = {"production-gains", "demand-shares", "supply-chain"}
"""Their rows are stages and years, of which no sum is told."""
PRODUCED = {"magnet": "2030", "ndpr": "2030", "li": "2035", "reo": "2035", "sb": "2028"}
"""A mineral of each kind of answer, with a year: a range, odds, moved by estimates, several stages, most draws none."""
READERS = ("manager", "officer", "auditor")


@pytest.fixture
def readers(october, db) -> Iterator[dict[str, Client]]:
    """Who reads, by role; the record of the day is read once for all of their pages."""
    people = make_people()
    with one_answer():
        yield {role: sign_in(people[role]) for role in READERS}


def figures(reader: Client, address: str) -> list[tuple[str, ...]]:
    """Of each figure of the page: address, report, column, exact value, hint and words."""
    page = reader.get(address)
    assert page.status_code == 200
    return [tuple(map(html.unescape, found)) for found in LINK.findall(page.content.decode())]


def answer(reader: Client, address: str) -> Mapping[str, Any]:
    """The report at that address, as JSON."""
    path, _, asked = address.partition("?")
    return json.loads(b"".join(reader.get(f"{path.rstrip('/')}.json?{asked}").streaming_content))


def rows_of_page(reader: Client, address: str) -> str:
    """What the page at that address says of how many rows it has."""
    page = reader.get(address)
    assert page.status_code == 200, address
    return page.content.decode().partition('class="pager">')[2][:60]


def fault(reader: Client, figure: Sequence[str]) -> str:
    """In what the rows to which a figure leads differ from it; empty where they make it."""
    address, report, column, exact, _, text = figure
    found = answer(reader, address)
    if not column:
        number = len(found["rows"])
        return "" if number == int(exact) else f"{text}: {number} rows at {address}, not {exact}"
    cells = [Decimal(row[column]) for row in found["rows"] if row[column] is not None]
    totals = [Decimal(one["values"][column]) for one in found["totals"] if one["values"].get(column) is not None]
    if report in OF_ROWS:
        return "" if Decimal(exact) in cells else f"{text}: {exact} is in no row at {address}"
    sums = [sum(cells, Decimal(0)), *totals]
    return "" if Decimal(exact) in sums else f"{text}: {sums} at {address}, not {exact}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", *SCOPES])
def test_each_figure_leads_to_the_rows_that_make_it(readers, kind):
    address = f"/sheets/{kind}/{SHEETS[kind]}/?{ASKED}" if kind else f"/?{ASKED}"
    of_each = {role: figures(reader, address) for role, reader in readers.items()}
    assert len(set(map(tuple, of_each.values()))) == 1, "all read the same"
    for role in ("manager",) if kind else READERS:
        assert len(of_each[role]) >= 5
        assert [said for one in dict.fromkeys(of_each[role]) if (said := fault(readers[role], one))] == []


@pytest.mark.slow
def test_each_figure_leads_to_a_page_of_these_rows_whoever_reads(readers):
    for role, reader in readers.items():
        for address in {one[0]: None for one in figures(reader, f"/?{ASKED}")}:
            number = len(answer(readers["manager"], address)["rows"])
            assert (f"of {number}" if number else "No rows") in rows_of_page(reader, address), (role, address)


@pytest.mark.slow
@pytest.mark.parametrize("mineral", PRODUCED)
def test_each_figure_of_what_a_mineral_will_be_is_a_cell_of_its_rows(readers, mineral):
    address = f"/production/?{ASKED}&mineral={mineral}&year={PRODUCED[mineral]}"
    of_each = {role: figures(reader, address) for role, reader in readers.items()}
    assert len(set(map(tuple, of_each.values()))) == 1, "all read the same"
    found = dict.fromkeys(of_each["manager"])
    assert len(found) >= 2
    assert [said for one in found if (said := fault(readers["manager"], one))] == []


@pytest.mark.parametrize(("address", "least"), [("/programs/", 6), ("/programs/dow-osc/", 2), ("/partners/", 4)])
def test_each_figure_of_programs_and_partners_leads_to_the_rows_that_make_it(readers, address, least):
    found = figures(readers["manager"], f"{address}?{ASKED}")
    assert len(found) >= least
    assert [said for one in dict.fromkeys(found) if (said := fault(readers["manager"], one))] == []


def test_known_for_some_leads_to_those_that_are_missing(readers):
    """As in "known for 10 of 59 awards": 49 rows, in each of which the figure is unknown."""
    found = figures(readers["manager"], f"/?{ASKED}")
    parts = [
        (one, re.search(r"(?:known|published) for (\d+) of (\d+)|(\d+) of (\d+) (?:holdings )?p", one[-1]))
        for one in found
    ]
    said = {one: [int(number) for number in match.groups() if number] for one, match in parts if match}
    assert len(said) >= 4
    for (_, _, _, exact, hint, _), (known, of) in said.items():
        assert (int(exact), hint) == (of - known, f"{of - known} missing")
    missing = answer(readers["manager"], next(one[0] for one in said if "disbursed" in one[0]))
    assert {row["disbursed_usd"] for row in missing["rows"]} == {None}


def test_what_is_late_is_counted_with_what_is_overdue(readers):
    (late,) = [one for one in figures(readers["manager"], f"/?{ASKED}") if "late_or_overdue" in one[0]]
    rows = answer(readers["manager"], late[0])["rows"]
    assert {row["health"] for row in rows} == {"late", "overdue"}


def test_what_a_tile_gained_leads_to_the_rows_that_moved_it(readers):
    """As in "+$650M since Edition of June 2026": the payments that were not known or not made then, award by award."""
    moved = [one for one in figures(readers["manager"], f"/?{ASKED}") if one[1] == "figure-changes"]
    assert len(moved) >= 4
    for one in moved:
        assert fault(readers["manager"], one) == ""
        assert one[-1][0] == ("-" if one[3].startswith("-") else "+")
        rows = answer(readers["manager"], one[0])["rows"]
        assert {row["moved_figure"] for row in rows} == {re.search("moved=([a-z_]+)", one[0])[1]}
        assert all(row[one[2]] != "0" for row in rows), "no row of what stayed"

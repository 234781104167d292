"""The page of partners over both editions: the numbers that a reader counts in their files, and where money is."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from portfolio import public_record
from portfolio.pages import partners as partners_page
from portfolio.reports.quoted import Quoted
from portfolio.services import capacity
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of

EDITIONS = Path(public_record.__file__).parent / "editions"


@pytest.fixture
def on(editions, db):
    return lambda day: Recording.objects.as_of(date.fromisoformat(day), timezone.now())


def agreements(status):
    """The countries that the files of both editions name with a status."""
    found = set()
    for edition in ("2026_06", "2026_10"):
        with (EDITIONS / edition / "partner_agreements.csv").open(encoding="utf-8", newline="") as file:
            found |= {row["country"] for row in csv.DictReader(file) if row["status"] == status}
    return found


def text(sentence):
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def cells(table, name):
    column = next(one for one in table.columns if one.name == name)
    return {row.anchor: column.known(row) for row in table.lines}


def test_54_attended_17_signed_27_are_covered_and_24_only_attended(on):
    """Of the 54 that attended 17 have signed and 13 are covered; nobody else signed, and 14 members did not attend."""
    attended, signed, covered = (agreements(status) - {"EU"} for status in ("attended", "signed", "covered"))
    assert (len(attended), len(signed), len(covered)) == (54, 17, 27)
    assert (len(attended - signed - covered), signed - attended) == (24, set())
    assert text(partners_page.page(on("2026-10-08")).sentence) == (
        "54 countries and the European Union attended on 2026-02-04. As of 2026-10-08 17 countries have signed with "
        "the United States, and so has the European Union, whose plan covers 27 members; 24 only attended."
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-01", "No country had attended or signed anything on this record by 2025-10-01."),
        ("2025-12-31", "As of 2025-12-31 4 countries have signed with the United States."),
        (
            "2026-04-23",
            (
                "54 countries and the European Union attended on 2026-02-04. As of 2026-04-23 16 countries have signed "
                "with the United States; 38 only attended."
            ),
        ),
    ],
)
def test_the_sentence_is_of_the_day_asked(on, day, expected):
    """Australia, Japan, Malaysia and Thailand signed in October 2025; the Union on 24 April 2026, India in May."""
    assert text(partners_page.page(on(day)).sentence) == expected


def test_each_number_of_the_sentence_is_the_rows_of_the_report_under_its_filter(on):
    at = on("2026-10-08")
    quoted = [part for part in partners_page.page(at).sentence if isinstance(part, Quoted)]
    assert [len(rows_of(ask("partners", at, **one.narrowed))) for one in quoted] == [int(one.exact) for one in quoted]
    assert [int(one.exact) for one in quoted] == [54, 17, 27, 24]


def test_each_sum_of_a_country_is_the_sum_of_its_column_in_the_rows_it_leads_to(on):
    at = on("2026-10-08")
    active = partners_page.page(at).active
    checked = 0
    for row in active.lines:
        for column in active.columns:
            value = column.known(row)
            for part in value if isinstance(value, tuple) and row.line.code else ():
                if isinstance(part, Quoted):
                    found = [Decimal(one[part.column]) for one in rows_of(ask(part.report, at, **part.narrowed))
                             if one[part.column]]  # fmt: skip
                    assert sum(found) == Decimal(part.exact), (row.anchor, column.name)
                    checked += 1
    assert checked == 10


def test_money_abroad_stands_where_it_is_spent(on):
    """A loan of 565 million for Pela Ema in Brazil, 150 million for Balama in Mozambique, two grants in Canada."""
    active = partners_page.page(on("2026-10-08")).active
    face, committed = (
        {code: text(value) for code, value in cells(active, name).items() if value}
        for name in ("face_value_usd", "committed_usd")
    )
    assert face == {"br": "$565M", "mz": "$150M"}
    assert {code: committed[code] for code in ("ca", "gy")} == {"ca": "$30.8M", "gy": "$85.5M"}
    assert "place-not-stated" in committed


def test_syrahs_warrant_reaches_mozambique_and_louisiana_and_is_counted_as_elsewhere_too(on):
    row = next(row for row in rows_of(ask("partners", on("2026-10-08"), country="MZ")))
    assert (row["awards"], row["awards_elsewhere_too"]) == ("2", "1")


def test_output_of_one_plant_is_told_by_its_odds_and_is_never_domestic(on):
    capacity.run(on("2026-10-08"), draws=200)
    page = partners_page.page(on("2026-10-08"), 2030)
    makes = cells(page.active, "makes")["br"]
    assert "chances in 10 that it produces by 2030; if it does," in makes
    assert makes.endswith("t REO a year")
    assert any("never domestic gain" in note for note in page.active.notes)


def test_what_was_only_announced_is_a_list_of_statements_in_no_sum(on):
    statements = partners_page.page(on("2026-10-08")).statements
    column = next(one for one in statements.columns if one.name == "authority_usd")
    assert sorted(text(column.known(line)) for line in statements.lines) == [
        "$20B", "at least $1B", "at least $30B",
    ]  # fmt: skip
    assert all(line.fact.citation for line in statements.lines)
    assert partners_page.page(on("2025-10-01")).statements is None


def test_every_country_stands_once_with_money_or_folded(on):
    page = partners_page.page(on("2026-10-08"))
    shown = [row.anchor for table in (page.active, *page.folded) for row in table.lines]
    assert len(shown) == len(set(shown))
    assert set(shown) >= {code.lower() for code in agreements("attended") | agreements("signed")}
    titles = {table.title: len(table.rows) for table in page.folded}
    assert titles["Without money, sites or output: signed"] == 16
    assert titles["Without money, sites or output: under the Union's plan"] == 27


def test_china_is_of_concern_by_its_statute_and_names_its_largest_shares_of_imports(on):
    page = partners_page.page(on("2026-10-08"))
    neither = next(table for table in page.folded if table.name == "rest-neither")
    assert cells(neither, "concern_statute")["cn"] == "10 U.S.C. 4872"
    assert cells(neither, "import_shares")["cn"].endswith("more forms")

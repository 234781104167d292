"""Page, CSV, XLSX and JSON of every report say the same, and its totals are the sum of its rows."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from portfolio.calculations.cash_flows import Bucket
from portfolio.calculations.kinds import Kind
from portfolio.exports.text import formatter
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Type
from portfolio.services import ledger
from record.models import Recording
from tests.cast import PASSWORD, TODAY, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, csv_bytes, json_bytes, rows_of, xlsx_rows

pytestmark = pytest.mark.long

OF_THE_CAST = ("investments", "transactions", "exposure", "stakes", "programs", "sources")


@pytest.fixture
def book(cast, officer):
    """The cast with awkward notes, a reversal and an entry of thirds."""
    grant = cast.investments["palisade-doe-grant"]
    notes = ("=1+1", "'=1+1", "-0.01", "00123", "1e5", 'a "quoted", text', "two\nlines", "\ttab", "＝全角", "🪨")
    fees = [entry(grant, Kind.FEE, "2026-01-05", "0.01", note=note) for note in notes]
    *_, last = record_entries(fees, by=officer)
    with writing(officer) as recording:
        ledger.reverse(last, reason="=entered twice", recording=recording, today=TODAY)
    return cast


def as_text(column, cell):
    """A cell of a workbook as the CSV spells it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        return formatter(column.type)(Decimal(repr(cell)) if column.type is not Type.INTEGER else int(cell))
    return cell


@pytest.mark.parametrize("name", REPORTS)
def test_csv_json_and_xlsx_have_the_same_cells(book, name):
    report = ask(name, now())
    expected = rows_of(report)
    assert expected or name not in OF_THE_CAST
    assert len(report.rows) == len(expected)
    of_json = [
        {
            column.name: as_text(column, row[column.name]) if row[column.name] is not None else ""
            for column in report.columns
        }
        for row in json.loads(json_bytes(report))["rows"]
    ]
    assert [{key: str(cell) for key, cell in row.items()} for row in of_json] == expected
    columns = {column.name: column for column in report.columns}
    of_xlsx = [{key: as_text(columns[key], cell) for key, cell in row.items()} for row in xlsx_rows(report)]
    assert of_xlsx == expected


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("name", REPORTS)
def test_the_page_has_the_rows_and_totals_of_the_file(with_and_without_cache, book, client, name):
    client.login(username="auditor", password=PASSWORD)
    at = now()
    page = client.get(f"/reports/{name}/", {"as_of": TODAY.isoformat(), "serial": at.serial})
    assert page.status_code == 200
    report = page.context["report"]
    shown = [
        {column.name: formatter(column.type)(column.known(line)) for column in report.columns}
        for line in page.context["rows"]
    ]
    assert shown == rows_of(ask(name, at))
    for _ in range(2 if with_and_without_cache == "cache on" else 1):  # written, and kept
        again = client.get(f"/reports/{name}/", {"as_of": TODAY.isoformat(), "serial": at.serial})
        assert main_of(again) == main_of(page)
        file = client.get(f"/reports/{name}.csv", {"as_of": TODAY.isoformat(), "serial": at.serial})
        assert b"".join(file.streaming_content) == csv_bytes(ask(name, at))
        of_api = client.get(f"/api/v1/reports/{name}/", {"as_of": TODAY.isoformat(), "serial": at.serial})
        assert b"".join(of_api.streaming_content) == json_bytes(
            replace(report, at=replace(report.at, known_at=Recording.objects.get(serial=at.serial).moment))
        )


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1]


def test_a_reader_sees_the_total_exposure_on_the_page(cast, client):
    client.login(username="manager", password=PASSWORD)
    text = client.get("/reports/exposure/", {"as_of": TODAY.isoformat()}).content.decode()
    # 60 of preferred, 35 outstanding and 55 undrawn of the loan, 5 undisbursed of the grant: 155 million.
    assert "155,000,000" in text
    assert "Outstanding plus undisbursed" in text


@pytest.mark.parametrize("name", REPORTS)
def test_every_total_is_the_sum_of_the_rows_below_it(book, name):
    report = ask(name, now())
    rows = rows_of(report)
    for total in report.totals:
        for column, value in total.values.items():
            known = [Decimal(row[column]) for row in belonging(total.label, rows, report) if row[column]]
            assert value == (sum(known) if known else None), (total.label, column)


OF_VALUATIONS = {
    "Securities held": lambda row: row["issuer"],
    "of it on stale closes": lambda row: row["is_stale"] == "true",
    "of it at cost": lambda row: row["value_method"] == "cost",
    "of it at level 1": lambda row: row["value_level"] == "1",
    "of it at level 2": lambda row: row["value_level"] == "2",
    "of it at level 3": lambda row: row["value_level"] == "3",
    "Loans outstanding, no fair value": lambda row: not row["issuer"],
}


def belonging(label, rows, report):
    """The rows that a line of totals is about."""
    if report.name == "transactions":
        kind = next(kind for kind in Kind if kind.label == label)
        undone = {row["reverses"] for row in rows}
        return [row for row in rows if row["kind"] == kind and row["transaction"] not in undone]
    if report.name == "valuations":
        awards = [row for row in rows if row["package_line"] == "award" and row["held_or_agreed"] == "held"]
        return [row for row in awards if OF_VALUATIONS[label](row)]
    if report.name == "cash-flows":
        return [row for row in rows if label in ("All", Bucket(row["bucket"]).label)]
    if report.name == "money-by-year" and label != "All":
        year = "" if label == "Year unknown" else label.removeprefix("FY ")
        return [row for row in rows if row["fiscal_year"] == year]
    if label in {"Announced", "Closed"}:
        return [row for row in rows if row["status"] == label.lower()]
    return rows


DRILLED = [("investments", by, by) for by in ("agency", "program", "instrument", "status")]
DRILLED += [("exposure", by, by) for by in ("agency", "program", "instrument", "status")]
DRILLED += [("transactions", by, by) for by in ("agency", "program", "instrument", "investment")]
DRILLED += [("money-by-year", by, by) for by in ("agency", "money_form")]
DRILLED += [("stakes", "agency", "holder"), ("stakes", "deal", "deal"), ("programs", "agency", "agency")]


OF_MORE = {("stakes", "agency"): ["government"], ("stakes", "deal"): ["government", "agency"]}
"""The lines of stakes that are of more than one agency or deal: what drills down to one of these has none."""


@pytest.mark.parametrize(("name", "by", "column"), DRILLED)
def test_a_total_is_the_sum_of_what_it_drills_down_to(book, name, by, column):
    whole = ask(name, now())
    rows = [row for row in rows_of(whole) if row.get("line") not in OF_MORE.get((name, by), [])]
    values = sorted({row[column] for row in rows})
    assert all(values)
    parts = [ask(name, now(), **{by: value}) for value in values]
    assert sorted(map(str, rows)) == sorted(str(row) for part in parts for row in rows_of(part))
    for total in whole.totals:
        for measure, value in total.values.items():
            found = [one.values.get(measure) for part in parts for one in part.totals if one.label == total.label]
            assert value == sum((part for part in found if part is not None), Decimal(0)), (total.label, measure)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"company": "saltwash"}, ["saltwash-doe-loan"]),
        ({"project": "saltwash-clay"}, ["saltwash-doe-loan"]),
        ({"deal": "palisade-equity"}, ["palisade-preferred", "palisade-warrant"]),
        ({"state": "NV"}, ["saltwash-doe-loan"]),
        ({"instrument": "grant"}, ["palisade-doe-grant"]),
        ({"status": "announced"}, []),
        ({"confidence": "high", "agency": "DOW"}, ["palisade-preferred", "palisade-warrant"]),
        ({"fiscal_year": 2026}, []),
        ({"program": "DOE-ATVM"}, ["saltwash-doe-loan"]),
        ({"mineral": "li"}, []),
    ],
)
def test_a_filter_narrows_to_what_it_names(cast, asked, expected):
    assert [row["investment"] for row in rows_of(ask("investments", now(), **asked))] == expected


def test_a_filter_that_a_report_does_not_know_is_refused(cast):
    narrow = replace(REPORTS["sources"], filters=("deal",))
    with pytest.raises(ValueError, match="Sources can't be narrowed by agency"):
        narrow.report(at=now(), filters=Filters(agency="DOE"))


def test_the_fiscal_year_turns_on_the_first_of_october(cast):
    years = {
        row["effective_on"]: row["fiscal_year"]
        for row in rows_of(ask("transactions", now(), investment="palisade-doe-grant"))
    }
    assert years["2025-09-30"] == "2025"
    assert years["2025-10-01"] == "2026"
    kept = rows_of(ask("transactions", now(date(2026, 6, 30)), fiscal_year=2026))
    assert [row["effective_on"] for row in kept] == ["2025-10-20", "2026-02-15", "2025-10-01"]

"""The ledger's CSV as the database writes it is the one that Python writes, byte for byte, whatever is asked."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from portfolio.calculations.kinds import Kind
from portfolio.exports import by_database
from portfolio.exports.csv import lines, pieces
from portfolio.models import Transaction
from portfolio.reports import REPORTS
from portfolio.reports.queried import LookedUp, expression_of
from portfolio.services import ledger, source_keys
from record.models import Channel, Recording
from record.models.access import Access
from record.services import sources
from record.services.recordings import open_recording
from tests.cast import TODAY, day, entry, now, record_entries, writing
from tests.desk import sign_in
from tests.portfolio.reports.answers import ask, csv_rows

NOTES = (
    "", "=1+1", "'=1+1", "''=1", "'", "-0.01", "+1", "@x", "\ttab", "\rcarriage", "lone\rreturn", "two\r\nlines",
    "two\nlines", "\\.", "\\N", 'a "quote"', '"', ",", ", \"", "＝1", "＋1", "－1", "＠x", "🪨", " leading", "1e5",
)  # fmt: skip
DATES = ("", "2025", "2025-H2", "2026-H1", "2025-Q3", "2025-Q4", "2026-Q1", "2025-09", "2025-10", "2025-12-31")


@pytest.fixture
def book(cast, officer):
    """The cast, and entries with awkward notes, dates, names and keys; a reversal, a split, a secondary source."""
    preferred, warrant, _, grant = cast.investments.values()
    record_entries([entry(grant, Kind.FEE, "2026-01-05", "0.01", note=note) for note in NOTES], by=officer)
    with writing() as recording:
        sources.add_source(
            recording=recording, slug="second", publisher="Gazette", title="Fees", published_on=day("2025-07-10"),
            read_in="A digest",
        )  # fmt: skip
        cited = sources.cite(["cast1", "second"])
    awkward = {"by_name": '=loader, "x"', "why": "fees", "channel": Channel.IMPORT, "approval": "\\.\n'@nobody"}
    with open_recording(**awkward) as recording:
        drafts = [entry(grant, Kind.FEE, on, "12345678.90", citation=cited) for on in DATES]
        found = ledger.record_all(drafts, recording=recording, today=TODAY)
        for key, of in (("older", found[0]), ('=key, "1"', found[0]), ("k2", found[1])):
            version = source_keys.version(key, of, None, is_correction=False, recording=recording)
            source_keys.record([version], recording=recording)
    held = ((preferred, "60000", "120000"), (warrant, "1500000", "3000000"))
    record_entries([entry(of, Kind.SPLIT, "2026-05-01", shares=a, shares_received=b) for of, a, b in held], by=officer)
    with writing(officer) as recording:
        ledger.reverse(found[3], reason="=entered twice", recording=recording, today=TODAY)
    return cast


def by_python(report):
    return "".join(lines(report)).encode()


def without_expression(report):
    *others, last = report.columns
    return replace(report, columns=(*others, last.of(lambda line: line.source_key)))


ASKED = [
    {"investment": "palisade-doe-grant"}, {"agency": "DOW"}, {"program": "DOE-ATVM"}, {"company": "saltwash"},
    {"fiscal_year": 2025}, {"fiscal_year": 2026, "agency": "DOE"}, {"status": "lapsed"},
]  # fmt: skip


@pytest.mark.parametrize("on", [TODAY, date(2025, 12, 31), date(2025, 1, 1)], ids=str)
def test_the_bytes_are_those_of_python_on_a_day_and_at_a_serial(book, on):
    for back in (0, 1, 2, 4):
        require_same_bytes(ask("transactions", now(on, serial=Recording.objects.last_serial() - back)))


def test_the_bytes_are_those_of_python_however_they_are_narrowed(book):
    for asked in ASKED:
        require_same_bytes(ask("transactions", now(), **asked))


def require_same_bytes(report):
    assert by_database.blocks(report) is not None
    assert b"".join(pieces(report)) == by_python(report)


def test_each_awkward_value_comes_back(book):
    report = ask("transactions", now())
    rows = csv_rows(b"".join(pieces(report)), report.columns)
    assert len(rows) == 10 + len(NOTES) + len(DATES) + 3
    assert [row["note"] for row in rows[10 : 10 + len(NOTES)]] == list(NOTES)
    dated = rows[10 + len(NOTES) : -3]
    assert [row["effective_on"] for row in dated] == list(DATES)
    years = ["", "", "", "2026", "2025", "2026", "2026", "2025", "2026", "2026"]
    assert [row["fiscal_year"] for row in dated] == years
    assert {row["recorded_by"] for row in dated} == {'=loader, "x"'}
    assert {row["control"] for row in dated} == {"\\.\n'@nobody"}
    assert {row["read_in_secondary_text"] for row in dated} == {"true"}
    assert [row["source_key"] for row in dated[:3]] == ['=key, "1"', "k2", ""]
    split, _, reversal = rows[-3:]
    assert (split["shares"], split["shares_received"]) == ("60000.000000", "120000.000000")
    assert (reversal["reverses"], reversal["amount_usd"]) == (dated[3]["transaction"], "12345678.90")


def test_a_column_without_an_expression_is_written_by_python(book):
    report = without_expression(ask("transactions", now()))
    assert by_database.blocks(report) is None
    assert b"".join(pieces(report)) == by_python(report) == b"".join(pieces(ask("transactions", now())))


def test_a_column_of_another_line_does_not_keep_the_expression():
    kind = next(column for column in REPORTS["transactions"].columns if column.name == "kind")
    assert expression_of(kind) is not None
    assert expression_of(kind.of(lambda line: "x")) is None
    assert expression_of(replace(kind, value=lambda line: "x")) is None


def test_what_is_looked_up_stands_together_behind_what_is_plain():
    columns = REPORTS["transactions"].columns
    parts = by_database.parts_of(columns)
    assert parts is not None
    assert [column.name for column in parts.before] == ["transaction"]
    assert [column.name for column in parts.looked_up][:2] == ["investment", "deal"]
    assert by_database.parts_of(columns[1:]) is None  # nothing stands in front
    assert by_database.parts_of((columns[-1], *columns)) is None  # a text stands in front
    assert by_database.parts_of([*columns, columns[1]]) is None  # two runs
    assert by_database.parts_of([one for one in columns if not isinstance(expression_of(one), LookedUp)]) is None


def test_the_database_is_asked_as_often_for_a_ledger_ten_times_as_long(book, django_assert_max_num_queries):
    grant = book.investments["palisade-doe-grant"]
    with django_assert_max_num_queries(20):
        short = b"".join(pieces(ask("transactions", now())))
    record_entries([entry(grant, Kind.FEE, "2026-01-05", "0.01") for _ in range(500)], by=book.people["officer"])
    with django_assert_max_num_queries(20):
        long = b"".join(pieces(ask("transactions", now())))
    assert long.startswith(short)
    assert long.count(b"\n") == short.count(b"\n") + 500


def test_the_file_of_a_reader_is_counted(with_and_without_cache, book):
    client, serial = sign_in(book.people["auditor"]), Recording.objects.last_serial()
    for _ in range(2):
        response = client.get("/reports/transactions.csv", {"as_of": TODAY.isoformat(), "serial": serial})
        assert b"".join(response.streaming_content) == by_python(ask("transactions", now()))
        taken = Access.objects.order_by("pk").last()
        assert (taken.rows, taken.is_whole) == (Transaction.objects.count(), True)


def test_a_reader_who_goes_away_leaves_no_query_open(book):
    response = sign_in(book.people["auditor"]).get("/reports/transactions.csv", {"as_of": TODAY.isoformat()})
    header, rows = (next(iter(response.streaming_content)) for _ in range(2))
    assert header.startswith(b"transaction,investment,")
    assert rows.startswith(b"T000001,palisade-preferred,palisade-equity,DOW,DOW-OSC,palisade,")
    response._iterator.close()  # as the server does; the client of a test keeps its connection
    assert Transaction.objects.exists()
    assert not Access.objects.order_by("pk").last().is_whole


def test_a_query_that_breaks_off_says_so_in_the_file(book, monkeypatch):
    monkeypatch.setattr(by_database, "_query", lambda *asked, **how: ("SELECT 1 AS place", []))
    written = []
    with pytest.raises(Exception, match="v0"):
        written.extend(_gathered(pieces(ask("transactions", now())), written))
    assert b"".join(written).endswith(b"\nINCOMPLETE: this file broke off after 0 rows. Ask again.\n")


def _gathered(made, written):
    for piece in made:
        written.append(piece)
    return []


LOADED = """
import django; django.setup()
import sys
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import get_resolver
from portfolio.views.reports import csv_file
get_resolver().url_patterns
request = RequestFactory().get("/reports/transactions.csv")
request.user = AnonymousUser()
print(sum(map(len, csv_file(request, "transactions").streaming_content)) > 1_000)
print([name for name in ("pandas", "pyarrow", "altair", "vl_convert", "typst") if name in sys.modules])
"""


@pytest.mark.slow
def test_neither_pandas_nor_the_chart_library_is_loaded_for_a_file(cast):
    of_test = connection.settings_dict
    address = f"sqlite:///{of_test['NAME']}"
    if connection.vendor == "postgresql":
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**of_test)
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["True", "[]"], done.stderr

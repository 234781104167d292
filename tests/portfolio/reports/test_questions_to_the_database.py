"""A report asks the database as often about a thousand awards as about ten, and its page likewise."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.book import make_book
from portfolio.reports import REPORTS
from record.models.triggers import guarded
from tests.cast import now
from tests.portfolio.reports.answers import ask, csv_bytes, json_bytes, xlsx_bytes

SPELLINGS = {"csv": csv_bytes, "json": json_bytes, "xlsx": xlsx_bytes}


def asked(investments):
    """Report and spelling → how many questions, over a book of so many awards, thrown away afterwards."""
    counts = {}
    with transaction.atomic():
        make_book(entries=2 * investments, investments=investments, projects=investments // 5)
        at = now(date(2026, 6, 30))
        for name in REPORTS:
            for spelling, format_value in SPELLINGS.items():
                with CaptureQueriesContext(
                    connection,
                ) as questions:
                    assert format_value(ask(name, at))
                counts[name, spelling] = len(questions)
        transaction.set_rollback(True)
    return counts


@pytest.mark.slow
def test_a_report_asks_no_more_of_a_thousand_awards_than_of_ten(db):
    few = asked(10)
    assert few == asked(1_000)
    # The trail and the sources read every table that is written under a recording; the others read a few, one of them
    # at two moments.
    whole, twice = ("audit-trail", "sources"), "figure-changes"
    assert max(count for (name, _), count in few.items() if name not in (*whole, twice)) < 60
    assert max(count for (name, _), count in few.items() if name == twice) < 2 * 60
    assert max(count for (name, _), count in few.items() if name in whole) < 2.5 * len(list(guarded()))

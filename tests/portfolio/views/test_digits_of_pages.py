"""Pages show three significant digits of what is worked out; files have every digit."""

import csv
import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.reports import REPORTS
from portfolio.reports.base import Column, Type
from portfolio.services import capacity
from portfolio.templatetags.formatting import cell_text
from record.models import Recording
from tests.cast import Cast, make_people
from tests.portfolio.reports.answers import csv_bytes

pytestmark = pytest.mark.long

DAY = date(2026, 10, 8)
ASKED = f"as_of={DAY}"
PROJECTED = sorted(name for name, one in REPORTS.items() if one.is_projected)
MARKUP = re.compile(r"<(script|style)[\s\S]*?</\1>|<[^>]*>")
LONG = re.compile(r"\d[\d,]*\.\d{5,}")


@pytest.fixture(scope="module")
def at(editions, django_db_blocker):
    """The day asked, with the public record projected once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        asked = Recording.objects.as_of(DAY, timezone.now())
        capacity.run(asked, draws=300)
        yield asked
        transaction.set_rollback(True)


@pytest.fixture
def cast(db):
    return Cast(people=make_people())


def long_numbers(text):
    return LONG.findall(html.unescape(MARKUP.sub(" ", text)))


def digits(text):
    """How many significant digits a number has; the noughts that end a whole one are none."""
    whole = text.rstrip("%").replace(",", "").lstrip("-")
    return len((whole if "." in whole else whole.rstrip("0")).replace(".", "").lstrip("0"))


@pytest.mark.slow
def test_no_page_of_production_shows_a_repeating_expansion(at, open_page):
    addresses = ["/production/?", "/production/chains/?", "/production/?estimates=rough&"]
    first = open_page(f"/production/?{ASKED}").text
    minerals = sorted(set(re.findall(r"[?&;]mineral=([^&\"]+)", first)))
    assert len(minerals) > 10
    addresses += [f"/production/?mineral={one}&" for one in minerals]
    addresses += [f"/reports/{name}/?" for name in PROJECTED]
    found = {one: long for one in addresses if (long := long_numbers(open_page(f"{one}{ASKED}").text))}
    assert not found


@pytest.mark.parametrize("name", PROJECTED)
def test_a_page_shows_three_digits_of_every_cell_that_is_worked_out(at, name):
    report = REPORTS[name].report(at=at)
    for column in (one for one in report.columns if one.is_rounded):
        shown = {cell_text(column, value) for line in report.lines if (value := column.known(line)) is not None}
        assert not {one for one in shown if digits(one) > 3}, column.name


def test_a_file_has_every_digit(at):
    report = REPORTS["production-gains"].report(at=at)
    rows = csv.DictReader(csv_bytes(report).decode().splitlines())
    assert any(digits(row["p50_estimated"]) > 6 for row in rows)


@pytest.mark.parametrize(("kind", "value", "said"), [
    (Type.QUANTITY, "24475.12", "24,500"), (Type.QUANTITY, "17550", "17,600"), (Type.QUANTITY, "0", "0"),
    (Type.FRACTION, "0.121622", "12.2%"), (Type.QUANTITY, "12300000000", "12,300,000,000"),
])  # fmt: skip
def test_a_cell_that_is_worked_out_has_three_digits(kind, value, said):
    assert cell_text(Column("a", "A", "A.", kind), Decimal(value)) == said


def test_a_cell_that_a_source_states_stands_as_stated():
    stated = Column("a", "A", "A.", Type.QUANTITY, is_computed=False)
    assert cell_text(stated, Decimal("45455")) == "45,455"


def test_a_range_in_words_has_three_digits():
    column = next(one for one in REPORTS["what-to-find-out"].columns if one.name == "range_in_force")
    assert cell_text(column, "8.333333333 to 27 months") == "8.33 to 27 months"
    assert cell_text(column, "700,000 to 710,000 t/yr") == "700,000 to 710,000 t/yr"

"""Sums of the largest figures that a column holds are exact, on both databases."""

from decimal import Decimal

import pytest
from django.db.models import Count, ExpressionWrapper, F

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from record.models.fields import LARGEST, ExactSum, usd
from tests.cast import entry, now, record_entries
from tests.portfolio.reports.answers import ask, total

MOST = Decimal(LARGEST).scaleb(-2)


@pytest.fixture
def huge(cast):
    """Three fees of 92,233,720,368,547,758.07 dollars each: more than 63 bits in cents together."""
    grant = cast.investments["palisade-doe-grant"]
    return record_entries([entry(grant, Kind.FEE, "2026-01-01", str(MOST)) for _ in range(3)])


def test_three_of_the_largest_amounts_add_up_to_the_cent(huge):
    found = Transaction.objects.filter(kind=Kind.FEE).aggregate(sum=ExactSum("amount"), count=Count("pk"))
    assert found == {"sum": Decimal("276701161105643274.21"), "count": 3}


def test_what_is_negative_adds_up_too(huge):
    less = ExpressionWrapper(F("amount") * -1, output_field=usd())
    found = Transaction.objects.filter(kind=Kind.FEE).annotate(less=less).aggregate(sum=ExactSum("less"))
    assert found["sum"] == Decimal("-276701161105643274.21")


def test_the_sum_of_nothing_is_unknown(cast):
    assert Transaction.objects.filter(kind="none").aggregate(sum=ExactSum("amount"))["sum"] is None


def test_balances_and_totals_of_the_ledger_stand(huge, cast):
    grant = cast.investments["palisade-doe-grant"]
    assert Transaction.objects.at(now()).balances_by_investment()[grant.pk].income == 3 * MOST
    assert total(ask("transactions", now()), Kind.FEE.label)["amount_usd"] == 3 * MOST

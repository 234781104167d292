from decimal import Decimal

import pytest

from portfolio.models import Transaction
from record.models import Recording
from tests.cast import Cast, now


def test_the_cast_stands_on_its_ledger(cast: Cast):
    balances = Transaction.objects.at(now()).balances_by_investment()
    assert balances[cast.investments["saltwash-doe-loan"].pk].disbursed == Decimal("35000000")
    assert balances[cast.investments["palisade-preferred"].pk].shares == 60_000
    assert Recording.objects.last_serial() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_committing_test_starts_from_an_empty_record_with_its_guards(cast: Cast, time: int):
    assert Recording.objects.last_serial() == 2

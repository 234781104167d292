"""How the ledger adds up: the database's sums against the entries read one by one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.calculations.balance import balance_of
from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.positions.figures import read_by
from portfolio.services import ledger
from tests.cast import TODAY, Cast, entry, now, record_entries, writing

READ = {"available_until": date(2025, 12, 31), "redemption_price": Decimal(1_000)}
DAYS = ["2025-09-01", "2025-11-15", "2026-01-31", "2026-06-30", "2026-02"]
SHARES = st.integers(1, 20_000).map(lambda count: f"{count}.5")
MONEY = st.integers(1, 20_000_000_00).map(lambda cents: str(Decimal(cents) / 100))


def drafts(cast: Cast):
    """Entries of every sort on the equity, the warrant, the loan and the grant; many will be refused."""
    preferred, warrant, loan, grant = cast.investments.values()
    on = st.sampled_from(DAYS)

    def of(investment, kind, **figures):
        return st.builds(lambda day, given: entry(investment, kind, day, **given), on, st.fixed_dictionaries(figures))

    return st.one_of(
        *(
            of(investment, kind, amount=MONEY)
            for investment in (preferred, loan, grant)
            for kind in (Kind.COMMITMENT, Kind.OBLIGATION, Kind.DISBURSEMENT, Kind.DEOBLIGATION, Kind.RECOVERY)
        ),
        *(of(loan, kind, amount=MONEY) for kind in (Kind.REPAYMENT, Kind.INTEREST, Kind.WRITE_OFF)),
        of(preferred, Kind.SALE, amount=MONEY, shares=SHARES),
        of(preferred, Kind.SALE, amount=MONEY),
        of(preferred, Kind.CONVERSION, shares=SHARES, shares_received=SHARES),
        of(preferred, Kind.DIVIDEND_IN_KIND, shares=SHARES),
        of(preferred, Kind.WRITE_OFF, amount=MONEY),
        of(warrant, Kind.EXERCISE, shares=SHARES, shares_received=SHARES),
        of(warrant, Kind.LAPSE, shares=SHARES),
        of(warrant, Kind.SPLIT, shares=SHARES, shares_received=SHARES),
        st.integers(1, 12),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_databases_sums_are_those_of_the_entries(cast: Cast, data):
    with transaction.atomic():
        for draft in data.draw(st.lists(drafts(cast), max_size=8)):
            try:
                if isinstance(draft, int):
                    row = Transaction.objects.get(number=draft)
                    with writing() as recording:
                        ledger.reverse(row, reason="entered wrongly", recording=recording, today=TODAY)
                else:
                    record_entries([draft])
            except (ValidationError, Transaction.DoesNotExist):
                continue
        for at in (now(), now(date(2025, 12, 31)), now(date(2026, 2, 27)), now(serial=2)):
            rows = Transaction.objects.at(at)
            entries = rows.entries_by_investment()
            assert rows.balances_by_investment() == {key: balance_of(of_it) for key, of_it in entries.items()}
            terms = {one.pk: replace(read_by(one, None), **READ) for one in cast.investments.values()}
            read = {key: balance_of(of_it, terms[key]) for key, of_it in entries.items()}
            assert rows.balances_by_investment(terms) == read
        transaction.set_rollback(True)


def test_the_questions_do_not_grow_with_the_entries(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        Transaction.objects.at(now()).balances_by_investment()
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, Kind.DISBURSEMENT, "2026-01-05", "0.01") for _ in range(100)])
    with django_assert_num_queries(2):
        balance = Transaction.objects.at(now()).balances_by_investment()[grant.pk]
    assert balance.disbursed == Decimal("3000001.00")
    assert balance.kinds == {Kind.COMMITMENT, Kind.OBLIGATION, Kind.DISBURSEMENT}


def test_an_entry_reversed_is_as_if_it_had_never_been(cast: Cast):
    loan = cast.investments["saltwash-doe-loan"]
    draw = loan.transactions.filter(kind=Kind.DISBURSEMENT).last()
    before = now()
    with writing() as recording:
        ledger.reverse(draw, reason="it was another borrower's", recording=recording, today=TODAY)
    balance = Transaction.objects.at(now()).balances_by_investment()[loan.pk]
    assert balance.disbursed == 20_000_000
    assert Transaction.objects.at(before).balances_by_investment()[loan.pk].disbursed == 35_000_000


def test_a_kind_wholly_reversed_is_not_known_any_more(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        ledger.reverse(
            grant.transactions.get(kind=Kind.DISBURSEMENT), reason="never paid", recording=recording, today=TODAY
        )
    assert Kind.DISBURSEMENT not in Transaction.objects.at(now()).balances_by_investment()[grant.pk].kinds

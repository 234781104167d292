"""Where an investment and a program stand: the figures that a write is judged by."""

from decimal import Decimal

from portfolio.calculations.balance import Balance, balance_of
from portfolio.calculations.figures import Figures, figures
from portfolio.calculations.kinds import Instrument
from portfolio.models import Investment, Program, Terms, Transaction
from record.calculations.as_of import AsOf

LABELS = (
    ("committed", "Committed"),
    ("obligated", "Obligated"),
    ("subsidy_cost", "Subsidy cost"),
    ("disbursed", "Disbursed"),
    ("repaid", "Repaid"),
    ("headroom", "Headroom (committed less obligated)"),
    ("undisbursed", "Undisbursed"),
    ("outstanding", "Outstanding"),
    ("exposure", "Exposure (outstanding plus undisbursed)"),
)
LENDING_ONLY, OTHERS_ONLY = {"subsidy_cost"}, {"obligated", "headroom"}


def terms_of(investment: Investment, *, at: AsOf) -> Terms | None:
    """The version of the terms in force at `at`."""
    return Terms.objects.filter(investment=investment).at(at).last()


def figures_of(investment: Investment, *, at: AsOf) -> tuple[Figures, Balance]:
    """The investment's figures at `at`, in USD, and the balance behind them."""
    entries = Transaction.objects.filter(investment=investment).at(at).order_by("number").entries_by_investment()
    balance, terms = balance_of(entries.get(investment.pk, [])), terms_of(investment, at=at)
    found = figures(
        balance,
        instrument=Instrument(investment.instrument),
        principal=terms.principal if terms else None,
        face_value=terms.announced_amount if terms else None,
        covered_share=terms.covered_share if terms else None,
        capitalised_interest=terms.capitalised_interest if terms else None,
        complete=investment.ledger_is_complete,
    )
    return found, balance


def program_committed(program: Program | None, *, at: AsOf) -> Decimal | None:
    """What the ledger shows as committed under a program, in USD; None without a program."""
    if program is None:
        return None
    rows = Transaction.objects.filter(investment__program=program).at(at).order_by("number")
    return sum((balance.committed for balance in rows.balances_by_investment().values()), Decimal(0))

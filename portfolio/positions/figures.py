"""Where an investment and a program stand: the figures that a write is judged by."""

from collections.abc import Iterable
from decimal import Decimal

from portfolio.calculations.balance import Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import Figures, figures, principal_available
from portfolio.calculations.kinds import Family, Instrument, Kind
from portfolio.calculations.tranches import Size
from portfolio.models import Investment, Program, Terms, Transaction
from record.calculations.as_of import AsOf

LABELS = (
    ("committed", "Committed"),
    ("obligated", "Obligated"),
    ("subsidy_cost", "Subsidy cost"),
    ("disbursed", "Disbursed"),
    ("net_outlays", "Net outlays (disbursed less refunds)"),
    ("returned_to_treasury", "Returned to the Treasury (refunds after the period of availability)"),
    ("repaid", "Repaid"),
    ("headroom", "Headroom (committed less obligated)"),
    ("undisbursed", "Undisbursed"),
    ("outstanding", "Outstanding"),
    ("exposure", "Exposure (outstanding plus undisbursed)"),
    ("realised_gain", "Gain realised (proceeds less cost of what was sold)"),
)
READ_BY = ("principal", "covered_share", "period_end_on", "liquidation_preference", "original_price")
"""The columns of the terms that `read_by` asks for."""

LENT = frozenset(family for family in Family if family.is_lending)
OWNED = frozenset(family for family in Family if family.holds_shares)
SPENT = frozenset(family for family in Family if family.spends)
FAMILIES = {
    "subsidy_cost": LENT,
    "obligated": SPENT | OWNED,
    "headroom": SPENT | OWNED,
    "net_outlays": SPENT,
    "returned_to_treasury": SPENT,
    "realised_gain": OWNED,
}
"""The families that have a figure; all of them where it is not named."""


def labels_of(family: Family) -> list[tuple[str, str]]:
    """The figures that an instrument of the family has, each with its label, in order."""
    return [(name, label) for name, label in LABELS if family in FAMILIES.get(name, Family)]


def terms_of(investment: Investment, *, at: AsOf) -> Terms | None:
    """The version of the terms in force at `at`."""
    return Terms.objects.filter(investment=investment).at(at).last()


def read_by(investment: Investment, terms: Terms | None) -> LedgerTerms:
    """What the ledger of an award is read by: its instrument, and what the terms in force state."""
    if terms is None:
        return LedgerTerms(Instrument(investment.instrument))
    return LedgerTerms(
        Instrument(investment.instrument),
        principal=terms.principal,
        covered_share=terms.covered_share,
        available_until=terms.period_end_on.end if terms.period_end_on else None,
        redemption_price=terms.liquidation_preference or terms.original_price,
    )


def figures_of(investment: Investment, *, at: AsOf) -> tuple[Figures, Balance]:
    """The investment's figures at `at`, in USD, and the balance behind them."""
    entries = Transaction.objects.filter(investment=investment).at(at).order_by("number").entries_by_investment()
    terms = terms_of(investment, at=at)
    balance = balance_of(entries.get(investment.pk, []), read_by(investment, terms))
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


def award_size(investment: Investment, *, at: AsOf) -> Size:
    """Of how many USD and of how many shares an award is in all at `at`; None where that is not known."""
    terms = terms_of(investment, at=at)
    entries = Transaction.objects.filter(investment=investment).at(at).order_by("number").entries_by_investment()
    return size_by(Instrument(investment.instrument), entries.get(investment.pk, []), terms)


def size_by(instrument: Instrument, entries: Iterable[Entry], terms: Terms | None) -> Size:
    """The same by a ledger and by terms.

    Of a loan or guarantee what may be drawn; else what was committed, or the amount as stated before a commitment.
    """
    balance = balance_of(entries)
    stated = terms.announced_amount if terms else None
    number = terms.shares if terms else None
    committed = balance.committed if Kind.COMMITMENT in balance.kinds else None
    if instrument.family.is_lending:
        principal = terms.principal if terms else None
        interest = terms.capitalised_interest if terms else None
        amount = principal_available(committed, principal=principal, face_value=stated, capitalised_interest=interest)
        return amount, number
    return stated if committed is None else committed, number


def program_committed(program: Program | None, *, at: AsOf) -> Decimal | None:
    """What the ledger shows as committed under a program, in USD; None without a program."""
    if program is None:
        return None
    rows = Transaction.objects.filter(investment__program=program).at(at).order_by("number")
    return sum((balance.committed for balance in rows.balances_by_investment().values()), Decimal(0))

"""Price support that is on record as accrued: what a recipient recognised, a fact of the ledger."""

from collections import defaultdict

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from record.calculations.as_of import AsOf


def recognised_at(at: AsOf, investment: int | None = None) -> dict[int, list[Transaction]]:
    """By the id of the award its entries of accrued price support, by day, without what was reversed.

    All awards, or one of them. Two questions to the database.
    """
    known = Transaction.objects.at(at)
    if investment is not None:
        known = known.filter(investment=investment)
    undone = set(known.filter(kind=Kind.REVERSAL).values_list("reverses_id", flat=True))
    found: dict[int, list[Transaction]] = defaultdict(list)
    accrued = known.filter(kind=Kind.PRICE_SUPPORT_ACCRUED).select_related("citation").order_by("counts_from", "number")
    for entry in accrued:
        if entry.pk not in undone:
            found[entry.investment_id].append(entry)
    return found


def in_words(entries: list[Transaction]) -> str:
    """Each amount by its day, never added: "2025-12-31: 51,000,000.00 USD"."""
    return "; ".join(f"{one.effective_on or 'undated'}: {one.amount:,.2f} USD" for one in entries)

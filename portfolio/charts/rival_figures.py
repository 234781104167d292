"""Figures that sources give differently, by what they are of: settled, and open."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from portfolio.reports.conflicts import ClaimLine
from record.calculations.as_of import AsOf

from .pairs import Pairs, pairs


def rival_figures(lines: Iterable[ClaimLine], at: AsOf) -> Pairs | None:
    """A pair of bars for each kind of thing with such a figure, the most open first; None without a figure."""
    found = {(line.rivals.table, line.rivals.entity_id, line.rivals.figure): line.rivals for line in lines}
    if not found:
        return None
    settled = Counter(one.kind for one in found.values() if one.is_settled)
    still_open = Counter(one.kind for one in found.values() if not one.is_settled)
    order = sorted({*settled, *still_open}, key=lambda kind: (-still_open[kind], -settled[kind], kind))
    return pairs(
        f"{still_open.total():,} of {len(found):,} figures that sources give differently are open on {at.as_of}",
        f"Figures with rival claims on {at.as_of}, by what they are of. Open: nobody has chosen a claim yet.",
        ("settled", "open"),
        {kind: (Decimal(settled[kind]), Decimal(still_open[kind])) for kind in order},
        lambda kind: f"{still_open[kind]:,} open, {settled[kind]:,} settled",
    )

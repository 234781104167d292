"""Who carries a figure: a bar a plant by its share of the middle, hatched where a field of it is estimated."""

from collections.abc import Mapping, Sequence

from portfolio.reports.production.contributions import COLUMNS, ContributionLine
from portfolio.reports.tables import Table
from record.calculations.formatting import percent, three_digits

from .bars import BarPicture, bar

SHOWN = ("project", "phase", "carried_estimated", "carried_share", "carried_facts", "promised", "has_estimate")
BY_NAME = {one.name: one for one in COLUMNS}
NAMED = 3
"""How many plants the sentence names."""


def carried(name: str, title: str, lines: Sequence[ContributionLine], names: Mapping[str, str]) -> BarPicture | None:
    """The picture of a line's plants; None where its middle is 0 or not known, since no plant carries that."""
    carriers = [line for line in lines if line.share]
    if not carriers:
        return None
    unit, year = carriers[0].output.unit, carriers[0].output.year

    def named(line: ContributionLine) -> str:
        return names.get(line.phase.phase.slug, line.phase.phase.slug)

    bars = [
        bar(
            named(line),
            float(line.share or 0),
            f"{three_digits(line.estimated or 0)} {unit}, {percent(line.share or 0, 0)}",
            is_narrowest=False,
            is_known=True,
            by_facts=0.0 if line.is_estimated else 1.0,
        )
        for line in carriers
    ]
    most = "; ".join(f"{named(line)} {three_digits(line.estimated or 0)}" for line in carriers[:NAMED])
    whole = three_digits(carriers[0].output.p50_estimated or 0)
    words = f"Of the middle of {whole} {unit} in {year}: {most}."
    if len(carriers) < len(lines):
        words += f" {len(lines) - len(carriers)} more carry nothing of it in that year, or cannot be drawn."
    first = (
        f"{named(carriers[0])} carries {percent(carriers[0].share or 0, 0)} of {whole} {unit} in the middle by {year}"
    )
    columns = tuple(BY_NAME[one] for one in SHOWN)
    table = Table(name=name, title=f"Who carries it: {title}", columns=columns, lines=lines)
    return BarPicture(title=f"{title}: {first}", bars=bars, summary=words, table=table, hatch=f"{name}-hatch")

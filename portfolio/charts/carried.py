"""Who carries a figure: a bar a plant by its share of the middle, hatched where a field of it is estimated."""

from collections import Counter
from collections.abc import Mapping, Sequence

from portfolio.reports.production.contributions import ContributionLine
from portfolio.reports.tables import Table
from record.calculations.formatting import percent, three_digits

from .bars import BarPicture, bar

NAMED = 3
"""How many plants the sentence names."""


def carried(title: str, lines: Sequence[ContributionLine], names: Mapping[str, str], table: Table) -> BarPicture:
    """The picture of a line's plants, with what each promised; no bars where its middle is 0 or not known.

    The whole width is the middle, or what a plant promised where that is more. A site bears its name alone, and that of
    its phase (`names`) where it has two in the line.
    """
    output = lines[0].output
    carriers = [line for line in lines if line.share]
    if not carriers:
        found = f"{title}: no plant carries a middle by {output.year}"
        return BarPicture(title=found, bars=[], summary="", table=table, hatch="")
    unit, year, middle = output.unit, output.year, output.p50_estimated or 0

    sites = Counter(line.phase.phase.project.slug for line in lines)

    def named(line: ContributionLine) -> str:
        site, phase = line.phase.phase.project, line.phase.phase.slug
        return site.name if sites[site.slug] == 1 else names.get(phase, phase)

    longest = max(middle, *(line.promised or 0 for line in carriers))
    bars = [
        bar(
            named(line),
            float((line.estimated or 0) / longest),
            f"{three_digits(line.estimated or 0)} {unit}, {percent(line.share or 0, 0)}",
            is_narrowest=False,
            is_known=True,
            by_facts=0.0 if line.is_estimated else 1.0,
            promised=None if line.promised is None else float(line.promised / longest),
        )
        for line in carriers
    ]
    most = "; ".join(f"{named(line)} {three_digits(line.estimated or 0)}" for line in carriers[:NAMED])
    whole = three_digits(middle)
    words = f"Of the middle of {whole} {unit} in {year}: {most}."
    if len(carriers) < len(lines):
        words += f" {len(lines) - len(carriers)} more carry nothing of it in that year, or cannot be drawn."
    first = (
        f"{named(carriers[0])} carries {percent(carriers[0].share or 0, 0)} of {whole} {unit} in the middle by {year}"
    )
    return BarPicture(title=f"{title}: {first}", bars=bars, summary=words, table=table, hatch=f"{table.name}-hatch")

"""Who carries a figure: a bar a plant by its share of the middle, hatched as far as it rests on estimates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from portfolio.reports.production.contributions import ContributionLine
from portfolio.reports.tables import Table
from record.calculations.formatting import percent, three_digits

from .bars import BarPicture, bar

NAMED = 3
"""How many plants the sentence names."""


def part_by_facts(line: ContributionLine, amount: Decimal) -> float:
    """The part of what a plant carries that facts alone give; none of a plant of which a field is estimated."""
    return 0.0 if line.is_estimated else float(min(line.by_facts or Decimal(0), amount) / amount)


def carried(
    title: str, lines: Sequence[ContributionLine], names: Mapping[str, str], table: Table, *, by_facts: bool = False
) -> BarPicture:
    """The picture of a line's plants, with what each promised; no bars where its middle is 0 or not known.

    The whole width is the middle, or what a plant promised where that is more. A site bears its name alone, and that of
    its phase (`names`) where it has two in the line. `by_facts`: of the middle by facts only.
    """
    output = lines[0].output
    answer = ", by facts only" if by_facts else ""
    facts = [(line, line.by_facts, line.share_by_facts) for line in lines]
    parts = facts if by_facts else [(line, line.estimated, line.share) for line in lines]
    carriers = [(line, amount, share) for line, amount, share in parts if amount is not None and share]
    if not carriers:
        found = f"{title}: no plant carries a middle by {output.year}{answer}"
        return BarPicture(title=found, bars=[], summary="", table=table, hatch="")
    unit, year, middle = output.unit, output.year, (output.p50 if by_facts else output.p50_estimated) or 0
    sites = Counter(line.phase.phase.project.slug for line in lines)

    def named(line: ContributionLine) -> str:
        site, phase = line.phase.phase.project, line.phase.phase.slug
        return site.name if sites[site.slug] == 1 else names.get(phase, phase)

    longest = max(middle, *(line.promised or 0 for line, _, _ in carriers))
    bars = [
        bar(
            named(line),
            float(amount / longest),
            f"{three_digits(amount)} {unit}, {percent(share, 0)}",
            is_narrowest=False,
            is_known=True,
            by_facts=1.0 if by_facts else part_by_facts(line, amount),
            promised=None if line.promised is None else float(line.promised / longest),
        )
        for line, amount, share in carriers
    ]
    most = "; ".join(f"{named(line)} {three_digits(amount)}" for line, amount, _ in carriers[:NAMED])
    whole = three_digits(middle)
    words = f"Of the middle of {whole} {unit} in {year}{answer}: {most}."
    if len(carriers) < len(lines):
        words += f" {len(lines) - len(carriers)} more carry nothing of it in that year, or cannot be drawn."
    first, _, share = carriers[0]
    found = f"{title}: {named(first)} carries {percent(share, 0)} of {whole} {unit} in the middle by {year}{answer}"
    return BarPicture(title=found, bars=bars, summary=words, table=table, hatch=f"{table.name}-hatch")

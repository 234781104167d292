"""All minerals in one table: what each gains in the years that are asked about most, beside what the country uses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from portfolio.charts.fan_table import FACTS_ONLY, PROMISED
from portfolio.charts.fan_words import over, with_estimates
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column
from portfolio.reports.production.balances import BothBalances
from portfolio.reports.production.projected import WHY_UNKNOWN, of_part
from portfolio.reports.tables import Table, filled
from record.calculations.formatting import three_digits

from .production_summary import SUMMARY, SummaryLine

BY_NAME = {one.name: one for one in SUMMARY}
MINERAL = replace(c.MINERAL, page="production").of(lambda line: f"{line.mineral}/{line.stage}")
"""Leads to the mineral at the very stage of the line."""
NO_MIDDLE = Absent("no middle", "the middle is 0, or nothing is drawn")
NOT_PUBLISHED = Absent("not published", "no reliance is published in this form")
WITHOUT_FIGURE = (MINERAL, c.STAGE, *of_part(lambda line: line.home, PROMISED), c.UNIT, WHY_UNKNOWN)


def in_year(line: SummaryLine, year: int) -> str | None:
    """The middle at home in a year with its likely range."""
    found = line.by_year.get(year)
    return with_estimates(found) if found else None


def of_year(year: int) -> Column:
    return Column(
        f"in_{year}",
        str(year),
        f"Gain at home in {year}: middle and likely range, P10 to P90, with estimates.",
        unknown="no plant at home, or none that can be drawn",
        value=partial(in_year, year=year),
    )


def share_in_words(line: SummaryLine) -> str | None:
    """Its share of each demand with the edition, and what is unknown of the line."""
    if line.shares is None:
        return f"no share: {line.why}" if line.why else None
    return "; ".join(filter(None, (line.shares, line.why)))


def absent_share(line: SummaryLine) -> Absent | None:
    return NO_MIDDLE if line.on_estimates is None else None


def absent_reliance(line: SummaryLine) -> Absent | None:
    return NOT_PUBLISHED if line.reliance is None else None


def over_what(lines: Iterable[SummaryLine], names: Mapping[str, str], stages: Mapping[str, str]) -> list[str]:
    """Over what the gains count that come on top of something, or of something unknown, with the minerals of each."""
    found: dict[str, list[str]] = defaultdict(list)
    every = [line for line in lines if line.base is not None]
    alone = Counter(line.mineral for line in every)
    for line in every:
        stage = f", {stages.get(line.stage, line.stage)}" if alone[line.mineral] > 1 else ""
        if line.base and (line.base.amount != 0 or line.base.known < line.base.phases):
            found[over(line.base)].append(f"{names.get(line.mineral, line.mineral)}{stage}")
    return [f"{words}: {' and '.join(minerals)}" for words, minerals in found.items()]


def narrowest_of(line: SummaryLine, chains: Iterable[BothBalances]) -> str | None:
    """The narrowest stage of each chain in which the mineral counts."""
    stages = (one.leading.binding or one.facts.binding for one in chains if line.mineral in one.chain.minerals)
    return "; ".join(dict.fromkeys(filter(None, stages))) or None


def columns(year: int, years: Iterable[int], chains: Sequence[BothBalances]) -> tuple[Column, ...]:
    """The headline years and the year asked beside each other; what is computed of one year names it."""
    facts = replace(BY_NAME[FACTS_ONLY.name], label=f"Facts only, {year}")
    estimated = replace(BY_NAME["estimated_share"], label=f"On estimates, {year}", absent=absent_share)
    share = replace(BY_NAME["share"], label=f"Of what the country uses, {year}")
    reliance = replace(BY_NAME["reliance"], label=f"Import reliance, {year}", absent=absent_reliance)
    return (
        MINERAL,
        c.STAGE,
        c.UNIT,
        *(of_year(one) for one in sorted({*years, year})),
        Column("odds", f"Odds, {year}", "Where one plant is all there is, or it is nothing or all: whether it produces "
               "by then, and how much if it does.", unknown="the range says it", is_optional=True,
               value=lambda line: line.odds),
        facts,
        estimated,
        share.of(share_in_words),
        reliance,
        Column("narrowest_stage", f"Narrowest stage, {year}", "Of the chain in which it counts, of the stages known.",
               unknown="it is in no chain of which a stage is known", is_optional=True,
               value=lambda line: narrowest_of(line, chains)),
    )  # fmt: skip


def parted(table: Table, year: int, years: Sequence[int], chains: Sequence[BothBalances]) -> tuple[Table, Table]:
    """The lines that have a figure at home, to be looked through, and those that have none yet."""
    asked = sorted({*years, year})
    at_home = [line for line in table.lines if line.home is not None]
    known = [line for line in at_home if any(in_year(line, one) for one in asked)]
    unknown = [line for line in at_home if line not in known]
    *early, last = map(str, asked)
    title = f"Gain in {', '.join(early)} and {last}" if early else f"Gain in {last}"
    return (
        replace(table, title=title, columns=filled(columns(year, asked, chains), known), lines=known),
        Table(name="without-figure", title="No figure yet", columns=WITHOUT_FIGURE, lines=unknown),
    )


def abroad(lines: Iterable[SummaryLine], names: Mapping[str, str], stages: Mapping[str, str]) -> list[str]:
    """What plants abroad make, a sentence a mineral and stage: it is never counted at home."""
    return [
        f"{names.get(line.mineral, line.mineral)}, {stages.get(line.stage, line.stage)}: {who} "
        f"{three_digits(made)} {line.unit}"
        for line in lines
        for who, made in line.abroad.items()
        if made is not None
    ]

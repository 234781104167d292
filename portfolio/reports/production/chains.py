"""Chain balance: what each stage's domestic output would make of the final product, and which stage binds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Answer, Column, Definition, Type
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded, three_in

from .balances import Balances, BothBalances, StageLine, balances_at
from .domestic_output import HOME, ZERO
from .drawn_lines import DrawnLines
from .gains import ESTIMATED_SHARE, share_on_estimates
from .projected import GAIN_AS, STANDING, WHY_UNKNOWN, notes_of, of_part, projected_at

SIX, EIGHT = Decimal("0.000001"), Decimal("0.00000001")


def exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, SIX)


NO_YIELD: dict[str, Any] = {"unknown": "the output or a yield is unknown"}
FORECAST = Absent("none", "a forecast has no chance in it, and so no estimates")
MEASURES = (
    Column(
        "stage_output",
        "Output",
        "Baselines, plants outside the portfolio by the statistics, and the gain. Where not all "
        "plants are known: at least this.",
        Type.QUANTITY,
        unknown="nothing is known to be made there",
        value=lambda one: exact(one.output.amount),
    ),
    Column(
        "plants_known",
        "Plants known",
        "Plants of the portfolio of which the output is known.",
        Type.INTEGER,
        value=lambda one: one.output.known,
    ),
    Column(
        "left_out",
        "Left out",
        "Plants whose output, or a part of it, is not in: unknown, or of several products.",
        unknown="none",
        is_optional=True,
        is_prose=True,
        value=lambda one: one.left_out,
    ),
    Column(
        "supports",
        "Would carry",
        "Of the final product.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda one: exact(one.row.supports),
    ),
    Column(
        "binds",
        "Binds",
        "The narrowest stage of those known; of several routes, each stage of the cut.",
        Type.BOOLEAN,
        value=lambda one: one.binds,
    ),
    Column(
        "final_output",
        "Final product",
        "What the chain makes, at most.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda one: exact(one.balance.result.final_output),
    ),
    Column(
        "used",
        "Used",
        "Of the output, at the binding stage's rate.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda one: exact(one.row.used),
    ),
    Column("surplus", "Surplus", "What is left.", Type.QUANTITY, **NO_YIELD, value=lambda one: exact(one.row.surplus)),
    Column(
        "feed_from",
        "Fed by",
        "The nearest stage before that is known.",
        unknown="none before it is known",
        is_optional=True,
        value=lambda one: one.row.feed_from.name if one.row.feed_from else None,
    ),
    Column(
        "imported_feed",
        "Imported feed",
        "Feed that this stage does not make, in its unit.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda one: exact(one.row.imported_feed),
    ),
    Column(
        "flag",
        "Imbalance",
        "In words; never capped.",
        unknown="none, or not known",
        is_optional=True,
        is_prose=True,
        words=three_in,
        value=lambda one: one.row.flag or None,
    ),
    Column(
        "unknown_stages",
        "Not known",
        "Stages of which one may bind as well.",
        unknown="none",
        is_optional=True,
        value=lambda one: one.unknown_stages,
    ),
)
"""What is told of a stage by either answer."""


def measures(suffix: str, label: str, absent: Callable[[StageLine], Absent | None] | None = None) -> list[Column]:
    """The measures of one answer, each with the answer in its name and its heading."""
    return [replace(one, name=f"{one.name}_{suffix}", label=f"{one.label}, {label}", absent=absent) for one in MEASURES]


def of_a_forecast(line: StageLine) -> Absent | None:
    return FORECAST if line.both is not None and line.estimated is None else None


COLUMNS = (
    Column("chain", "Chain", "Identifier of the supply chain.", value=lambda line: line.chain.slug),
    *of_part(lambda line: line.stage, c.MINERAL, c.STAGE.of(lambda stage: stage.slug)),
    *of_part(lambda line: line.both, c.YEAR),
    STANDING.of(lambda line: HOME),
    *of_part(lambda line: line.stage, c.UNIT),
    *of_part(lambda line: line.both, GAIN_AS),
    *of_part(
        lambda line: line.facts,
        Column(
            "outside",
            "Outside",
            "Of the output by either answer: national production less the portfolio's baselines.",
            Type.QUANTITY,
            unknown="no national figure of this stage that is a number",
            value=lambda one: exact(one.output.outside),
        ),
        Column(
            "plants",
            "Plants",
            "Those of the portfolio at the stage; one that is not known is unknown, not zero.",
            Type.INTEGER,
            value=lambda one: one.output.plants,
        ),
    ),
    Column(
        "statistics",
        "National production",
        "As printed, with its edition; W is withheld.",
        unknown="none is published of this stage",
        is_optional=True,
        is_prose=True,
        value=lambda line: line.national,
    ),
    Column(
        "needed",
        "Takes",
        "What one unit of the final product takes of the stage.",
        Type.FACTOR,
        is_computed=True,
        unknown="no yield on record",
        value=lambda line: line.facts and line.facts.row.stage.needed and rounded(line.facts.row.stage.needed, EIGHT),
    ),
    Column(
        "rests_on",
        "By",
        "On what that rests: yields on record, or what is contained, losses unknown.",
        unknown="no factor on record",
        value=lambda line: line.stage and line.stage.rests_on.label,
    ),
    *of_part(lambda line: line.facts, *measures("facts", "facts only")),
    *of_part(lambda line: line.estimated, *measures("estimated", "with estimates", of_a_forecast)),
    ESTIMATED_SHARE.of(
        lambda line: line.on_estimates,
        unknown="an output of 0, or nothing is known to be made there",
        absent=of_a_forecast,
    ),
    WHY_UNKNOWN,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    balances = balances_at(at, found).of(filters.mineral)
    drawn = DrawnLines(found)
    lines = [
        replace(line, on_estimates=share_of_output(drawn, line))
        for one in balances.balanced
        if filters.year in (None, one.year)
        for line in one.lines
    ]
    lines += [StageLine(chain, why=chain.why) for chain in balances.unbalanced]
    return Answer(lines, notes=notes_of(found.run, *described(balances)))


def share_of_output(drawn: DrawnLines, line: StageLine) -> Decimal | None:
    """The part of a stage's output with estimates that rests on them; None where the output is 0 or unknown."""
    output = line.estimated and line.estimated.output
    if not output or not output.amount:
        return None
    gain = output.gain.p50_estimated if output.gain else None
    share = share_on_estimates(drawn, output.gain) if output.gain and gain else None
    return exact((share or ZERO) * (gain or ZERO) / output.amount)


def described(balances: Balances) -> Iterator[str]:
    """The binding stages by chain in words, over the first ten years; and which chain cannot be balanced."""
    yield "Of a chain with unknown stages the final product is at most what is shown: one of them may bind."
    yield "Where not all plants of a stage are known, its output is at least what is shown: it may be wider."
    yield "Where no yield is on record, a stage carries at most what it contains: losses are unknown."
    yield "With estimates the gain alone is another: baselines and national figures are facts by either answer."
    by_chain: dict[str, list[BothBalances]] = {}
    for one in balances.balanced:
        by_chain.setdefault(one.chain.slug, []).append(one)
    for own in by_chain.values():
        yield from own[0].chain.notes
    first = min((one.year for one in balances.balanced), default=0)
    for chain, own in by_chain.items():
        soon = [one for one in own if one.basis == "p50" and one.year < first + 10]
        leading = [f"{one.year} {one.leading.binding or 'unknown'}" for one in soon]
        facts = [f"{one.year} {one.facts.binding or 'unknown'}" for one in soon]
        yield f"{chain}, by P50 with estimates: {', '.join(leading)}."
        yield f"{chain}, by P50 of facts only: {'the same' if facts == leading else ', '.join(facts)}."
    for chain in balances.unbalanced:
        yield f"{chain.slug} cannot be balanced: {chain.why}."


DEFINITION = Definition(
    "supply-chain",
    "Supply chains",
    "Which stage of each chain is the narrowest, year by year?",
    COLUMNS,
    ("mineral", "year"),
    answer,
    is_projected=True,
    version=2,
)

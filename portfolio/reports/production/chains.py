"""Chain balance: what each stage's domestic output would make of the final product, and which stage binds."""

from collections.abc import Iterator
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .balances import Balance, Balances, StageLine, balances_at
from .domestic_output import HOME
from .projected import GAIN_AS, STANDING, WHY_UNKNOWN, notes_of, of_part, projected_at

SIX, EIGHT = Decimal("0.000001"), Decimal("0.00000001")


def exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, SIX)


NO_YIELD = {"unknown": "the output or a yield is unknown"}
COLUMNS = (
    Column("chain", "Chain", "Identifier of the supply chain.", value=lambda line: line.chain.slug),
    *of_part(lambda line: line.stage, c.MINERAL, c.STAGE.of(lambda stage: stage.slug)),
    *of_part(lambda line: line.balance, c.YEAR),
    STANDING.of(lambda line: HOME),
    *of_part(lambda line: line.stage, c.UNIT),
    *of_part(lambda line: line.balance, GAIN_AS),
    *of_part(
        lambda line: line.output,
        Column(
            "stage_output",
            "Output",
            "Baselines, plants outside the portfolio by the statistics, and the gain. Where not all "
            "plants are known: at least this.",
            Type.QUANTITY,
            unknown="nothing is known to be made there",
            value=lambda output: exact(output.amount),
        ),
        Column(
            "outside",
            "Of it outside",
            "National production less the portfolio's baselines.",
            Type.QUANTITY,
            unknown="no national figure of this stage that is a number",
            value=lambda output: exact(output.outside),
        ),
        Column(
            "plants_known",
            "Plants known",
            "Plants of the portfolio of which the output is known.",
            Type.INTEGER,
            value=lambda output: output.known,
        ),
        Column(
            "plants",
            "Of plants",
            "Those of the portfolio at the stage; the others are unknown, not zero.",
            Type.INTEGER,
            value=lambda output: output.plants,
        ),
    ),
    Column(
        "left_out",
        "Left out",
        "Plants whose output, or a part of it, is not in: unknown, or of several products.",
        unknown="none",
        is_optional=True,
        is_prose=True,
        value=lambda line: line.left_out,
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
        unknown="no yield on record",
        value=lambda line: line.row and line.row.stage.needed and rounded(line.row.stage.needed, EIGHT),
    ),
    Column(
        "rests_on",
        "By",
        "On what that rests: yields on record, or what is contained, losses unknown.",
        unknown="no factor on record",
        value=lambda line: line.stage and line.stage.rests_on.label,
    ),
    Column(
        "supports",
        "Would carry",
        "Of the final product.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda line: line.row and exact(line.row.supports),
    ),
    Column(
        "binds",
        "Binds",
        "The narrowest stage of those known; of several routes, each stage of the cut.",
        Type.BOOLEAN,
        value=lambda line: line.binds,
    ),
    Column(
        "final_output",
        "Final product",
        "What the chain makes, at most.",
        Type.QUANTITY,
        **NO_YIELD,
        value=lambda line: line.balance and exact(line.balance.result.final_output),
    ),
    *of_part(
        lambda line: line.row,
        Column(
            "used",
            "Used",
            "Of the output, at the binding stage's rate.",
            Type.QUANTITY,
            **NO_YIELD,
            value=lambda row: exact(row.used),
        ),
        Column("surplus", "Surplus", "What is left.", Type.QUANTITY, **NO_YIELD, value=lambda row: exact(row.surplus)),
        Column(
            "feed_from",
            "Fed by",
            "The nearest stage before that is known.",
            unknown="none before it is known",
            is_optional=True,
            value=lambda row: row.feed_from.name if row.feed_from else None,
        ),
        Column(
            "imported_feed",
            "Imported feed",
            "Feed that this stage does not make, in its unit.",
            Type.QUANTITY,
            **NO_YIELD,
            value=lambda row: exact(row.imported_feed),
        ),
        Column(
            "flag",
            "Imbalance",
            "In words; never capped.",
            unknown="none, or not known",
            is_optional=True,
            is_prose=True,
            value=lambda row: row.flag or None,
        ),
    ),
    Column(
        "unknown_stages",
        "Not known",
        "Stages of which one may bind as well.",
        unknown="none",
        is_optional=True,
        value=lambda line: (line.balance and ", ".join(line.balance.result.unknown)) or None,
    ),
    WHY_UNKNOWN,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    balances = balances_at(at, found).of(filters.mineral)
    lines = [line for one in balances.balanced for line in one.lines]
    lines += [StageLine(chain, why=chain.why) for chain in balances.unbalanced]
    return Answer(lines, notes=notes_of(found.run, *described(balances)))


def described(balances: Balances) -> Iterator[str]:
    """The binding stages by chain in words, over the first ten years; and which chain cannot be balanced."""
    yield "Of a chain with unknown stages the final product is at most what is shown: one of them may bind."
    yield "Where not all plants of a stage are known, its output is at least what is shown: it may be wider."
    yield "Where no yield is on record, a stage carries at most what it contains: losses are unknown."
    by_chain: dict[str, list[Balance]] = {}
    for one in balances.balanced:
        by_chain.setdefault(one.chain.slug, []).append(one)
    for own in by_chain.values():
        yield from own[0].chain.notes
    first = min((one.year for one in balances.balanced), default=0)
    for chain, own in by_chain.items():
        named = [
            f"{one.year} {one.binding or 'unknown'}" for one in own if one.basis == "p50" and one.year < first + 10
        ]
        yield f"{chain}, by P50: {', '.join(named)}."
    for chain in balances.unbalanced:
        yield f"{chain.slug} cannot be balanced: {chain.why}."


DEFINITION = Definition(
    "supply-chain",
    "Supply chains",
    "Which stage of each chain is the narrowest, year by year?",
    COLUMNS,
    ("mineral",),
    answer,
)

"""Chain balance: what each stage's domestic output would make of the final product, and which stage binds."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.filters import Filters
from projects.calculations.as_of import AsOf
from projects.calculations.supply_chain import ChainBalance, Stage, StageBalance, chain_balance
from projects.models import BaselineStatistic, ChainStage, Conversion

from .links import CHAINS, Link
from .projected import COUNTED, STANDING, UNIT, YEAR, Projected, notes_of, projected_at

SIX = Decimal("0.000001")
HOME = "domestic"
NO_YIELD = {"unknown": "the output or a yield is unknown"}
COLUMNS = (
    Column("chain", "Chain", "Identifier of the supply chain."),
    Column("mineral", "Mineral", "The mineral that counts at the stage."),
    Column("chain_stage", "Stage", "From mine to final product."),
    YEAR,
    STANDING,
    UNIT,
    Column("basis", "Gain as", "p50, or forecast."),
    Column("output", "Output", "Baselines, plants outside the portfolio by the statistics, and the gain.",
           Type.QUANTITY, unknown="nothing is known to be made there"),
    Column("outside", "Of it outside", "National production less the portfolio's baselines.", Type.QUANTITY,
           unknown="no national figure of this stage"),
    Column("needed", "Takes", "What one unit of the final product takes of the stage.", Type.FACTOR,
           unknown="no yield on record"),
    Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, **NO_YIELD),
    Column("binds", "Binds", "The narrowest stage of those known.", Type.BOOLEAN),
    Column("final_output", "Final product", "What the chain makes, at most.", Type.QUANTITY, **NO_YIELD),
    Column("used", "Used", "Of the output, at the binding stage's rate.", Type.QUANTITY, **NO_YIELD),
    Column("surplus", "Surplus", "What is left.", Type.QUANTITY, **NO_YIELD),
    Column("imported_feed", "Imported feed", "Feed that the stage before does not make.", Type.QUANTITY, **NO_YIELD),
    Column("flag", "Imbalance", "In words; never capped.", unknown="none, or not known", is_optional=True),
    Column("unknown_stages", "Not known", "Stages of which one may bind as well.", unknown="none", is_optional=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Balance:
    """A chain in a year."""

    chain: str
    year: int
    basis: str
    links: tuple[Link, ...]
    outside: tuple[Decimal | None, ...]
    result: ChainBalance


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    balances = [
        one
        for one in balances_at(at, found)
        if not filters.mineral or any(link.mineral == filters.mineral for link in one.links)
    ]
    rows = [
        row(one, link, outside, stage)
        for one in balances
        for link, outside, stage in zip(one.links, one.outside, one.result.stages, strict=True)
    ]
    return Answer(rows, notes=notes_of(found.run, *told(balances)))


def balances_at(at: AsOf, found: Projected) -> list[Balance]:
    """Every chain of the record, each year from that of the day on, by P50 and by the forecast."""
    units = {stage.slug: stage.unit_of_account for stage in ChainStage.objects.at(at).values()}
    factors = {
        (row.from_product, row.to_product): row.factor for row in Conversion.objects.at(at) if row.factor is not None
    }
    made = national_production(at)
    bases: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for phase in found.phases:
        # What a plant makes today is made whether or not an award reaches it; only its gain must be counted.
        if phase.standing == HOME and phase.baseline is not None:
            bases[phase.mineral, phase.stage].append(phase.baseline)
    gains = {
        (line.mineral, line.stage, line.year): line
        for line in found.lines
        if line.standing == HOME and line.reach == COUNTED
    }
    balances = []
    for chain, links in CHAINS.items():
        if f"{chain}-{links[-1].stage}" not in units:
            continue
        for year in range(at.as_of.year, found.run.parameters["first_year"] + found.run.parameters["years"]):
            for basis in ("p50", "forecast"):
                stages, outsides = [], []
                for link in links:
                    key = (link.mineral, f"{chain}-{link.stage}")
                    base = sum(bases[key], Decimal(0)) if key in bases else None
                    unit = units[key[1]]
                    total = made.get((*link.made, unit)) if link.made else None
                    outside = None if total is None else max(Decimal(0), total - (base or 0))
                    gain = getattr(gains[(*key, year)], basis) if (*key, year) in gains else None
                    parts = [part for part in (base, outside, gain) if part is not None]
                    output = sum(parts, Decimal(0)) if parts else None
                    stages.append(Stage(link.stage, unit, output, link.needed(factors)))
                    outsides.append(outside)
                balances.append(Balance(chain, year, basis, links, tuple(outsides), chain_balance(stages)))
    return balances


def national_production(at: AsOf) -> dict[tuple[str, str, str], Decimal]:
    """(mineral, stage, unit) → the newest national production that is a number."""
    found: dict[tuple[str, str, str], tuple[int, Decimal]] = {}
    for row in BaselineStatistic.objects.at(at).filter(metric="production"):
        key = (row.mineral, row.stage, row.unit)
        if row.value is not None and not row.qualifier and row.year >= found.get(key, (0, None))[0]:
            found[key] = (row.year, row.value)
    return {key: value for key, (_, value) in found.items()}


def row(one: Balance, link: Link, outside: Decimal | None, stage: StageBalance) -> Row:
    result = one.result
    return (
        one.chain,
        link.mineral,
        f"{one.chain}-{link.stage}",
        one.year,
        HOME,
        stage.stage.unit,
        one.basis,
        exact(stage.stage.output),
        exact(outside),
        None if stage.stage.needed is None else stage.stage.needed.quantize(Decimal("0.00000001")),
        exact(stage.supports),
        result.binding is stage.stage,
        exact(result.final_output),
        exact(stage.used),
        exact(stage.surplus),
        exact(stage.imported_feed),
        stage.flag or None,
        ", ".join(result.unknown) or None,
    )


def exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(SIX)


def told(balances: list[Balance]) -> list[str]:
    """The binding stages by chain in words, over the first ten years."""
    words = [
        "Of a chain with unknown stages the final product is at most what is shown: one of them may bind.",
        "The yield from concentrate to NdPr oxide is that of one site.",
    ]
    first = min((one.year for one in balances), default=0)
    for chain in dict.fromkeys(one.chain for one in balances):
        own = [one for one in balances if one.chain == chain and one.basis == "p50" and one.year < first + 10]
        named = [f"{one.year} {one.result.binding.name if one.result.binding else 'unknown'}" for one in own]
        words.append(f"{chain}, by P50: {', '.join(named)}.")
    return words


DEFINITION = Definition(
    "supply-chain", "Supply chains", "Which stage of each chain is the narrowest, year by year?", COLUMNS,
    ("mineral",), answer,
)  # fmt: skip

"""Chain balance: what each stage's domestic output would make of the final product, and which stage binds."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.words import words, words_of
from projects.calculations.supply_chain import ZERO, ChainBalance, Stage, StageBalance, chain_balance
from projects.calculations.units import SI
from projects.models import Basis, ChainStage, Conversion
from record.calculations.as_of import AsOf

from .chain_topology import CHAINS, SIDES, Link
from .domestic_output import HOME, Domestic, Output
from .projected import STANDING, UNIT, YEAR, Projected, notes_of, projected_at

SIX, EIGHT = Decimal("0.000001"), Decimal("0.00000001")
BASES = ("p50", "forecast")
NO_YIELD = {"unknown": "the output or a yield is unknown"}
COLUMNS = (
    Column("chain", "Chain", "Identifier of the supply chain."),
    Column("mineral", "Mineral", "The mineral that counts at the stage.", names="mineral"),
    Column(
        "stage",
        "Stage",
        "From mine to final product; scrap joins where the statistics have it.",
        words=words,
        names="stage",
    ),
    YEAR,
    STANDING,
    UNIT,
    Column("basis", "Gain as", "p50, or forecast.", words=words_of(Basis.choices)),
    Column(
        "output",
        "Output",
        "Baselines, plants outside the portfolio by the statistics, and the gain. Where not all "
        "plants are known: at least this.",
        Type.QUANTITY,
        unknown="nothing is known to be made there",
    ),
    Column(
        "outside",
        "Of it outside",
        "National production less the portfolio's baselines.",
        Type.QUANTITY,
        unknown="no national figure of this stage that is a number",
    ),
    Column("known", "Known", "Plants of the portfolio of which the output is known.", Type.INTEGER),
    Column(
        "plants", "Of plants", "Those of the portfolio at the stage; the others are unknown, not zero.", Type.INTEGER
    ),
    Column(
        "left_out",
        "Left out",
        "Plants whose output, or a part of it, is not in: unknown, or of several products.",
        unknown="none",
        is_optional=True,
        is_prose=True,
    ),
    Column(
        "statistics",
        "National production",
        "As printed, with its edition; W is withheld.",
        unknown="none is published of this stage",
        is_optional=True,
        is_prose=True,
    ),
    Column(
        "needed",
        "Takes",
        "What one unit of the final product takes of the stage.",
        Type.FACTOR,
        unknown="no yield on record",
    ),
    Column(
        "rests_on",
        "By",
        "On what that rests: yields on record, or what is contained, losses unknown.",
        unknown="no factor on record",
    ),
    Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, **NO_YIELD),
    Column(
        "binds", "Binds", "The narrowest stage of those known; of several routes, each stage of the cut.", Type.BOOLEAN
    ),
    Column("final_output", "Final product", "What the chain makes, at most.", Type.QUANTITY, **NO_YIELD),
    Column("used", "Used", "Of the output, at the binding stage's rate.", Type.QUANTITY, **NO_YIELD),
    Column("surplus", "Surplus", "What is left.", Type.QUANTITY, **NO_YIELD),
    Column(
        "feed_from",
        "Fed by",
        "The nearest stage before that is known.",
        unknown="none before it is known",
        is_optional=True,
    ),
    Column(
        "imported_feed", "Imported feed", "Feed that this stage does not make, in its unit.", Type.QUANTITY, **NO_YIELD
    ),
    Column(
        "flag", "Imbalance", "In words; never capped.", unknown="none, or not known", is_optional=True, is_prose=True
    ),
    Column("unknown_stages", "Not known", "Stages of which one may bind as well.", unknown="none", is_optional=True),
)


@dataclass(frozen=True, slots=True)
class Balance:
    """A chain in a year: its links and outputs in the order of the result's stages."""

    chain: str
    year: int
    basis: str
    links: tuple[Link, ...]
    outputs: tuple[Output, ...]
    result: ChainBalance

    @property
    def binding(self) -> str:
        """The narrowest stages by name, empty where none is known."""
        return " and ".join(stage.name for stage in self.result.narrowest)

    @property
    def final_unit(self) -> str:
        """The unit of the final product, the last stage of the chain proper."""
        sides = len(SIDES.get(self.chain, ()))
        return self.result.stages[-1 - sides].stage.unit

    @property
    def is_partial(self) -> bool:
        """True where not all plants of a narrowest stage are known: it may be wider than shown."""
        pairs = zip(self.result.stages, self.outputs, strict=True)
        return any(row.stage in self.result.narrowest and output.is_partial for row, output in pairs)


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
        row(one, link, output, stage)
        for one in balances
        for link, output, stage in zip(one.links, one.outputs, one.result.stages, strict=True)
    ]
    return Answer(rows, notes=notes_of(found.run, *described(balances)))


def balances_at(at: AsOf, found: Projected) -> list[Balance]:
    """Every chain of the record, each year from that of the day on, by P50 and by the forecast."""
    units = {stage.slug: stage.unit_of_account for stage in ChainStage.objects.at(at).values()}
    factors = {(one.source, one.target): one.factor for one in SI} | {
        (row.from_product, row.to_product): row.factor for row in Conversion.objects.at(at) if row.factor is not None
    }
    domestic = Domestic(at, found, factors)
    years = range(at.as_of.year, found.run.parameters["first_year"] + found.run.parameters["years"])
    return [
        balance(chain, links, year, basis, domestic, units)
        for chain, links in CHAINS.items()
        if f"{chain}-{links[-1].stage}" in units
        for year in years
        for basis in BASES
    ]


def balance(
    chain: str, links: tuple[Link, ...], year: int, basis: str, domestic: Domestic, units: dict[str, str]
) -> Balance:
    stages, outputs = [], []
    for link in links:
        slug = f"{chain}-{link.stage}"
        output = domestic.output(link, slug, units[slug], year, basis)
        national = output.national
        imported, scrap = (national.imported, national.scrap) if national else (ZERO, ZERO)
        needed = link.needed(domestic.factors)
        stages.append(Stage(link.stage, units[slug], output.amount, needed, imported, scrap))
        outputs.append(output)
    joins = []
    for side in SIDES.get(chain, ()):
        slug = f"{chain}-{side.into}"
        output = domestic.output(side.link, f"{chain}-{side.link.stage}", units[slug], year, basis)
        joins.append((Stage(side.link.stage, units[slug], output.amount, Decimal(1)), side.into))
        outputs.append(output)
    every = (*links, *(side.link for side in SIDES.get(chain, ())))
    return Balance(chain, year, basis, every, tuple(outputs), chain_balance(stages, joins))


def row(one: Balance, link: Link, output: Output, stage: StageBalance) -> Row:
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
        exact(output.outside),
        output.known,
        output.plants,
        ", ".join(output.left_out) or None,
        output.national.described if output.national else None,
        None if stage.stage.needed is None else stage.stage.needed.quantize(EIGHT),
        link.rests_on,
        exact(stage.supports),
        stage.stage in result.narrowest,
        exact(result.final_output),
        exact(stage.used),
        exact(stage.surplus),
        stage.feed_from.name if stage.feed_from else None,
        exact(stage.imported_feed),
        stage.flag or None,
        ", ".join(result.unknown) or None,
    )


def exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(SIX)


def described(balances: list[Balance]) -> list[str]:
    """The binding stages by chain in words, over the first ten years."""
    words = [
        "Of a chain with unknown stages the final product is at most what is shown: one of them may bind.",
        "Where not all plants of a stage are known, its output is at least what is shown: it may be wider.",
        "Where no yield is on record, a stage carries at most what it contains: losses are unknown.",
        "The yield from concentrate to NdPr oxide is that of one site.",
    ]
    first = min((one.year for one in balances), default=0)
    for chain in dict.fromkeys(one.chain for one in balances):
        own = [one for one in balances if one.chain == chain and one.basis == "p50" and one.year < first + 10]
        named = [f"{one.year} {one.binding or 'unknown'}" for one in own]
        words.append(f"{chain}, by P50: {', '.join(named)}.")
    return words


DEFINITION = Definition(
    "supply-chain",
    "Supply chains",
    "Which stage of each chain is the narrowest, year by year?",
    COLUMNS,
    ("mineral",),
    answer,
)

"""The balance of every chain on record, year by year; and of a chain that cannot be balanced, why."""

from dataclasses import dataclass, field
from decimal import Decimal

from projects.calculations.supply_chain import ZERO, ChainBalance, Stage, StageBalance, chain_balance
from projects.models.chains_on_record import ChainOnRecord, StageOnRecord, chains_at, factors_at
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .domestic_output import ESTIMATED, Domestic, Output
from .projected import Projected, year_of_day

BASES = ("p50", "forecast")


@dataclass(frozen=True, slots=True)
class Balance:
    """A chain in a year, by facts only or with estimates: its stages and outputs in the order of the result's stages.

    `whys` says of each stage why its factor or its national figure is not known.
    """

    chain: ChainOnRecord
    year: int
    outputs: tuple[Output, ...]
    whys: tuple[str, ...]
    result: ChainBalance

    @property
    def stages(self) -> list["StageAnswer"]:
        return [StageAnswer(self, *pair) for pair in zip(self.outputs, self.result.stages, strict=True)]

    @property
    def binding(self) -> str:
        """The narrowest stages by name, empty where none is known."""
        return " and ".join(stage.name for stage in self.result.narrowest)

    @property
    def is_partial(self) -> bool:
        """True where not all plants of a narrowest stage are known: it may be wider than shown."""
        pairs = zip(self.result.stages, self.outputs, strict=True)
        return any(row.stage in self.result.narrowest and output.is_partial for row, output in pairs)


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """One stage of a balance, by facts only or with estimates."""

    balance: Balance
    output: Output
    row: StageBalance

    @property
    def left_out(self) -> str | None:
        return ", ".join(self.output.left_out) or None

    @property
    def binds(self) -> bool:
        return self.row.stage in self.balance.result.narrowest

    @property
    def unknown_stages(self) -> str | None:
        return ", ".join(self.balance.result.unknown) or None


@dataclass(frozen=True, slots=True)
class BothBalances:
    """A chain in a year by facts only and with estimates. A forecast has no chance in it, and so no estimates."""

    basis: str
    facts: Balance
    estimated: Balance | None

    @property
    def chain(self) -> ChainOnRecord:
        return self.facts.chain

    @property
    def year(self) -> int:
        return self.facts.year

    @property
    def leading(self) -> Balance:
        """The answer that leads: with estimates, where there is one."""
        return self.estimated or self.facts

    @property
    def final_unit(self) -> str:
        """The unit of the final product, the last stage of the chain proper."""
        return self.chain.stages[-1].unit

    @property
    def is_known(self) -> bool:
        """True where of one stage both the output and the yield are known, by either answer."""
        return bool(self.facts.result.narrowest or self.leading.result.narrowest)

    @property
    def lines(self) -> list["StageLine"]:
        facts = self.facts.stages
        estimated = self.estimated.stages if self.estimated else [None] * len(facts)
        return [
            StageLine(self.chain, self, *parts)
            for parts in zip(self.chain.every, facts, estimated, self.facts.whys, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of a chain in a year. Of a chain that cannot be balanced only the chain and `why` are set.

    `on_estimates` is the part of the output with estimates that rests on them, where a report asks for it.
    """

    chain: ChainOnRecord
    both: BothBalances | None = None
    stage: StageOnRecord | None = None
    facts: StageAnswer | None = None
    estimated: StageAnswer | None = None
    why: str = ""
    on_estimates: Decimal | None = None

    @property
    def leading(self) -> StageAnswer | None:
        return self.estimated or self.facts

    @property
    def national(self) -> str | None:
        known = self.facts and self.facts.output.national
        return known.described if known else None


@dataclass(frozen=True, slots=True)
class Balances:
    """Every chain that can be balanced, year by year; and those that cannot, each with the reason."""

    balanced: list[BothBalances] = field(default_factory=list)
    unbalanced: list[ChainOnRecord] = field(default_factory=list)

    def of(self, mineral: str) -> "Balances":
        """Those of the chains in which a mineral counts; all of them where none is named."""
        if not mineral:
            return self
        return Balances(
            [one for one in self.balanced if mineral in one.chain.minerals],
            [one for one in self.unbalanced if mineral in one.minerals],
        )


def balances_at(at: AsOf, found: Projected) -> Balances:
    """Every chain of the record, each year from that of the day on, by P50 and by the forecast."""
    conversions = factors_at(at)
    domestic = Domestic(at, found, conversions)
    years = range(year_of_day(at, found.run), years_of(found.run).stop)
    result = Balances()
    for chain in chains_at(at, conversions):
        if chain.why:
            result.unbalanced.append(chain)
        else:
            result.balanced.extend(both(chain, year, basis, domestic) for year in years for basis in BASES)
    return result


def both(chain: ChainOnRecord, year: int, basis: str, domestic: Domestic) -> BothBalances:
    estimated = balance(chain, year, ESTIMATED, domestic) if basis == "p50" else None
    return BothBalances(basis, balance(chain, year, basis, domestic), estimated)


def balance(chain: ChainOnRecord, year: int, basis: str, domestic: Domestic) -> Balance:
    outputs, whys, stages = [], [], []
    for one in chain.every:
        output = domestic.output(one, year, basis)
        needed, why = one.needed(domestic.factors)
        national = output.national
        imported, scrap = (national.imported, national.scrap) if national else (ZERO, ZERO)
        stages.append(Stage(one.name, one.unit, output.amount, needed, imported, scrap))
        outputs.append(output)
        whys.append("; ".join(part for part in (why, national.why if national else "") if part))
    proper = len(chain.stages)
    joins = [(stage, into) for stage, (_, into) in zip(stages[proper:], chain.sides, strict=True)]
    return Balance(chain, year, tuple(outputs), tuple(whys), chain_balance(stages[:proper], joins))

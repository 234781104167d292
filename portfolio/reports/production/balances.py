"""The balance of every chain on record, year by year; and of a chain that cannot be balanced, why."""

from dataclasses import dataclass, field

from projects.calculations.supply_chain import ZERO, ChainBalance, Stage, StageBalance, chain_balance
from projects.models.chains_on_record import ChainOnRecord, StageOnRecord, chains_at, factors_at
from record.calculations.as_of import AsOf

from .domestic_output import Domestic, Output
from .projected import Projected

BASES = ("p50", "forecast")


@dataclass(frozen=True, slots=True)
class Balance:
    """A chain in a year: its stages and outputs in the order of the result's stages; `whys` why one is not known."""

    chain: ChainOnRecord
    year: int
    basis: str
    outputs: tuple[Output, ...]
    whys: tuple[str, ...]
    result: ChainBalance

    @property
    def lines(self) -> list["StageLine"]:
        return [
            StageLine(self.chain, self, *parts)
            for parts in zip(self.chain.every, self.outputs, self.whys, self.result.stages, strict=True)
        ]

    @property
    def binding(self) -> str:
        """The narrowest stages by name, empty where none is known."""
        return " and ".join(stage.name for stage in self.result.narrowest)

    @property
    def final_unit(self) -> str:
        """The unit of the final product, the last stage of the chain proper."""
        return self.chain.stages[-1].unit

    @property
    def is_partial(self) -> bool:
        """True where not all plants of a narrowest stage are known: it may be wider than shown."""
        pairs = zip(self.result.stages, self.outputs, strict=True)
        return any(row.stage in self.result.narrowest and output.is_partial for row, output in pairs)


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of a balance. Of a chain that cannot be balanced only the chain and `why` are set."""

    chain: ChainOnRecord
    balance: Balance | None = None
    stage: StageOnRecord | None = None
    output: Output | None = None
    why: str = ""
    row: StageBalance | None = None

    @property
    def national(self) -> str | None:
        return self.output.national.described if self.output and self.output.national else None

    @property
    def left_out(self) -> str | None:
        return (self.output and ", ".join(self.output.left_out)) or None

    @property
    def binds(self) -> bool | None:
        return None if self.balance is None or self.row is None else self.row.stage in self.balance.result.narrowest


@dataclass(frozen=True, slots=True)
class Balances:
    """Every chain that can be balanced, year by year; and those that cannot, each with the reason."""

    balanced: list[Balance] = field(default_factory=list)
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
    years = range(at.as_of.year, found.run.parameters["first_year"] + found.run.parameters["years"])
    result = Balances()
    for chain in chains_at(at, conversions):
        if chain.why:
            result.unbalanced.append(chain)
        else:
            result.balanced.extend(balance(chain, year, basis, domestic) for year in years for basis in BASES)
    return result


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
    return Balance(chain, year, basis, tuple(outputs), tuple(whys), chain_balance(stages[:proper], joins))

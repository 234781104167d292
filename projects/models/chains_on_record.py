"""The chains that are on record at an AsOf, each in the order in which its stages lead to the final product."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.chain_topology import ONE, Pair, taken, topology
from projects.calculations.units import measure_of
from record.calculations.as_of import AsOf

from .chain_links import ChainFactor, ChainLink, RestsOn, StageStatistic
from .minerals import Chain, ChainStage, Conversion, Mineral

Factors = Mapping[Pair, Decimal]
LAST = 10**6


@dataclass(frozen=True, slots=True)
class StageOnRecord:
    """A stage with what it feeds, its factors and the figures of its national production; `link` None for the last."""

    stage: ChainStage
    mineral: str
    link: ChainLink | None = None
    factors: tuple[ChainFactor, ...] = ()
    production: tuple[StageStatistic, ...] = ()

    @property
    def name(self) -> str:
        """Its name within the chain, as in its identifier."""
        return self.stage.stage.replace("_", "-")

    @property
    def slug(self) -> str:
        return self.stage.slug

    @property
    def unit(self) -> str:
        return self.stage.unit_of_account

    @property
    def rests_on(self) -> RestsOn:
        return RestsOn(self.link.rests_on) if self.link else RestsOn.ITSELF

    def needed(self, conversions: Factors) -> tuple[Decimal | None, str]:
        """What one unit of the final product takes of this stage, and why that is not known, else empty."""
        if self.rests_on is RestsOn.ITSELF:
            return ONE, ""
        if self.rests_on is RestsOn.YIELDS and not self.factors:
            return None, f"no factor on record says how much of {self.name} the final product takes"
        pairs = [((row.from_product, row.to_product), row.is_divided) for row in self.factors]
        try:
            found = taken(
                [pair for pair, divided in pairs if not divided],
                [pair for pair, divided in pairs if divided],
                conversions,
            )
        except ValueError as error:
            return None, str(error)
        return found, ""


@dataclass(frozen=True, slots=True)
class ChainOnRecord:
    """A chain: its stages, the final product last, and the feeds that join from another side; or why it has none."""

    chain: Chain
    stages: tuple[StageOnRecord, ...] = ()
    sides: tuple[tuple[StageOnRecord, str], ...] = ()
    why: str = ""
    minerals: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        return self.chain.slug

    @property
    def title(self) -> str:
        return self.chain.title or self.chain.name

    @property
    def every(self) -> tuple[StageOnRecord, ...]:
        """The stages in order, then the feeds from another side."""
        return (*self.stages, *(side for side, _ in self.sides))

    @property
    def notes(self) -> list[str]:
        """What its factors say besides, each once."""
        return list(dict.fromkeys(row.note for stage in self.every for row in stage.factors if row.note))


def factors_at(at: AsOf) -> dict[Pair, Decimal]:
    """The conversions that count at `at`: (from, to) → factor."""
    return {
        (row.from_product, row.to_product): row.factor for row in Conversion.objects.at(at) if row.factor is not None
    }


def chains_at(at: AsOf, conversions: Factors) -> list[ChainOnRecord]:
    """Every chain on record, in the order of their places; the same few questions however many there are."""
    minerals = {pk: mineral.slug for pk, mineral in Mineral.objects.at(at).items()}
    links = ChainLink.objects.at(at).latest_by("stage_id")
    factors: dict[int, list[ChainFactor]] = defaultdict(list)
    for row in ChainFactor.objects.at(at):
        factors[row.stage_id].append(row)
    production: dict[int, list[StageStatistic]] = defaultdict(list)
    for row in StageStatistic.objects.at(at).filter(stage__isnull=False):
        production[row.stage_id].append(row)
    own: dict[int, list[StageOnRecord]] = defaultdict(list)
    stages = ChainStage.objects.at(at)
    for stage in sorted(stages.values(), key=lambda one: (one.sequence, one.pk)):
        mineral = minerals.get(stage.mineral_id, "")
        own[stage.chain_id].append(
            StageOnRecord(stage, mineral, links.get(stage.pk), tuple(factors[stage.pk]), tuple(production[stage.pk]))
        )
    names = {name for pair in conversions for name in pair}
    chains = sorted(Chain.objects.at(at).values(), key=lambda one: (LAST if one.place is None else one.place, one.slug))
    return [in_order(chain, own[chain.pk], stages, names) for chain in chains]


def in_order(
    chain: Chain, stages: list[StageOnRecord], every: Mapping[int, ChainStage], measures: Container[str]
) -> ChainOnRecord:
    """The chain with its stages in order, or why they have none."""
    by_name = {one.name: one for one in stages}
    minerals = frozenset(one.mineral for one in stages if one.mineral)
    feeds = {
        one.name: StageOnRecord(every[one.link.into_id], "").name
        for one in stages
        if one.link and one.link.into_id in every
    }
    try:
        found = topology(list(by_name), feeds)
    except ValueError as error:
        return ChainOnRecord(chain, why=str(error), minerals=minerals)
    ordered = tuple(by_name[name] for name in found.stages)
    sides = tuple((by_name[name], into) for name, into in found.sides)
    balanced = (*ordered, *(side for side, _ in sides))
    for one in balanced:
        if not one.mineral:
            return ChainOnRecord(chain, why=f"no mineral is named at its stage {one.name}", minerals=minerals)
        if measure_of(one.unit, measures) is None:
            why = f"the unit of its stage {one.name}, {one.unit or 'none'}, is not known: no conversion names it"
            return ChainOnRecord(chain, why=why, minerals=minerals)
    return ChainOnRecord(
        chain, ordered, sides, minerals=frozenset(one.mineral for one in (*ordered, *(side for side, _ in sides)))
    )

"""Which national figures stand beside a line: those of its own stage, in its own unit, else with what they are of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.calculations.reliance import Statistic
from projects.models import BaselineStatistic, Conversion, ProjectedOutput
from record.calculations.as_of import AsOf

CONSUMPTION, RELIANCE = "apparent_consumption", "net_import_reliance_pct"
OF_ALL = frozenset({"all", "all forms"})
THOUSAND = Decimal(1000)
LITHIUM = ("Li (contained)", "Li2CO3 (LCE)")
SAME_STAGE: dict[str, frozenset[str]] = {
    "rare-earths-magnet-chain-mine": frozenset({"mineral concentrates"}),
    "rare-earths-magnet-chain-separation": frozenset({"compounds and metals"}),
    "copper-refinery": frozenset({"primary refined and old scrap", "refined"}),
    "nickel-refined": frozenset({"total incl. scrap"}),
    "titanium-metal-metal": frozenset({"sponge"}),
    "graphite-mine": OF_ALL,
    "concentrate": frozenset({"ores and concentrates"}),
    "refining": frozenset({"refined"}),
}
"""Our stage, and the names under which the statistics publish the same."""
PUBLISHED_UNDER = {"titanium-metal-metal": "Titanium sponge"}
"""Stages that have a chapter of their own in the statistics."""

Newest = Mapping[tuple[str, str], list[Statistic]]


@dataclass(frozen=True, slots=True)
class Country:
    """The newest figures beside a line, as printed; `None` where none is published."""

    consumption: Statistic | None
    reliance: Statistic | None


def newest_statistics(at: AsOf) -> Newest:
    """(mineral, metric) → the figures of the newest year of each stage, as printed."""
    found: dict[tuple[str, str], dict[str, Statistic]] = defaultdict(dict)
    rows = BaselineStatistic.objects.at(at).filter(metric__in=(CONSUMPTION, RELIANCE)).order_by("year", "pk")
    for one in rows:
        found[one.mineral, one.metric][one.stage] = Statistic(
            one.value, one.raw, one.unit, one.stage, one.year, one.edition, one.qualifier
        )
    return {key: [by_stage[stage] for stage in sorted(by_stage)] for key, by_stage in found.items()}


def lithium_factor(at: AsOf) -> Decimal | None:
    """Tonnes of carbonate equivalent for one of lithium; None where no row says so."""
    row = Conversion.objects.at(at).filter(from_product=LITHIUM[0], to_product=LITHIUM[1]).last()
    return row.factor if row else None


def country_of(line: ProjectedOutput, newest: Newest, names: Iterable[str], is_headline: bool) -> Country:
    """The figures under the stage's own chapter, else under the first of `names` that has any."""
    own = PUBLISHED_UNDER.get(line.stage)
    for name in (own, *names):
        if name and ((name, CONSUMPTION) in newest or (name, RELIANCE) in newest):
            stages = stages_of(line, is_headline)
            return Country(
                *(nearest(newest.get((name, metric), []), stages) for metric in (CONSUMPTION, RELIANCE)),
            )
    return Country(None, None)


def stages_of(line: ProjectedOutput, is_headline: bool) -> frozenset[str]:
    """The names under which the statistics publish the stage of a line; figures of all forms are of the headline."""
    named = SAME_STAGE.get(line.stage, frozenset())
    # Separated oxides are published as total rare earths alone: never beside one element or a group of two.
    if line.stage == "rare-earths-magnet-chain-separation" and line.mineral != "reo":
        named = frozenset()
    return named | OF_ALL if is_headline else named


def nearest(figures: list[Statistic], stages: frozenset[str]) -> Statistic | None:
    """The figure of the stage, else the first: its own name then says why it stands apart."""
    return next((one for one in figures if one.stage in stages), next(iter(figures), None))


def as_line(one: Statistic | None, line: ProjectedOutput, stages: frozenset[str], lce: Decimal | None) -> (
    Statistic | None
):  # fmt: skip
    """The figure in the stage and the unit of the line, where they are the same things by other names."""
    if one is None:
        return None
    found = replace(one, stage=line.stage) if one.stage in stages else one
    if found.unit.startswith("kt "):
        found = replace(found, unit=found.unit[1:], value=None if found.value is None else found.value * THOUSAND)
    if found.unit == "t Li" and line.unit == "t LCE" and lce is not None:
        return replace(found, unit="t LCE", value=None if found.value is None else found.value * lce)
    if line.unit in ("t contained", "t contained metal") and found.unit.lower() == f"t {line.mineral}":
        return replace(found, unit=line.unit)
    if line.unit == "t Ti" and found.unit == "t" and found.stage == line.stage:
        return replace(found, unit=line.unit)
    return found

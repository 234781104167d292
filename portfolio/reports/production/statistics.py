"""Which national figures stand beside a line: those of its own stage, in its own unit, else with what they are of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from projects.calculations.reliance import Statistic
from projects.calculations.units import content_of, in_measure
from projects.models import BaselineStatistic, Metric, ProjectedOutput, StageStatistic
from projects.models.chains_on_record import Factors, factors_at
from record.calculations.as_of import AsOf

CONSUMPTION, RELIANCE = "apparent_consumption", "net_import_reliance_pct"
OF_ALL = frozenset({"all", "all forms"})
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


@dataclass(frozen=True, slots=True)
class Published:
    """Under which names the statistics publish each stage, and the conversions that lead to its unit."""

    newest: Newest
    names: Mapping[str, list[StageStatistic]]
    conversions: Factors

    def of(self, line: ProjectedOutput) -> list[StageStatistic]:
        """The names of the stage of a line, for its mineral."""
        return [one for one in self.names.get(line.stage, ()) if one.only_mineral in ("", line.mineral)]

    def country_of(self, line: ProjectedOutput, names: Iterable[str], is_headline: bool) -> Country:
        """The figures under the stage's own chapter, else under the first of `names` that has any."""
        own = [one.published_mineral for one in self.of(line)]
        for name in (*own, *names):
            if name and ((name, CONSUMPTION) in self.newest or (name, RELIANCE) in self.newest):
                stages = self.stages_of(line, is_headline)
                return Country(
                    *(nearest(self.newest.get((name, metric), []), stages) for metric in (CONSUMPTION, RELIANCE)),
                )
        return Country(None, None)

    def stages_of(self, line: ProjectedOutput, is_headline: bool) -> frozenset[str]:
        """The names under which the stage of a line is published; figures of all forms are of the headline."""
        named = frozenset(one.published_stage for one in self.of(line))
        return named | OF_ALL if is_headline else named

    def as_line(self, one: Statistic | None, line: ProjectedOutput, stages: frozenset[str]) -> Statistic | None:
        """The figure in the stage and the unit of the line, where they are the same things by other names."""
        if one is None:
            return None
        found = self.times(one, *in_measure(one.unit, line.unit, self.conversions))
        for row in self.of(line):
            if one.stage == row.published_stage and found.unit == row.published_unit:
                found = self.converted(found, row, line.unit)
        if found.unit.lower() == content_of(line.unit, line.mineral).lower():
            found = replace(found, unit=line.unit)
        return replace(found, stage=line.stage) if one.stage in stages else found

    def converted(self, one: Statistic, row: StageStatistic, unit: str) -> Statistic:
        """The figure by the conversion of a row; as it is where none is on record."""
        if not row.from_product:
            return replace(one, unit=unit)
        factor = self.conversions.get((row.from_product, row.to_product))
        return one if factor is None else self.times(one, unit, factor)

    @staticmethod
    def times(one: Statistic, unit: str, factor: Decimal) -> Statistic:
        return replace(one, unit=unit, value=None if one.value is None else one.value * factor)


def published_at(at: AsOf) -> Published:
    names: dict[str, list[StageStatistic]] = defaultdict(list)
    for row in StageStatistic.objects.at(at).filter(metric=Metric.USE).select_related("stage"):
        names[row.stage.slug if row.stage else row.stage_as_stated].append(row)
    return Published(newest_statistics(at), names, factors_at(at))


def nearest(figures: list[Statistic], stages: frozenset[str]) -> Statistic | None:
    """The figure of the stage, else the first: its own name then says why it stands apart."""
    return next((one for one in figures if one.stage in stages), next(iter(figures), None))

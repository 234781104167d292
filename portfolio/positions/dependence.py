"""On whom the country depends at an AsOf: import shares, reliance, output of the world, countries of concern."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from projects.calculations.dependence import Case, Range, cases_of, together, unnamed
from projects.models import (
    Country,
    CountryStanding,
    ImportReliance,
    ImportShare,
    NationalDemand,
    Project,
    ProjectMineral,
    Standing,
    WorldOutput,
)
from record.calculations.as_of import AsOf
from record.models import Citation

ZERO, ONE = Decimal(0), Decimal(1)
NOTHING: Range = (ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class Form:
    """The newest import shares of a form of a mineral, the reliance of the form, and the use that goes with it."""

    mineral: str
    form: str
    period: str
    named: dict[int, ImportShare] = field(default_factory=dict)
    rest: ImportShare | None = None
    reliance: ImportReliance | None = None
    demand: NationalDemand | None = None

    @property
    def published(self) -> list[ImportShare | ImportReliance]:
        """The facts that it rests on."""
        return [*self.facts, *([self.reliance] if self.reliance else [])]

    @property
    def facts(self) -> list[ImportShare]:
        return [*self.named.values(), *([self.rest] if self.rest else [])]

    @property
    def shares(self) -> list[Decimal]:
        """The shares of the named countries, as printed."""
        found: list[Any] = [one.share for one in self.named.values()]
        return found

    @property
    def other(self) -> Range:
        """The share of the countries that are not named: as printed, else what the named ones leave."""
        if self.rest is not None:
            return self.rest.ends
        left = max(ZERO, ONE - sum(self.shares, ZERO))
        return left, left

    def share_of(self, country: int) -> Range:
        """The share of imports of a country by its id; a range where it is not named."""
        if country in self.named:
            return self.named[country].ends
        return unnamed(self.shares, self.other[1])

    def share_of_all(self, countries: set[int]) -> Range:
        """The share of imports of several countries."""
        found = [self.named[one].ends for one in sorted(countries & self.named.keys())]
        missing = countries - self.named.keys()
        of_one = self.share_of(min(missing)) if missing else NOTHING
        return together(found, len(missing), of_one, self.other[1])

    @property
    def reliance_range(self) -> Range | None:
        one: Any = self.reliance
        return (one.low, one.high) if one else None

    @property
    def is_use_implied(self) -> bool:
        """True where no use is published, and a range of it follows from the class of the reliance."""
        return bool(self.demand and self.demand.is_stand_in and self.demand.low < self.demand.high)

    @property
    def why_no_use(self) -> str:
        """Why no use of the year of the reliance is known; empty where it is."""
        if self.reliance is None:
            return "no import reliance is published of this form"
        if self.demand is None:
            return "no US use of this form is on record, so no quantity and no figure after the gain"
        if self.demand.last_year != self.reliance.year:
            return f"use is of {self.demand.years}, reliance of {self.reliance.year}"
        return ""

    @property
    def use(self) -> Range | None:
        """The use of the year of the reliance: its newest figure, or the range that stands in for one."""
        one: Any = self.demand
        if one is None or self.why_no_use:
            return None
        return (one.low, one.high) if self.is_use_implied else (one.central, one.central)

    @property
    def cases(self) -> tuple[Case, ...]:
        found = self.reliance_range
        return cases_of(found, self.use, is_use_implied=self.is_use_implied) if found else ()


@dataclass(frozen=True, slots=True)
class WorldStage:
    """Who makes a mineral at a stage, in the newest year on record."""

    mineral: str
    stage: str
    year: int
    by_country: dict[int, WorldOutput]


@dataclass(frozen=True, slots=True)
class Dependence:
    """All of it at an AsOf. `concern`: country by id → the standing that names its statute."""

    forms: dict[str, list[Form]]
    world: dict[str, list[WorldStage]]
    countries: dict[int, Country]
    concern: dict[int, CountryStanding]
    secondary: frozenset[int]


def dependence_at(at: AsOf) -> Dependence:
    """In a fixed number of questions, however many minerals there are."""
    standings = CountryStanding.objects.at(at).latest_by("country_id")
    return Dependence(
        forms_at(at),
        world_at(at),
        Country.objects.at(at),
        {pk: one for pk, one in standings.items() if one.standing == Standing.OF_CONCERN},
        Citation.secondary(),
    )


def forms_at(at: AsOf) -> dict[str, list[Form]]:
    """Mineral → its forms, those of which a reliance is published first."""
    shares = ImportShare.objects.at(at).select_related("citation").latest_by("mineral", "form", "period", "country_id")
    by_form: dict[tuple[str, str], dict[str, list[ImportShare]]] = defaultdict(lambda: defaultdict(list))
    for one in shares.values():
        by_form[one.mineral, one.form][one.period].append(one)
    reliances: dict[tuple[str, str], ImportReliance] = {}
    rows = ImportReliance.objects.at(at).select_related("citation").latest_by("mineral", "form", "year")
    for row in sorted(rows.values(), key=lambda one: one.year):
        reliances[row.mineral, row.form] = row
    demands = NationalDemand.objects.at(at).latest_by("demand")
    found: dict[str, list[Form]] = defaultdict(list)
    for mineral, form in sorted(by_form.keys() | reliances.keys()):
        period = max(by_form[mineral, form], default="")
        newest = by_form[mineral, form][period] if period else []
        reliance = reliances.get((mineral, form))
        found[mineral].append(
            Form(
                mineral,
                form,
                period,
                {one.country_id: one for one in newest if one.country_id},
                next((one for one in newest if one.country_id is None), None),
                reliance,
                demands.get(reliance.demand) if reliance else None,
            )
        )
    return {mineral: sorted(forms, key=lambda one: one.reliance is None) for mineral, forms in found.items()}


def world_at(at: AsOf) -> dict[str, list[WorldStage]]:
    rows = WorldOutput.objects.at(at).select_related("citation").latest_by("mineral", "stage", "year", "country_id")
    newest: dict[tuple[str, str], int] = {}
    for row in rows.values():
        newest[row.mineral, row.stage] = max(row.year, newest.get((row.mineral, row.stage), row.year))
    found: dict[str, list[WorldStage]] = defaultdict(list)
    for (mineral, stage), year in sorted(newest.items()):
        of_stage = [one for one in rows.values() if (one.mineral, one.stage, one.year) == (mineral, stage, year)]
        found[mineral].append(
            WorldStage(mineral, stage, year, {one.country_id: one for one in of_stage if one.country_id})
        )
    return found


def minerals_of(at: AsOf, projects: set[int]) -> set[str]:
    """The minerals that these projects are about, by identifier."""
    known = ProjectMineral.objects.known(at).filter(project__in=Project.objects.filter(pk__in=projects))
    return set(known.values_list("mineral__slug", flat=True))

"""The lines of dependence by country: a country, or several together, by one form of a mineral."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.calculations.support import Support
from portfolio.positions.dependence import Dependence, Form, WorldStage, dependence_at, forms_at, minerals_of
from portfolio.positions.project_support import reach_by_project
from projects.calculations.dependence import Range, of_use, quantities, reliances_after
from projects.calculations.printed_symbols import SYMBOLS
from projects.models import Country, NationalDemand, ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent

from .projected import COUNTED, Projected

HOME = "domestic"
ZERO, ONE = Decimal(0), Decimal(1)
NAMED, UNNAMED, OTHER, CONCERN, NOTHING = (
    "named", "not named", "other countries", "countries of concern, in all", "no figures",
)  # fmt: skip
KINDS = ("facts", "estimated")
FIELDS = {"facts": ("p10", "p90"), "estimated": ("p10_estimated", "p90_estimated")}
Outputs = dict[tuple[str, str, str], dict[int, ProjectedOutput]]


@dataclass(frozen=True, slots=True)
class Gains:
    """What a gain adds since the year of the statistics, by facts only and with estimates; None where unknown."""

    facts: Range | None = None
    estimated: Range | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DependenceLine:
    """A country, or several together, by one form of a mineral; `share` None where no import share is published."""

    mineral: str
    kind: str
    year: int
    form: Form | None = None
    country: Country | None = None
    share: Range | None = None
    statute: str | None = None
    world: str | None = None
    gains: Gains = Gains()
    is_secondary: bool = False

    @property
    def reliance(self) -> Range | None:
        return self.form.reliance_range if self.form else None

    @property
    def use(self) -> Range | None:
        return self.form.use if self.form else None

    @property
    def demand(self) -> NationalDemand | None:
        return self.form.demand if self.form and self.use else None

    @property
    def of_use(self) -> Range | None:
        return of_use(self.reliance, self.share) if self.reliance and self.share else None

    @property
    def quantity(self) -> Range | None:
        return quantities(self.form.cases, self.share) if self.form and self.form.cases and self.share else None

    def gain(self, kind: str) -> Range | None:
        found: Range | None = getattr(self.gains, kind)
        return found

    def reliance_after(self, kind: str) -> Range | None:
        gain = self.gain(kind)
        return reliances_after(self.form.cases, gain) if self.form and self.form.cases and gain else None

    def of_use_after(self, kind: str) -> Range | None:
        left = self.reliance_after(kind)
        return of_use(left, self.share) if left and self.share else None

    def quantity_after(self, kind: str) -> Range | None:
        gain = self.gain(kind)
        return quantities(self.form.cases, self.share, gain) if self.form and self.share and gain and self.use else None

    @property
    def why(self) -> str:
        if self.form is None:
            return "no import shares and no import reliance are published of it"
        parts = ["" if self.share or self.kind != NOTHING else "no import shares are published of this form"]
        parts += [self.form.why_no_use, self.gains.why]
        return "; ".join(part for part in parts if part)

    @property
    def confidence(self) -> str | None:
        """The lowest of what the line rests on."""
        found = {one.confidence for one in self.form.published} if self.form else set()
        return next((one for one in ("low", "medium", "high") if one in found), None)

    @property
    def edition(self) -> str | None:
        return next((one.edition for one in self.form.published if one.edition), None) if self.form else None

    @property
    def sources(self) -> str | None:
        """The sources of the shares and of the reliance, each once."""
        cited = [one.citation.text for one in self.form.published if one.citation] if self.form else []
        return ";".join(dict.fromkeys(slug for text in cited for slug in text.split(";"))) or None


def lines_at(at: AsOf, projected: Projected | None, mineral: str, year: int) -> list[DependenceLine]:
    """The lines of a mineral, or of every mineral of a counted project; in a fixed number of questions."""
    found = dependence_at(at)
    wanted = [mineral] if mineral else sorted(counted_minerals(at, projected))
    gains = gains_of(projected)
    return [line for one in wanted for line in of_mineral(found, one, year, gains)]


def counted_minerals(at: AsOf, projected: Projected | None) -> set[str]:
    """The minerals of projects that an award counts for, and of their projected lines."""
    reached = {pk for pk, one in reach_by_project(at).items() if one.support is Support.COUNTED}
    lines = projected.lines if projected else []
    return minerals_of(at, reached) | {one.mineral for one in lines if one.reach == COUNTED}


def gains_of(projected: Projected | None) -> Outputs:
    """Mineral, stage and unit → the outputs of the counted plants at home by year."""
    found: Outputs = {}
    for row in projected.lines if projected else []:
        if (row.standing, row.reach) == (HOME, COUNTED):
            found.setdefault((row.mineral, row.stage, row.unit), {})[row.year] = row
    return found


def reliances_at(at: AsOf, projected: Projected, year: int) -> dict[tuple[str, str, str], tuple[Range, Range | None]]:
    """Mineral, stage and unit → the reliance before the gain of a year, and after it with estimates."""
    outputs = gains_of(projected)
    found: dict[tuple[str, str, str], tuple[Range, Range | None]] = {}
    for forms in forms_at(at).values():
        for form in forms:
            if form.reliance_range and form.demand:
                gain = since(form, outputs, year).estimated
                key = (form.demand.mineral, form.demand.stage, form.demand.unit)
                found[key] = (form.reliance_range, reliances_after(form.cases, gain) if gain else None)
    return found


def of_mineral(found: Dependence, mineral: str, year: int, outputs: Outputs) -> list[DependenceLine]:
    stages = found.world.get(mineral, [])
    forms = found.forms.get(mineral, [])
    if not forms:
        return [DependenceLine(mineral, NOTHING, year)]
    return [line for form in forms for line in of_form(found, form, stages, year, since(form, outputs, year))]


def since(form: Form, outputs: Outputs, year: int) -> Gains:
    """The gain of a year less what was gained by the year of the reliance, in the form of its use."""
    demand, reliance = form.demand, form.reliance
    if demand is None or reliance is None or form.use is None:
        return Gains()
    rows = outputs.get((demand.mineral, demand.stage, demand.unit))
    if not rows:
        return Gains(why="no plant at home that counts makes it in this form")
    if year not in rows or reliance.year not in rows:
        return Gains(why=f"the projection does not reach from {reliance.year} to {year}")
    facts, estimated = (between(rows[reliance.year], rows[year], FIELDS[kind]) for kind in KINDS)
    return Gains(facts, estimated, "" if estimated else "the gain is unknown")


def between(then: ProjectedOutput, now: ProjectedOutput, names: tuple[str, str]) -> Range | None:
    """The low gain less the high one of then, and the high one less the low one of then."""
    low, high = (getattr(now, name) for name in names)
    least, most = (getattr(then, name) for name in names)
    return None if None in (low, high, least, most) else (low - most, high - least)


def of_form(found: Dependence, form: Form, stages: list[WorldStage], year: int, gains: Gains) -> list[DependenceLine]:
    """The named countries, largest first; those of concern that are not named; the others; those of concern in all."""
    is_secondary = any(one.citation_id in found.secondary for one in form.published)

    def line(kind: str, share: Range | None, **more: Any) -> DependenceLine:
        return DependenceLine(form.mineral, kind, year, form, share=share, gains=gains, is_secondary=is_secondary,
                              **more)  # fmt: skip

    if not form.facts:
        return [line(NOTHING, None)]
    named = sorted(form.named, key=lambda pk: (-form.named[pk].share, found.countries[pk].code))
    absent = sorted(found.concern.keys() - form.named.keys(), key=lambda pk: found.countries[pk].code)
    lines = [
        line(
            kind,
            form.share_of(pk),
            country=found.countries[pk],
            statute=statute_of(found, pk),
            world=world_words(stages, pk),
        )
        for kind, countries in ((NAMED, named), (UNNAMED, absent))
        for pk in countries
    ]
    if form.rest is not None:
        lines.append(line(OTHER, form.other))
    if found.concern:
        concern = set(found.concern)
        statutes = "; ".join(sorted({one.statute for one in found.concern.values()}))
        lines.append(line(CONCERN, form.share_of_all(concern), statute=statutes, world=world_sum(stages, concern)))
    return lines


def statute_of(found: Dependence, country: int) -> str | None:
    """The law that names a country as one of concern; None for any other."""
    return found.concern[country].statute if country in found.concern else None


def world_words(stages: Iterable[WorldStage], country: int) -> str | None:
    """By stage: "mine: 36.4% (2025)", or that it is not named."""
    found = []
    for stage in stages:
        row = stage.by_country.get(country)
        if row is None:
            shown = "not named"
        elif row.share is None:
            shown = SYMBOLS.get(row.printed, "not published")
        else:
            shown = f"{row.qualifier}{in_percent(row.share)}"
        found.append(f"{stage.stage}: {shown} ({stage.year})")
    return ", ".join(found) or None


def world_sum(stages: Iterable[WorldStage], countries: set[int]) -> str | None:
    """By stage: what those that are named make together, at least."""
    found = []
    for stage in stages:
        rows = [stage.by_country[pk] for pk in countries & stage.by_country.keys()]
        shares: list[Any] = [row.share for row in rows if row.share is not None]
        total = min(ONE, sum(shares, ZERO))
        found.append(f"{stage.stage}: {f'at least {in_percent(total)}' if rows else 'none named'} ({stage.year})")
    return ", ".join(found) or None


def in_percent(share: Any) -> str:
    """A fraction in percent to one place: 36.4%, 100%."""
    return percent(share, 1)

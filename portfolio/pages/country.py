"""What the page of a mineral says of the country: reliance before and after, whose imports it uses, who makes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portfolio.positions.dependence import Dependence, dependence_at
from portfolio.reports import columns as c
from portfolio.reports.base import Column
from portfolio.reports.production.dependence import SHARES, SHIPPED, SOLD
from portfolio.reports.production.dependence_lines import (
    CONCERN,
    NAMED,
    NOTHING,
    OTHER,
    DependenceLine,
    gains_of,
    in_percent,
    of_mineral,
)
from portfolio.reports.production.projected import Projected
from portfolio.reports.production.world_output import ROUNDED, WorldLine
from portfolio.reports.production.world_output import of_mineral as world_of
from portfolio.reports.quoted import Sentence
from portfolio.reports.tables import Table, filled, marks_of
from projects.calculations.dependence import Range
from projects.models import Mineral, ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits

from .shares_of_use import shares_of_use

LARGEST = 5
CHINA = "CN"
NO_RELIANCE = (
    "No import reliance is published of it, so which part of US use comes from China is not known, before or after the "
    "gain."
)


@dataclass(frozen=True, slots=True)
class AgainstCountry:
    """Sentences and tables; of a mineral of which nothing is published the sentence alone.

    `shares` stand before them: which part of what the country uses the gain would be.
    """

    sentences: list[str]
    suppliers: list[Table]
    world: Table | None
    group: tuple[str, str] | None = None
    """Identifier and name of the group under which the statistics have it, where they have no row of its own."""
    shares: list[Sentence] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [*self.suppliers, *filter(None, [self.world])]


def words(found: Range | None) -> str | None:
    """A range of fractions in percent: 91%, 0 to 11.1%; None where it is not known."""
    if found is None:
        return None
    low, high = (in_percent(end) for end in found)
    return high if low == high else f"{low.removesuffix('%')} to {high}"


def size(found: Range | None, unit: str) -> str | None:
    """A range of quantities to three digits: 22,500 t Sb, 0 to 1,060 t Co."""
    if found is None:
        return None
    low, high = (three_digits(end) for end in found)
    return f"{high} {unit}" if low == high else f"{low} to {high} {unit}"


def world_table(lines: list[WorldLine]) -> Table:
    return Table(name="world", title="Who makes it", columns=filled(WORLD, lines), lines=lines, notes=(ROUNDED,))


def whom(line: DependenceLine) -> str:
    return line.country.name if line.country else line.kind


def a_year(of: Callable[[DependenceLine], Range | None]) -> Callable[[DependenceLine], str | None]:
    return lambda line: size(of(line), line.demand.unit) if line.demand else None


SAYS_WHY: dict[str, Any] = {"unknown": "the sentence above says why"}
SUPPLIERS = (
    Column("supplier", "From", "The country that shipped it.", value=whom),
    Column("share", "Share of imports", "The average of the years named.", value=lambda line: words(line.share)),
    Column("use_share", "Of US use", "Reliance x share of imports.", **SAYS_WHY, value=lambda line: words(line.of_use)),
    Column("use_share_after", "After the gain", "With estimates, likely range.", **SAYS_WHY,
           value=lambda line: words(line.of_use_after("estimated"))),
    Column("use_share_after_facts", "Facts only", "After the gain.", unknown="not drawn by facts alone",
           value=lambda line: words(line.of_use_after("facts"))),
    Column("quantity", "A year", "Before the gain.", **SAYS_WHY, value=a_year(lambda line: line.quantity)),
    Column("quantity_after", "A year, after", "With estimates, likely range.", **SAYS_WHY,
           value=a_year(lambda line: line.quantity_after("estimated"))),
    Column("world_shares", "Of the world's output", "At each stage, with its year.", is_prose=True, is_optional=True,
           unknown="no source states it", value=lambda line: line.world),
    Column("concern_statute", "Of concern by", "The law that names it.", unknown="not of concern", is_optional=True,
           value=lambda line: line.statute),
    c.SOURCES,
    Column("marks", "Beware", "What to beware of.", is_optional=True, unknown="nothing",
           value=lambda line: beware(line)),
)  # fmt: skip
COMPUTED = ("use_share", "quantity", "use_share_after", "use_share_after_facts", "quantity_after")
"""Columns that are left out where the reliance, the use or the gain is not known: the sentence says why."""
WORLD = (
    Column("world_stage", "Stage", "As the source names it.", value=lambda line: line.fact.stage),
    c.COUNTRY.of(lambda line: line.country.code),
    Column("world_share", "Of the world", "Its share of the output.", unknown="withheld, or not published",
           value=lambda line: f"{line.fact.qualifier}{in_percent(line.share)}"),
    Column("output_year", "Year", "Of the output.", value=lambda line: str(line.fact.year)),
    Column("concern_statute", "Of concern by", "The law that names it.", unknown="not of concern", is_optional=True,
           value=lambda line: line.statute),
    c.SOURCES,
    Column("marks", "Beware", "What to beware of.", is_optional=True, unknown="nothing",
           value=lambda line: beware(line)),
)  # fmt: skip


def beware(line: DependenceLine | WorldLine) -> str | None:
    confidence = line.fact.confidence if isinstance(line, WorldLine) else line.confidence or ""
    return ", ".join(marks_of(confidence=confidence)) or None


def against_country(
    at: AsOf,
    projected: Projected,
    mineral: str,
    year: int,
    gains: Iterable[ProjectedOutput],
    stages: Mapping[str, str],
    *,
    by_facts: bool = False,
) -> AgainstCountry:
    """Shares of what is used, reliance, suppliers and makers of a mineral; `gains` its lines at home in that year.

    `by_facts`: sentences tell what is left after a gain by facts alone, as the pictures do.
    """
    answer = "facts" if by_facts else "estimated"
    found = dependence_at(at)
    shares = shares_of_use(at, gains, stages, by_facts=by_facts)
    lines = of_mineral(found, mineral, year, gains_of(projected))
    makers = world_of(found, mineral)
    world = world_table(makers) if makers else None
    by_form: dict[str, list[DependenceLine]] = {}
    for line in lines:
        if line.form is not None:
            by_form.setdefault(line.form.form, []).append(line)
    if not by_form:
        return AgainstCountry([f"{sentence(lines[0].why)}."], [], world, group_of(at, found, mineral), shares)
    shown = [own for own in by_form.values() if own[0].reliance]
    sentences = [one for own in shown for one in of_form(own, answer)] or [NO_RELIANCE]
    tables = [own for own in shown or by_form.values() if own[0].kind != NOTHING]
    largest = [words for own in tables if (words := largest_suppliers(own))]
    return AgainstCountry(
        [*sentences, *largest, *largest_makers(makers)],
        [suppliers(number, own) for number, own in enumerate(tables)],
        world,
        shares=shares,
    )


def imports_of(first: DependenceLine) -> str:
    return f"Imports of {form_words(first)}, {first.form.period if first.form else ''}"


def largest_suppliers(lines: list[DependenceLine]) -> str:
    """The five countries of which a form is imported most, with their shares of it; empty where none is named."""
    named = [f"{whom(line)} {words(line.share)}" for line in lines if line.kind == NAMED and line.share][:LARGEST]
    return f"{imports_of(lines[0])}: {', '.join(named)}." if named else ""


def largest_makers(lines: list[WorldLine]) -> list[str]:
    """The five countries that make most of it in the world, a sentence for each stage and year."""
    by_stage: dict[tuple[str, int], list[WorldLine]] = {}
    for line in lines:
        if line.fact.share is not None:
            by_stage.setdefault((line.fact.stage, line.fact.year), []).append(line)
    return [
        f"Of the world's output, {stage}, {year}: "
        + ", ".join(f"{one.country.name} {one.fact.qualifier}{in_percent(one.share)}" for one in own[:LARGEST])
        + "."
        for (stage, year), own in by_stage.items()
    ]


def group_of(at: AsOf, found: Dependence, mineral: str) -> tuple[str, str] | None:
    """The group whose statistics stand for the mineral; None where there is none, or nothing is published of it."""
    minerals = {one.slug: one for one in Mineral.objects.at(at).values()}
    group = minerals[mineral].counted_in if mineral in minerals else ""
    return (group, minerals[group].name) if group in minerals and found.forms.get(group) else None


def of_form(lines: list[DependenceLine], answer: str) -> list[str]:
    """Reliance and use, now and after the gain by that answer; then each country of concern that is named, and all."""
    first = lines[0]
    reliance = first.form.reliance if first.form else None
    if reliance is None:
        return []
    left = after_words(first, words(first.reliance_after(answer)), answer)
    net = f"{words(first.reliance)} of US use is imported net in {reliance.year}{printed(first)}, {reliance.edition}"
    found = [f"{sentence(form_words(first))}: {net}; {left}."]
    if first.demand and (use := size(first.use, first.demand.unit)):
        stands = ", which stands in for a use that is withheld" if first.demand.is_stand_in else ""
        found.append(f"Use is {use}, {first.demand.measure} of {first.demand.last_year}{stands}.")
    of_concern = [line for line in lines if line.kind in (NAMED, CONCERN) and line.statute]
    for line in of_concern:
        name = "All countries of concern together" if line.kind == CONCERN else whom(line)
        share = words(line.of_use_after(answer))
        left = f"; {after_words(line, share, answer)}" if share or is_china(line) else ""
        found.append(f"{name}: {words(line.of_use)} of US use{left}.")
    if of_concern and not any(line.kind == NAMED and is_china(line) for line in lines):
        found.append("China is not named among its suppliers: what comes from there is a part of that.")
    return found


def is_china(line: DependenceLine) -> bool:
    return line.country is not None and line.country.code == CHINA


def printed(line: DependenceLine) -> str:
    """The class as printed, where it is one."""
    reliance = line.form.reliance if line.form else None
    return f" (printed as {reliance.printed})" if reliance and reliance.low != reliance.high else ""


def form_words(line: DependenceLine) -> str:
    return line.form.form if line.form else ""


def after_words(line: DependenceLine, share: str | None, answer: str) -> str:
    by = " by facts" if answer == "facts" else ""
    if share:
        return f"after the gain of {line.year}{by}, {share}"
    return f"after it unknown{by or f', since {line.why}'}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def suppliers(number: int, lines: list[DependenceLine]) -> Table:
    """The five largest, every country of concern that is named, the others, and those of concern in all."""
    named = [line for line in lines if line.kind == NAMED]
    shown = [line for place, line in enumerate(named) if place < LARGEST or line.statute]
    shown += [line for line in lines if line.kind not in (NAMED, OTHER, CONCERN) and line.country]
    shown += [line for line in lines if line.kind in (OTHER, CONCERN)]
    first = lines[0]
    unknown = {one.name for one in SUPPLIERS if not any(one.known(line) for line in shown)}
    columns = tuple(one for one in SUPPLIERS if one.name not in unknown.intersection(COMPUTED))
    return Table(
        name=f"suppliers-{number}",
        title=imports_of(first),
        columns=filled(columns, shown),
        lines=shown,
        notes=() if number else (SHARES, SOLD, SHIPPED),
    )

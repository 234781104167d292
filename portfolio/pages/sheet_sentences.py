"""What a sheet says of one thing beyond its money: who owns a company, what a mineral will be, what a program may."""

from collections.abc import Callable

from portfolio.positions.names import names_borne
from portfolio.positions.partners import HOME, partners_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports.production.partner_output import outputs_of
from portfolio.reports.production.projected import projected_at, year_asked
from portfolio.reports.quoted import Sentence
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from . import production, program
from .cited_in_sentences import with_counts
from .company_answer import all_owned
from .partner_output import OutputInWords
from .partner_sentences import of_one
from .sheet_scope import Scope

NO_PLANT = "No domestic plant that counts makes it."


def of_company(at: AsOf, scope: Scope) -> list[Sentence]:
    """What each agency owns of it, with basis and source."""
    stakes = stakes_at(at, scope.filters)
    owned = all_owned([one for one in stakes if one.first.issuer and one.first.issuer.slug == scope.slug])
    titles = names_borne("source_title", at)
    return [(with_counts(sentence, titles),) for sentence in owned]


def of_mineral(at: AsOf, scope: Scope) -> list[Sentence]:
    """What each picture of it finds, the odds of single plants first."""
    made = production.page(at, scope.slug)
    return [*(one.said for one in made.odds), *(one.said for one in made.fans)] or [(NO_PLANT,)]


def of_program(at: AsOf, scope: Scope) -> list[Sentence]:
    return [program.page(at, scope.slug).sentence]


def of_output(at: AsOf, scope: Scope) -> list[Sentence]:
    """What the plants of a place make in the year of the scope, those that no signed award reaches apart."""
    found = projected_at(at)
    if found is None:
        return []
    year = scope.made.year if scope.made.year in years_of(found.run) else year_asked(at, None, found.run)
    lines = outputs_of(found, year, lambda phase: scope.holds_project(phase.phase.project))
    if not lines:
        return [(f"No plant in {scope.name} whose output is worked out is on this record.",)]
    words = OutputInWords(found, names_borne("mineral", at), names_borne("stage", at))
    counted, others = ([one for one in lines if one.is_counted is is_so] for is_so in (True, False))
    made = "; ".join(map(words.said, counted)) or "nothing that counts"
    would = "; ".join(f"{words.said(one)} ({one.output.reach})" for one in others)
    abroad = ", never domestic gain" if scope.kind == "country" else ""
    first = f"In {year} plants in {scope.name} that signed awards reach make, with estimates{abroad}: {made}."
    return [(first,), *([(f"Those that none reaches would make: {would}.",)] if would else ())]


SAID: dict[str, Callable[[AsOf, Scope], list[Sentence]]] = {
    "company": of_company,
    "mineral": of_mineral,
    "program": of_program,
}


def of_scope(at: AsOf, scope: Scope) -> list[Sentence]:
    """The sentences of its kind; of the whole, an agency and a project there are none but those of money."""
    if scope.kind == "country":
        partner = partners_at(at).of(scope.filters.country)
        is_home = scope.filters.country == HOME  # what is made at home has a page of its own, far longer than a sheet
        return [of_one(partner, at.as_of), *([] if is_home else of_output(at, scope))]
    if scope.kind == "state":
        return of_output(at, scope)
    said = SAID.get(scope.kind)
    return said(at, scope) if said else []

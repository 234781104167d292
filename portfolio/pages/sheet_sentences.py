"""What a sheet says of one thing beyond its money: who owns a company, what a mineral will be, what a program may."""

from collections.abc import Callable

from portfolio.positions.names import names_borne
from portfolio.positions.partners import partners_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports.quoted import Sentence
from record.calculations.as_of import AsOf

from . import production, program
from .cited_in_sentences import with_counts
from .company_answer import all_owned
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
    return [(program.page(at, scope.slug).sentence,)]


SAID: dict[str, Callable[[AsOf, Scope], list[Sentence]]] = {
    "company": of_company,
    "mineral": of_mineral,
    "program": of_program,
}


def of_scope(at: AsOf, scope: Scope) -> list[Sentence]:
    """The sentences of its kind; of the whole, an agency, a project and a state there are none but those of money."""
    if scope.kind == "country":
        partner = partners_at(at).of(scope.filters.country)
        return [of_one(partner, at.as_of)]
    said = SAID.get(scope.kind)
    return said(at, scope) if said else []

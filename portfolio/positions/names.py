"""The names that stand for identifiers on a page: borne at an AsOf, by kind."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from portfolio.calculations.kinds import Family, Instrument
from portfolio.models import Agency, Investment, Program
from projects.models import CapacityPhase, ChainStage, Company, Country, Milestone, Mineral, Project
from record.calculations.as_of import AsOf
from record.models import Source

Names = dict[str, str]
Named = Callable[[AsOf], Names]
GIVEN = frozenset({Family.LOAN, Family.GUARANTEE, Family.AWARD, Family.TAX_CREDIT})
"""What somebody gets; of all else somebody is the issuer, or the other side."""
SLUG, NAME = attrgetter("slug"), attrgetter("name")


def of_table(model: Any, label: Callable[[Any], str] = NAME, code: Callable[[Any], str] = SLUG) -> Named:
    """How the names of a table are read: what stands in a file → what a page says instead."""
    return lambda at: {code(entity): label(entity) for entity in model.objects.at(at).values()}


def program_name(program: Program, agency: Agency) -> str:
    """A program that bears the code of its agency is the agency's own, and called by its name."""
    return agency.name if agency.code == program.code else program.name


def programs(at: AsOf) -> Names:
    agencies = Agency.objects.at(at)
    found = [one for one in Program.objects.at(at).values() if one.agency_id in agencies]
    return {one.slug: program_name(one, agencies[one.agency_id]) for one in found}


def of_sites(model: Any, label: Callable[[Any], str]) -> Named:
    """The names of what belongs to a site, after the name of the site; nothing of a site that was withdrawn."""

    def names(at: AsOf) -> Names:
        sites = Project.objects.at(at)
        found = [one for one in model.objects.at(at).values() if one.project_id in sites]
        return {one.slug: f"{sites[one.project_id].name}: {label(one)}" for one in found}

    return names


def award_name(instrument: Instrument, recipient: Company, issuer: Company | None) -> str:
    """Who issues it and what it is: "Trilogy Metals Inc.: warrant, from South32 Limited" where another one gives it."""
    giver = "" if issuer is None or issuer.pk == recipient.pk else f", from {recipient.name}"
    return f"{(issuer or recipient).name}: {instrument.label.lower()}{giver}"


def award_in_words(instrument: Instrument, recipient: Company, issuer: Company | None) -> str:
    """The same within a sentence: "warrant of Trilogy Metals Inc., from South32 Limited", "grant to ioneer Ltd"."""
    giver = "" if issuer is None or issuer.pk == recipient.pk else f", from {recipient.name}"
    of = "to" if instrument.family in GIVEN else "of"
    return f"{instrument.label.lower()} {of} {(issuer or recipient).name}{giver}"


def awards(at: AsOf) -> Names:
    companies = Company.objects.at(at)
    found = [one for one in Investment.objects.at(at).values() if one.recipient_id in companies]
    return {
        one.slug: award_name(Instrument(one.instrument), companies[one.recipient_id], companies.get(one.issuer_id or 0))
        for one in found
    }


phases = of_sites(CapacityPhase, attrgetter("product"))
milestones = of_sites(Milestone, NAME)


def unknowns(at: AsOf) -> Names:
    """What a figure hangs on: a phase, a milestone, a project, or the factor that plants share."""
    by_slug = programs(at)
    groups = {
        f"group:{one.code}": f"All plants under {by_slug[one.slug]}"
        for one in Program.objects.at(at).values()
        if one.slug in by_slug
    }
    minerals = {f"mineral:{slug}": f"All plants of {name}" for slug, name in names_borne("mineral", at).items()}
    return {**names_borne("project", at), **milestones(at), **phases(at), **groups, **minerals}


def secondary_sources(at: AsOf) -> Names:
    """The sources that were read in a secondary text and not opened themselves → that text."""
    return dict(Source.objects.known(at).exclude(read_in="").values_list("slug", "read_in"))


NAMED: dict[str, Named] = {
    "agency": of_table(Agency, code=attrgetter("code")),
    "award": awards,
    "company": of_table(Company),
    "country": of_table(Country, code=attrgetter("code")),
    "mineral": of_table(Mineral),
    "phase": phases,
    "program": programs,
    "project": of_table(Project),
    "source": secondary_sources,
    "stage": of_table(ChainStage, lambda stage: stage.stage.replace("-", " ")),
    "unknown": unknowns,
}


def names_borne(kind: str, at: AsOf) -> Names:
    """Identifier → name, of a kind of `NAMED`."""
    return NAMED[kind](at)

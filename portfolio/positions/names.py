"""The names that stand for identifiers on a page: borne at an AsOf, by kind."""

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from portfolio.calculations.kinds import Family, Instrument
from portfolio.models import Agency, Deal, Investment, Program
from projects.models import CapacityPhase, Chain, ChainStage, Company, Country, Milestone, Mineral, Project, RampUpCurve
from projects.models.states import state_names
from record.calculations.as_of import AsOf
from record.calculations.once import once
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
    """By its address and by its code: a file has the code, and a link the address."""
    agencies = Agency.objects.at(at)
    found = [one for one in Program.objects.at(at).values() if one.agency_id in agencies]
    names = {one: program_name(one, agencies[one.agency_id]) for one in found}
    return {key: name for one, name in names.items() for key in (one.slug, one.code)}


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


def of_awards(said: Callable[[Instrument, Company, Company | None], str]) -> Named:
    def names(at: AsOf) -> Names:
        companies = Company.objects.at(at)
        found = [one for one in Investment.objects.at(at).values() if one.recipient_id in companies]
        return {
            one.slug: said(Instrument(one.instrument), companies[one.recipient_id], companies.get(one.issuer_id or 0))
            for one in found
        }

    return names


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


def source_titles(at: AsOf) -> Names:
    """The title of each source."""
    return dict(Source.objects.known(at).values_list("slug", "title"))


def curve_name(series: str) -> str:
    """S2_after_McNulty: "series 2 after McNulty"; of a plant that was measured its name."""
    return re.sub(r"^S(?=\d)", "series ", series).replace("_", " ")


def curves(at: AsOf) -> Names:
    """The names of the ramp-up curves."""
    return {one: curve_name(one) for one in RampUpCurve.objects.known(at).values_list("series", flat=True)}


def states(at: AsOf) -> Names:
    """The states of the United States; of another country a region is kept by its name."""
    return state_names()


def in_text(at: AsOf) -> Names:
    """What an identifier of any kind is called within a sentence; where two kinds share one, the later kind's name.

    A word that something else is called by stays: "magnet" is the name of a stage, and the identifier of a mineral.
    """
    kinds = (
        "curve",
        "mineral",
        "stage",
        "phase",
        "chain",
        "milestone",
        "project",
        "company",
        "deal",
        "program",
        "agency",
    )
    names = {code: name for kind in kinds for code, name in names_borne(kind, at).items()}
    spoken = {name.casefold() for name in names.values()}
    return {code: name for code, name in names.items() if code not in spoken} | of_awards(award_in_words)(at)


class Paths(dict[str, str]):
    """The name of each identifier, and of a path of identifiers, such as deal/company/held, those of its parts."""

    def get(self, key: str, default: Any = None) -> Any:
        parts = [self[part] if part in self else part.replace("_", " ") for part in key.split("/") if part]
        return ", ".join(parts) or default


def in_paths(at: AsOf) -> Names:
    """What an identifier is called that stands alone, or in a path, where each kind may stand."""
    return Paths(in_text(at) | names_borne("company", at) | names_borne("investment", at))


NAMED: dict[str, Named] = {
    "agency": of_table(Agency, code=attrgetter("code")),
    "investment": of_awards(award_name),
    "company": of_table(Company),
    "country": of_table(Country, code=attrgetter("code")),
    "curve": curves,
    "deal": of_table(Deal),
    "chain": of_table(Chain),
    "milestone": milestones,
    "mineral": of_table(Mineral),
    "path": in_paths,
    "phase": phases,
    "program": programs,
    "project": of_table(Project),
    "source": secondary_sources,
    "source_title": source_titles,
    "stage": of_table(ChainStage, lambda stage: re.sub("[-_]", " ", stage.stage)),
    "state": states,
    "text": in_text,
    "unknown": unknowns,
}


@once
def names_borne(kind: str, at: AsOf) -> Names:
    """Identifier → name, of a kind of `NAMED`; read once for an answer."""
    return NAMED[kind](at)


PARTS = re.compile(r"(; | > |, |: |:)")
IDENTIFIER = re.compile(r"(?<![\w./@?=&-])\w+(?:[-_]\w+)+(?![\w/@=-])")
OF_OWNED = re.compile(r"(?<=\bof )\w+(?=$|[;,:]| \()")
"""A word that a company or project may be called by: "common shares of lac"."""
OWNER = re.compile(r"(?:^|(?<=; ))\w+(?= of [\w-]+: )")
"""A word that an owner may be called by: "DOW of lac: 5% as stated"."""


def by_name(text: str, at: AsOf, *, is_prose: bool = False) -> str:
    """A text of the program with names in place of identifiers.

    One of a single word could be a word like another: it is one only where it stands alone between two marks, and
    never in prose.
    """
    names = names_borne("text", at)
    text = OWNER.sub(lambda one: names.get(one[0], one[0]), text)
    parts = [text] if is_prose else PARTS.split(text)
    alone = {} if is_prose else names
    named = "".join(alone.get(part) or IDENTIFIER.sub(lambda one: names.get(one[0], one[0]), part) for part in parts)
    owned = names_borne("project", at) | names_borne("company", at)
    return OF_OWNED.sub(lambda one: owned.get(one[0], one[0]), named)

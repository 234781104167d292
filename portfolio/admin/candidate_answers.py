"""What a candidate of a feed says, as the form of a deal asks it."""

from portfolio.calculations.kinds import Instrument
from portfolio.models import Agency, AgencyAlias, FeedCandidate, Program, ProgramTerms, Said
from portfolio.positions.nearest import Nearest
from projects.models import Company, Project
from record.models import Account

from .choices import agencies_of, programs_of

CONTRACTS = "contract"
"""How the forms begin that are of contracts; a form of assistance or of lending is one of several instruments."""


def answers(candidate: FeedCandidate, person: Account) -> dict[str, str]:
    """What the candidate says of each field of the form of a deal, as a person would type it; no more than it says.

    Agency and program are those that the person may choose.
    """
    said, found = candidate.said, Nearest().of(candidate)
    is_contract = said.get(Said.FORM, "").startswith(CONTRACTS)
    company = found.entity if found and isinstance(found.entity, Company) else None
    site = found.site or found.entity if found else None
    agency, program = agency_of(said.get(Said.AGENCY, ""), person), program_of(said.get(Said.LISTING, ""), person)
    typed = {
        "deal": candidate.title[:200],
        "announced_on": str(candidate.effective_on or ""),
        "note": said.get(Said.DESCRIPTION, ""),
        "a1-company": company.name if company else candidate.name,
        "a1-projects": site.name if isinstance(site, Project) else "",
        "a1-agency": str(program.agency_id if program else agency.pk if agency else ""),
        "a1-program": str(program.pk) if program else "",
        "a1-instrument": Instrument.CONTRACT.value if is_contract else "",
        "a1-announced_amount": f"${said[Said.AMOUNT]}" if said.get(Said.AMOUNT) else "",
        "a1-piid" if is_contract else "a1-fain": candidate.number,
        "a1-sources": candidate.citation.text if candidate.citation else "",
    }
    return {name: text for name, text in typed.items() if text}


def agency_of(text: str, person: Account) -> Agency | None:
    """The agency that a source names by its name, its code or an alias, among those that the person may choose."""
    asked = text.casefold().strip()
    if not asked:
        return None
    aliases = AgencyAlias.objects.counting().filter(text__iexact=asked).values_list("agency_id", flat=True)
    known = set(aliases)
    named = [
        one for one in agencies_of(person) if one.pk in known or asked in (one.code.casefold(), one.name.casefold())
    ]
    return named[0] if len(named) == 1 else None


def program_of(listing: str, person: Account) -> Program | None:
    """The one program of an assistance listing, among those that the person may choose."""
    if not listing:
        return None
    terms = ProgramTerms.objects.counting().filter(assistance_listing=listing).values("program_id")
    named = programs_of(person).filter(pk__in=terms)[:2]
    return named[0] if len(named) == 1 else None

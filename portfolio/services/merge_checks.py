"""What the awards and stakes of two companies or projects, taken together, would break if the two were one."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from portfolio.models import Capitalization, Investment, InvestmentProject
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import Holding
from portfolio.positions.investments import InvestmentAt, investments_at, on_record_at
from portfolio.positions.share_counts import COUNTS
from portfolio.positions.stakes import Stake, stakes_at
from projects.models import CapacityPhase, Company, Milestone, Project
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent
from record.calculations.unknown import NotKnown
from record.models import Merge

from .identity import KnownAwards

ZERO = Decimal(0)
MOST_NAMED = 10


def caps(merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
    """What an agency holds of both together stays within the cap that the terms set."""
    if not isinstance(merge.into, Company):
        return
    stood = [over for one in (merge.entity, merge.into) for over in _above(before, one.slug)]
    if not stood:
        for agency, share, cap in _above(after, merge.into.slug):
            yield (
                f"{agency} would hold {percent(share)} of {merge.into.name} as converted and exercised, above the cap "
                f"of {percent(cap)}. Correct the shares, their count or the cap first."
            )


def counts(merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
    """Both have one number of shares on one day."""
    if not isinstance(merge.into, Company):
        return
    found: dict[tuple, dict[Decimal | None, Capitalization]] = defaultdict(dict)
    for row in Capitalization.objects.at(after).about(company=merge.into).filter(kind__in=COUNTS):
        found[row.counts_from, row.kind][row.basic_shares] = row
    for (day, _), rows in found.items():
        numbers = sorted(number for number in rows if number is not None)
        if len(numbers) > 1:
            said = " and ".join(f"{number.normalize():,f}" for number in numbers)
            yield f"The share counts of {day} are {said}. Retract the wrong one first."


def reaches(merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
    """An award that reaches both sites reaches one, with one share of it."""
    if not isinstance(merge.into, Project):
        return
    shares: dict[Investment, dict[int, Decimal | None]] = defaultdict(dict)
    rows = InvestmentProject.objects.at(before).filter(project__in=[merge.entity, merge.into])
    for row in rows.select_related("investment"):
        shares[row.investment][row.project_id] = row.share
    for award, both in shares.items():
        if len(both) == 2 and len(set(both.values())) == 2:
            said = " and ".join("an unknown share" if one is None else percent(one) for one in both.values())
            yield f"{award.slug} reaches both, with {said}. Retract the one that is wrong first."


def questions(merge: Merge, *, at: AsOf) -> list[str]:
    """Awards of one and of the other that may be one award, entered twice."""
    if not isinstance(merge.into, Company):
        return []
    lines = on_record_at(at)
    mine = [line for line in lines if line.recipient.pk == merge.entity_id]
    known = KnownAwards()
    for line in lines:
        if line.recipient.pk == merge.into_id:
            known.add(_with_deal(line, merge.into), line.terms)
    return [question for line in mine for question in known.questions(_with_deal(line, merge.into), line.terms)]


def figures(company: Company, at: AsOf) -> dict[str, str]:
    """What is said of the awards and stakes of a company, for a proposal that merges it."""
    lines = [line for line in investments_at(at, Filters(company=company.slug)) if line.recipient.pk == company.pk]
    found = {f"Awards of {company.slug}": f"{len(lines):,}"}
    for stake in _of(company.slug, at):
        share = _share(stake)
        found[f"Stake {stake.key}"] = "unknown" if share is None else percent(share)
    return found


def of_site(site: Project, at: AsOf) -> dict[str, str]:
    """What is said of a project, for a proposal that merges it: what moves along, each by its name."""
    own = {"project": site}
    found = {
        "Awards": sorted({one.investment.slug for one in InvestmentProject.objects.at(at).about(**own)}),
        "Phases": [one.slug for one in CapacityPhase.objects.known(at).filter(**own).order_by("slug")],
        "Milestones": [one.name for one in Milestone.objects.known(at).filter(**own).order_by("slug")],
    }
    return {f"{what} of {site.slug}": _listed(names) for what, names in found.items()}


def _listed(names: list[str]) -> str:
    shown = f"{len(names):,}: {', '.join(names[:MOST_NAMED])}" if names else "none"
    return f"{shown} and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else shown


def _of(slug: str, at: AsOf) -> list[Stake]:
    return [
        stake
        for stake in stakes_at(at, Filters(company=slug))
        if stake.first.issuer and stake.first.issuer.slug == slug
    ]


def _above(at: AsOf, slug: str) -> list[tuple[str, Decimal, Decimal]]:
    """Agency, share and cap of each holder of an issuer that holds more than its terms allow."""
    held: dict[str, list[Stake]] = defaultdict(list)
    for stake in _of(slug, at):
        if stake.holding is not Holding.PROPOSED:
            held[stake.first.agency.code].append(stake)
    found = []
    for agency, stakes in sorted(held.items()):
        caps = [stake.cap for stake in stakes if stake.cap is not None]
        shares = [_share(stake) for stake in stakes]
        total = sum((share for share in shares if share is not None), ZERO)
        if caps and total > min(caps):
            found.append((agency, total, min(caps)))
    return found


def _share(stake: Stake) -> Decimal | None:
    """As converted and exercised, as a fraction; None where it is not known."""
    try:
        return stake.as_converted_and_exercised_share
    except (NotKnown, ArithmeticError):
        return None


def _with_deal(line: InvestmentAt, recipient: Company) -> Investment:
    """The award with its deal and agency, as one of `recipient`."""
    line.investment.deal, line.investment.agency, line.investment.recipient = line.deal, line.agency, recipient
    return line.investment

"""What was announced together, newest first. A headline is of its day and never added."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio.calculations.kinds import Status
from portfolio.models import Deal
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports.sums import AwardSums
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .tables import cited

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "instrument", "status", "confidence")
ORDER = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal and its awards, those that were asked for."""

    deal: Deal
    awards: Sequence[InvestmentAt]

    @property
    def sums(self) -> AwardSums:
        return AwardSums(self.awards)

    @property
    def statuses(self) -> list[Status]:
        """How far its awards are, the furthest first."""
        return sorted({award.status for award in self.awards}, key=list(Status).index, reverse=True)

    @property
    def confidence(self) -> str | None:
        """The least confidence of its awards."""
        stated = {award.terms.confidence for award in self.awards if award.terms and award.terms.confidence}
        return min(stated, key=ORDER.index, default=None)


def listed(names: Iterable[str], separator: str = ", ") -> str | None:
    """Each name once, in the order given; None for none."""
    return separator.join(dict.fromkeys(names)) or None


COLUMNS = (
    c.DEAL,
    c.NAME.of(lambda line: line.deal.name),
    Column(
        "announced_on",
        "Announced",
        "First announced.",
        Type.PARTIAL_DATE,
        unknown="no source dates it",
        value=lambda line: line.deal.announced_on,
    ),
    Column(
        "agencies",
        "Agencies",
        "Codes of the agencies that take part.",
        unknown="no award on record then",
        value=lambda line: listed(sorted(award.agency.code for award in line.awards)),
    ),
    Column(
        "companies",
        "Companies",
        "Who receives the awards.",
        page="company",
        unknown="no award on record then",
        value=lambda line: listed(sorted(award.recipient.slug for award in line.awards), ";"),
    ),
    Column(
        "instruments",
        "Instruments",
        "The forms of its awards.",
        unknown="no award on record then",
        value=lambda line: listed(sorted(award.instrument.label for award in line.awards)),
    ),
    Column(
        "statuses",
        "Status",
        "How far its awards are, the furthest first.",
        unknown="no award on record then",
        value=lambda line: listed(status.label for status in line.statuses),
    ),
    c.AWARDS,
    Column(
        "headline_usd",
        "Headline",
        "The sum of the announcement. It may hold private money or a first letter: never added, never compared.",
        Type.USD,
        "USD",
        value=lambda line: line.deal.headline,
    ),
    c.COMMITTED.of(lambda line: line.sums.committed.shown),
    c.FACE_VALUE.of(lambda line: line.sums.face_value.shown),
    c.EXPOSURE.of(lambda line: line.sums.exposure.shown),
    Column(
        "least_confidence",
        "Least confidence",
        "The least confidence of its awards.",
        unknown="not stated",
        mark="confidence",
        value=lambda line: line.confidence,
    ),
    c.SOURCES.of(lambda line: cited(line.deal.citation) or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at, filters):
        awards[line.deal.pk].append(line)
    deals = Deal.objects.select_related("citation").at(at).values()
    kept = [deal for deal in deals if awards[deal.pk] or not filters.asked()]
    kept.sort(key=lambda deal: deal.slug)
    dated = sorted((deal for deal in kept if deal.announced_on), key=lambda deal: deal.announced_on.sort_key)
    ordered = [*reversed(dated), *(deal for deal in kept if not deal.announced_on)]
    return Answer(
        [DealLine(deal, awards[deal.pk]) for deal in ordered],
        notes=(
            "Committed, face value and exposure add up what is known of the deal's awards; its page says what is not.",
            f"Exposure: {c.EXPOSURE.meaning}",
        ),
    )


DEFINITION = Definition("deals", "Deals", "What was announced, by whom and with whom?", COLUMNS, FILTERS, answer)

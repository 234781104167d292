"""The companies on record: who receives awards, and who owns or issues."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.share_counts import ShareCount, share_counts
from portfolio.reports.sums import AwardSums
from projects.models import Company
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .tables import cited


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company, the awards that it receives, and its newest share count."""

    company: Company
    awards: Sequence[InvestmentAt]
    count: ShareCount | None

    @property
    def sums(self) -> AwardSums:
        return AwardSums(self.awards)


COLUMNS = (
    c.COMPANY.of(lambda line: line.company.slug),
    c.NAME.of(lambda line: line.company.name),
    Column(
        "ticker",
        "Ticker",
        "Where its shares are listed.",
        unknown="not listed, or not stated",
        value=lambda line: line.company.ticker or None,
    ),
    Column(
        "exchange",
        "Exchange",
        "The exchange, or state for a state's own company.",
        unknown="not stated",
        value=lambda line: line.company.exchange or None,
    ),
    Column(
        "country",
        "Country",
        "ISO 3166 code of its seat.",
        unknown="not stated",
        names="country",
        value=lambda line: line.company.country or None,
    ),
    Column(
        "hq_state",
        "State",
        "State of its headquarters.",
        unknown="not in the US, or not stated",
        names="state",
        value=lambda line: line.company.hq_state or None,
    ),
    c.AWARDS,
    c.COMMITTED_AWARDS,
    c.COMMITTED.of(lambda line: line.sums.committed.shown),
    c.FACE_VALUE.of(lambda line: line.sums.face_value.shown),
    c.EXPOSURE.of(lambda line: line.sums.exposure.shown),
    Column(
        "shares_outstanding",
        "Shares outstanding",
        "Its newest count, rolled forward by the issues on record since.",
        Type.SHARES,
        unknown="no share count is on record",
        value=lambda line: line.count and line.count.shares,
    ),
    Column(
        "counted_on",
        "Counted on",
        "The day of that count.",
        Type.PARTIAL_DATE,
        unknown="no share count, or undated",
        value=lambda line: line.count and line.count.row.effective_on,
    ),
    c.SOURCES.of(lambda line: cited(line.company.citation) or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at, filters):
        awards[line.recipient.pk].append(line)
    counts = share_counts(at)
    companies = sorted(Company.objects.select_related("citation").at(at).values(), key=lambda one: one.slug)
    return Answer(
        [
            CompanyLine(company, awards[company.pk], counts.get(company.pk))
            for company in companies
            if awards[company.pk] or not filters.asked()
        ],
        notes=("Money adds up what is known of the company's awards that are committed or later.",),
    )


FILTERS = ("agency", "program", "mineral", "state", "instrument", "status", "confidence")

DEFINITION = Definition("companies", "Companies", "Who receives awards, and who owns what?", COLUMNS, FILTERS, answer)

"""The companies on record: who receives awards, and who owns or issues."""

from collections import defaultdict

from portfolio.models import Capitalization
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.stakes import COUNTS
from portfolio.reports.sums import Sum
from projects.models import Company
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type

COLUMNS = (
    Column("company", "Company", "Identifier of the company.", page="company"),
    Column("name", "Name", "Its name.", is_prose=True),
    Column("ticker", "Ticker", "Where its shares are listed.", unknown="not listed, or not stated"),
    Column("exchange", "Exchange", "The exchange, or state for a state's own company.", unknown="not stated"),
    Column("country", "Country", "ISO 3166 code of its seat.", unknown="not stated"),
    Column("hq_state", "State", "State of its headquarters.", unknown="not in the US, or not stated"),
    Column("awards", "Awards", "Awards that it receives, of any status.", Type.INTEGER),
    Column("committed_awards", "Committed awards", "Awards that are committed or later.", Type.INTEGER),
    c.COMMITTED,
    c.FACE_VALUE,
    c.EXPOSURE,
    Column(
        "shares_outstanding",
        "Shares outstanding",
        "Its newest share count.",
        Type.SHARES,
        unknown="no share count is on record",
    ),
    Column(
        "counted_on", "Counted on", "The day of that count.", Type.PARTIAL_DATE, unknown="no share count, or undated"
    ),
    c.SOURCES,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at, filters):
        awards[line.recipient.pk].append(line)
    counts = Capitalization.objects.at(at).filter(kind__in=COUNTS).latest_by("company_id")
    rows = []
    for company in sorted(Company.objects.select_related("citation").at(at).values(), key=lambda one: one.slug):
        received = awards[company.pk]
        if filters.asked() and not received:
            continue
        money = [line for line in received if line.is_money]
        count = counts.get(company.pk)
        rows.append(
            (
                company.slug,
                company.name,
                company.ticker or None,
                company.exchange or None,
                company.country or None,
                company.hq_state or None,
                len(received),
                sum(1 for line in received if line.status.is_committed_money),
                Sum.over(line.committed for line in money if not line.instrument.family.is_lending).shown,
                Sum.over(line.face_value for line in money if line.instrument.family.is_lending).shown,
                Sum.over(line.figures.exposure for line in money).shown,
                count.basic_shares if count else None,
                count.effective_on if count else None,
                company.citation.text if company.citation else None,
            )
        )
    return Answer(rows, notes=("Money adds up what is known of the company's awards that are committed or later.",))


FILTERS = ("agency", "program", "mineral", "state", "instrument", "status", "confidence")

DEFINITION = Definition("companies", "Companies", "Who receives awards, and who owns what?", COLUMNS, FILTERS, answer)

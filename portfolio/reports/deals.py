"""What was announced together, newest first. A headline is of its day and never added."""

from collections import defaultdict

from portfolio.calculations.kinds import Status
from portfolio.models import Deal
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.reports.sums import Sum
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type

COLUMNS = (
    Column("deal", "Deal", "Identifier of the deal.", page="deal"),
    Column("name", "Name", "What the deal is called.", is_prose=True),
    Column("announced_on", "Announced", "First announced.", Type.PARTIAL_DATE, unknown="no source dates it"),
    Column("agencies", "Agencies", "Codes of the agencies that take part.", unknown="no award on record then"),
    Column("companies", "Companies", "Who receives the awards.", page="company", unknown="no award on record then"),
    Column("instruments", "Instruments", "The forms of its awards.", unknown="no award on record then"),
    Column("statuses", "Status", "How far its awards are, the furthest first.", unknown="no award on record then"),
    Column("awards", "Awards", "How many awards it has.", Type.INTEGER),
    Column(
        "headline_usd",
        "Headline",
        "The sum of the announcement. It may hold private money or a first letter: never added, never compared.",
        Type.USD,
        "USD",
    ),
    c.COMMITTED,
    c.FACE_VALUE,
    c.EXPOSURE,
    Column(
        "confidence", "Least confidence", "The least confidence of its awards.", unknown="not stated", mark="confidence"
    ),
    c.SOURCES,
)

FILTERS = ("agency", "program", "company", "project", "mineral", "state", "instrument", "status", "confidence")
ORDER = ("low", "medium", "high")


def answer(at: AsOf, filters: Filters) -> Answer:
    awards: dict[int, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at, filters):
        awards[line.deal.pk].append(line)
    deals = Deal.objects.select_related("citation").at(at).values()
    kept = [deal for deal in deals if awards[deal.pk] or not filters.asked()]
    kept.sort(key=lambda deal: deal.slug)
    dated = sorted((deal for deal in kept if deal.announced_on), key=lambda deal: deal.announced_on.sort_key)
    rows = [row(deal, awards[deal.pk]) for deal in [*reversed(dated), *(d for d in kept if not d.announced_on)]]
    return Answer(
        rows,
        notes=(
            "Committed, face value and exposure add up what is known of the deal's awards; its page says what is not.",
            f"Exposure: {c.EXPOSURE.meaning}",
        ),
    )


def row(deal: Deal, awards: list[InvestmentAt]) -> Row:
    statuses = sorted({line.status for line in awards}, key=list(Status).index, reverse=True)
    confidences = {line.terms.confidence for line in awards if line.terms and line.terms.confidence}
    money = [line for line in awards if line.is_money]
    return (
        deal.slug,
        deal.name,
        deal.announced_on,
        ", ".join(sorted({line.agency.code for line in awards})) or None,
        ";".join(sorted({line.recipient.slug for line in awards})) or None,
        ", ".join(sorted({line.instrument.label for line in awards})) or None,
        ", ".join(status.label for status in statuses) or None,
        len(awards),
        deal.headline,
        Sum.over(line.committed for line in money if not line.instrument.family.is_lending).shown,
        Sum.over(line.face_value for line in money if line.instrument.family.is_lending).shown,
        Sum.over(line.figures.exposure for line in money).shown,
        min(confidences, key=ORDER.index, default=None),
        deal.citation.text if deal.citation else None,
    )


DEFINITION = Definition("deals", "Deals", "What was announced, by whom and with whom?", COLUMNS, FILTERS, answer)

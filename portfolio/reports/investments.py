"""What has been promised, by whom, to whom, how far it is, and where the money stands."""

from portfolio.calculations.kinds import Status
from portfolio.calculations.row_states import LookedAt
from portfolio.positions.filters import OF_A_FIGURE, Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Total, Type, known_total
from .figure_known import with_figure
from .left_out import in_no_fiscal_year

COLUMNS = (
    c.INVESTMENT,
    c.DEAL,
    c.AGENCY,
    Column(
        "office",
        "Office",
        "Office of the agency, as stated.",
        unknown="office not stated",
        is_optional=True,
        value=lambda line: line.investment.office or None,
    ),
    c.PROGRAM,
    c.COMPANY,
    c.ISSUER,
    c.INSTRUMENT,
    c.STATUS,
    Column(
        "status_on",
        "Status since",
        "The day the status took effect.",
        Type.PARTIAL_DATE,
        unknown="undated",
        value=lambda line: line.stated_status.effective_on,
    ),
    Column(
        "announced_on",
        "Announced",
        "First announced.",
        Type.PARTIAL_DATE,
        unknown="no source dates it",
        value=lambda line: line.terms and line.terms.announced_on,
    ),
    Column(
        "closed_on",
        "Closed",
        "Signed and closed.",
        Type.PARTIAL_DATE,
        unknown="not closed, or not dated",
        value=lambda line: line.terms and line.terms.closed_on,
    ),
    c.FISCAL_YEAR,
    c.ANNOUNCED,
    c.COMMITTED,
    c.OBLIGATED,
    c.DISBURSED,
    c.NET_OUTLAYS,
    c.RETURNED_TO_TREASURY,
    c.REPAID,
    c.REALISED_GAIN,
    c.OUTSTANDING,
    c.EXPOSURE,
    c.FACE_VALUE,
    c.SUBSIDY_COST,
    c.CEILING,
    c.SHARES,
    Column(
        "price_per_share_usd",
        "Price per share",
        "Paid for one share.",
        Type.PRICE,
        "USD",
        unknown="not stated",
        families=c.SECURITIES,
        value=lambda line: line.terms and line.terms.price_per_share,
    ),
    c.STRIKE_PRICE,
    c.EXPIRES_ON,
    c.PROJECTS,
    c.MINERALS,
    c.STATES,
    Column(
        "award_number",
        "Award number",
        "FAIN, PIID or URI.",
        unknown="not in the public record used",
        value=lambda line: line.investment.award_number or None,
    ),
    c.CONFIDENCE,
    c.CONTROL.of(lambda line: line.terms and line.terms.recording.approval),
    Column(
        "checked_on",
        "Last checked",
        "The newest day on which one of its sources was read, or an officer looked at them and found nothing new.",
        Type.DATE,
        unknown="not noted",
        value=lambda line: line.checked.on,
    ),
    Column(
        "newest_source_on",
        "Newest source",
        "When the newest of its sources was published.",
        Type.PARTIAL_DATE,
        unknown="no source bears a date",
        value=lambda line: line.checked.newest_source,
    ),
    c.SECONDARY,
    c.SOURCES,
    Column(
        "summary",
        "Terms",
        "The terms in words.",
        value=lambda line: (line.terms and line.terms.summary) or None,
        is_prose=True,
    ),
)

ADDITIVE = tuple(
    column.name
    for column in (
        c.COMMITTED,
        c.OBLIGATED,
        c.DISBURSED,
        c.NET_OUTLAYS,
        c.RETURNED_TO_TREASURY,
        c.REPAID,
        c.REALISED_GAIN,
        c.OUTSTANDING,
        c.EXPOSURE,
        c.FACE_VALUE,
        c.SUBSIDY_COST,
        c.CEILING,
    )
)

AWARD_FILTERS = (
    "agency",
    "program",
    "company",
    "project",
    "deal",
    "investment",
    "mineral",
    "state",
    "country",
    "instrument",
    "money_form",
    "status",
    "confidence",
    "fiscal_year",
)
"""What an award is narrowed by, in each report that is about awards."""


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = with_figure(COLUMNS, investments_at(at, filters), filters)
    if filters.checked:
        lines = [line for line in lines if LookedAt(filters.checked).has(line.checked.on, at.as_of)]
    return Answer(
        lines,
        totals=(*totals_by_status(lines), known_total("All, by measure", COLUMNS, lines, ADDITIVE)),
        notes=(
            f"Exposure: {c.EXPOSURE.meaning}",
            "Amounts as stated are totalled by status alone: they mix cash, face values, ceilings and letters.",
            *in_no_fiscal_year(at, filters),
        ),
    )


def totals_by_status(lines: list[InvestmentAt]) -> list[Total]:
    """The amounts as stated, one line a status that occurs, and one for all that is committed or later."""
    totals = []
    for status in Status:
        of_status = [line for line in lines if line.status is status]
        if of_status:
            totals.append(_stated(status.label, of_status))
    committed = [line for line in lines if line.status.is_committed_money]
    if committed:
        totals.append(_stated("Committed or later, as stated", committed))
    return totals


def _stated(label: str, lines: list[InvestmentAt]) -> Total:
    known = [line.terms.announced_amount for line in lines if line.terms and line.terms.announced_amount is not None]
    note = f"Amount known for {len(known):,} of {len(lines):,}"
    return Total(label, {"announced_usd": sum(known)} if known else {}, note, len(lines))


DEFINITION = Definition(
    "investments",
    "Investments",
    "What has been promised, by whom, to whom, and how far is it?",
    COLUMNS,
    (*AWARD_FILTERS, *OF_A_FIGURE, "checked"),
    answer,
)

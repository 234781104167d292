"""What the page of a company shows."""

from dataclasses import dataclass
from operator import attrgetter

from portfolio.models import Capitalization, CorporateAction, CountKind, SecurityPrice
from portfolio.pages.rivals import rivals_table
from portfolio.positions import rivals
from portfolio.positions.basis import bases_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.positions.stakes import stakes_at
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.listed.corporate_actions import CORPORATE_ACTIONS
from portfolio.reports.tables import NOTE, SOURCES, Figure, Table, cited
from portfolio.reports.words import words_of
from projects.models import Company, Project
from record.calculations.as_of import AsOf

from . import worth
from .awards import awards_table, stakes_table
from .company_answer import all_owned, awarded
from .details import Details
from .look_through import look_through_table
from .lookup import also_named, found
from .ownership import holdings_table, owner_rivals, owners_table
from .worth import Worth

OLD_AFTER_DAYS = 30
EVENTS = (CountKind.EVENT, CountKind.CONTINGENT)


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Its answer first; what is detail folds, and what has no row is said in a line."""

    company: Company
    sentences: list[str]
    figures: list[Figure]
    stakes: Table
    worth: Worth | None
    awards: Table
    securities: Table
    actions: Table
    counts: Table
    prices: Table
    owners: Table
    look_through: Table
    holdings: Table
    rivals: Table
    projects: list[Project]

    @property
    def details(self) -> Details:
        found = (self.securities, self.actions, self.counts, self.prices, self.owners, self.look_through)
        return Details((*found, self.holdings, self.rivals))


def page(at: AsOf, slug: str) -> CompanyPage:
    """Everything on record of one company at `at`. Raises NotOnRecord."""
    company = found(Company, slug, at)
    slug = company.slug
    companies = Company.objects.at(at)
    lines = investments_at(at, Filters(company=slug))
    of_company = [stake for stake in stakes_at(at, Filters(company=slug)) if stake.first.issuer.slug == slug]
    received = [line for line in lines if line.recipient.slug == slug]
    issued = [line for line in lines if line.issuer and line.issuer.slug == slug]
    return CompanyPage(
        company=company,
        sentences=[*all_owned(of_company), *awarded(received)],
        figures=[*labels(company), *also_named(company, at)],
        stakes=stakes_table(of_company),
        worth=worth.of_company(at, slug, company.name),
        awards=awards_table(received, title="Awards received", empty="It receives none."),
        securities=awards_table(issued, title="Securities issued to the government", empty="It issues none."),
        actions=actions(at, company),
        counts=counts(at, company),
        prices=prices(at, company),
        owners=owners_table(at, company, companies),
        look_through=look_through_table(at, company),
        holdings=holdings_table(at, company, companies),
        rivals=rivals_table([*rivals.rivals(at, of=company), *owner_rivals(at, company)]),
        projects=sorted(Project.objects.bearing(at, operator=company).values(), key=attrgetter("name", "slug")),
    )


def labels(company: Company) -> list[Figure]:
    sources = cited(company.citation)
    parts = (
        ("Ticker", company.ticker, "not listed, or not stated", ""),
        ("Exchange", company.exchange, "not stated", ""),
        ("Country", company.country, "not stated", "country"),
        ("State of headquarters", company.hq_state, "not in the US, or not stated", "state"),
        ("CIK", company.cik, "not noted", ""),
        ("UEI", company.uei, "not noted", ""),
        ("Website", company.website, "not noted", ""),
    )
    return [
        Figure(
            label=label,
            value=value,
            unknown=unknown,
            names=names,
            sources=sources if value else "",
            citation=company.citation_id,
        )
        for label, value, unknown, names in parts
    ]


IS_EVENT = Absent("none", "the row is an event, no count")
IS_COUNT = Absent("none", "the row is a count")
COUNT_COLUMNS = (
    c.EFFECTIVE_ON.of(c.EFFECTIVE_ON.value, label="On"),
    Column(
        "count_kind",
        "Kind",
        "Where the number comes from.",
        words=words_of(CountKind.choices),
        value=lambda count: count.kind,
    ),
    Column(
        "basic_shares",
        "Outstanding",
        "Shares outstanding.",
        Type.SHARES,
        unknown=IS_EVENT.reason,
        value=lambda count: None if count.kind in EVENTS else count.basic_shares,
        absent=lambda count: IS_EVENT if count.kind in EVENTS else None,
    ),
    Column(
        "other_shares",
        "Issued or to be issued",
        "New shares, or shares that may be issued.",
        Type.SHARES,
        unknown=IS_COUNT.reason,
        value=lambda count: count.diluted_or_other if count.kind in EVENTS else None,
        absent=lambda count: None if count.kind in EVENTS else IS_COUNT,
    ),
    NOTE,
    SOURCES,
)


def basis(at: AsOf, company: Company) -> Column:
    """The splits since a row's day: its figure is of the basis before them."""
    bases = bases_at(at)
    return Column(
        "basis",
        "Basis",
        "The splits after its day: the figure is of the basis before them, and is worked with on that of today.",
        unknown="no split since",
        is_optional=True,
        value=lambda row: "; ".join(f"before {one}" for one in bases.since(company.pk, row.counts_from)) or None,
    )


def actions(at: AsOf, company: Company) -> Table:
    """What the company did to its shares, the newest first."""
    found = CorporateAction.objects.at(at).about(company=company).select_related("citation", "other")
    return Table(
        name="actions",
        title="Corporate actions",
        columns=(
            *(
                part.column.of(part.value)
                for part in CORPORATE_ACTIONS.own
                if part.column.name not in ("company", "other_company")
            ),
            Column(
                "other_company",
                "Other company",
                "Whose shares a spin-off or an exchange brings.",
                page="company",
                is_optional=True,
                value=lambda row: row.other.slug if row.other else None,
            ),
            NOTE,
            SOURCES,
        ),
        lines=list(reversed(found)),
        empty="No split, spin-off, exchange, change of ticker or delisting is on record.",
    )


def counts(at: AsOf, company: Company) -> Table:
    return Table(
        name="counts",
        title="Share counts",
        columns=(*COUNT_COLUMNS[:-2], basis(at, company), *COUNT_COLUMNS[-2:]),
        lines=list(Capitalization.objects.at(at).about(company=company).select_related("citation")),
        empty="No share count is on record: shares of it are given as stated only.",
    )


def prices(at: AsOf, company: Company) -> Table:
    known = SecurityPrice.objects.at(at).about(company=company).select_related("citation")
    return Table(
        name="prices",
        title="Closing prices",
        columns=(
            c.EFFECTIVE_ON.of(c.EFFECTIVE_ON.value, label="On"),
            Column(
                "close",
                "Close",
                "Per share, in the currency beside it.",
                Type.PRICE,
                value=lambda price: price.close,
            ),
            Column("currency", "Currency", "Of the price.", value=lambda price: price.currency),
            Column(
                "age",
                "Age",
                f"On the day of this page. Older than {OLD_AFTER_DAYS} days is old.",
                value=lambda price: age(price, at),
            ),
            basis(at, company),
            NOTE,
            SOURCES,
        ),
        lines=list(reversed(known)),
        empty="No price is on record.",
    )


def age(price: SecurityPrice, at: AsOf) -> str:
    """How old a price is on the day asked, in words."""
    if price.effective_on is None:
        return "undated"
    days = (at.as_of - price.effective_on.end).days
    return f"old: {days:,} days before" if days > OLD_AFTER_DAYS else f"{days} days before"

"""Which company a row means: by identifier, name, ticker or former name, however written; what is near is asked."""

from portfolio.imports.rows import Row, Wanted
from portfolio.imports.write import RowRefused, Writing, refused_columns, require_told, telling
from portfolio.reports.base import Column
from projects.calculations.names import bare_key
from projects.models import Company
from projects.services.identity import several
from record.services import slugs

from .entry_columns import ANOTHER

NAME = Column(
    "company_name",
    "Company's name",
    "Found on record by name, former name or ticker, however written; one that is not on record is put there.",
    is_optional=True,
)
WANTED = (
    Wanted(NAME),
    Wanted(Column("company_ticker", "Company's ticker", "Of a new company.", is_optional=True)),
    Wanted(Column("company_cik", "Company's CIK", "Of a new company: its number at the SEC.", is_optional=True)),
    Wanted(Column("company_uei", "Company's UEI", "Of a new company: its number at SAM.gov.", is_optional=True)),
)
OURS = {"name": "company_name", "ticker": "company_ticker", "cik": "company_cik", "uei": "company_uei"}


def company_of(row: Row, writing: Writing) -> tuple[Company, bool]:
    """The company of a row, and whether it is a new one, not yet on record. Raises RowRefused to ask which is meant."""
    slug, name = row["company"], row["company_name"].strip()
    if not (name or slug) and "company_name" in refused_columns(row):
        require_told(row)
    if not name:
        return _as_on_record(writing.look_up(Company, "company", slug), row), False
    called = writing.companies.called(name)
    if slug and (slug in writing.named(Company) or writing.companies.called(slug)):
        company = writing.look_up(Company, "company", slug)
        if company not in called:
            step = "Leave the cell empty if that company is meant, or correct the identifier."
            raise RowRefused("company_name", name, f"{company.slug} is {company.name} on record. {step}")
        return _as_on_record(company, row), False
    slug_of_new = slug or slugs.free_slug(Company, name, recording=writing.recording)
    new = Company(slug=slug_of_new, **{ours: row[column] for ours, column in OURS.items()})
    new.name = name
    if row["same_as"] != ANOTHER:
        if len(called) == 1 and not slug:
            return _as_on_record(called[0], row), False
        if len(called) > 1:
            step = f'Leave the cell empty and write it in the column company, or "{ANOTHER}" in the column same_as.'
            raise RowRefused("company_name", name, f"{several(name, called)} {step}")
        if asked := writing.companies.questions(new):
            step = "Write its identifier in the column company, or another in the column same_as."
            raise RowRefused("company_name", name, f"{asked[0]} {step}")
    return new, True


def _as_on_record(company: Company, row: Row) -> Company:
    """The company; a ticker or a number that it does not bear is kept with the row."""
    stands = {"company_ticker": company.ticker, "company_cik": company.cik, "company_uei": company.uei}
    with telling(row):
        RowRefused.raise_all(
            (name, row[name], f"{company.name} has {known or 'none'} on record. Empty it, or change it on its page.")
            for name, known in stands.items()
            if row[name] and bare_key(row[name]) != bare_key(known)
        )
    return company


def named_company(row: Row, writing: Writing) -> set[str]:
    """The column company, where a row of an award on record names one: its cell then holds the identifier.

    Raises RowRefused for a name that nobody on record bears.
    """
    name = row["company_name"].strip()
    if not name:
        return set()
    company, is_new = company_of(row, writing)
    if is_new:
        step = "Record the company first, then write its identifier in the column company."
        raise RowRefused("company_name", name, f"No company on record is called so. {step}")
    row.values["company"] = company.slug
    return {"company"}


def told(row: Row, company: Company, *, is_new: bool) -> list[tuple[str, str, str]]:
    """Which company a row that brings an award was read to mean, where its name said so."""
    if not row["company_name"].strip():
        return []
    return [("new company" if is_new else "company", "", f"{company.name} [{company.slug}]")]


def put_on_record(company: Company, writing: Writing) -> None:
    """Know a company that a row brought, for the rows below it."""
    writing.named(Company)[company.slug] = company
    writing.companies.add(company)

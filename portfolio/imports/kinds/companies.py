"""Which company a row means: by its identifier or its name, however it is written; what is near is asked."""

from portfolio.imports.rows import Row, Wanted
from portfolio.imports.write import RowRefused, Writing
from portfolio.reports.base import Column
from projects.models import Company
from projects.services.identity import Known
from record.services import slugs

from .entry_identity import ANOTHER

NAME = Column(
    "company_name",
    "Company's name",
    "Found on record however it is written; a company that is not on record is put there.",
    is_optional=True,
)
WANTED = (
    Wanted(NAME),
    Wanted(Column("company_ticker", "Company's ticker", "Of a new company.", is_optional=True)),
    Wanted(Column("company_cik", "Company's CIK", "Of a new company: its number at the SEC.", is_optional=True)),
    Wanted(Column("company_uei", "Company's UEI", "Of a new company: its number at SAM.gov.", is_optional=True)),
)
OURS = {"name": "company_name", "ticker": "company_ticker", "cik": "company_cik", "uei": "company_uei"}


def known_companies(writing: Writing) -> Known[Company]:
    """The companies on record and of the rows above, by name and key."""
    kept = writing.remembered.setdefault("companies", {})
    if "known" not in kept:
        kept["known"] = Known.of(Company.objects.known(writing.at), writing.named(Company))
    return kept["known"]


def company_of(row: Row, writing: Writing) -> tuple[Company, bool]:
    """The company of a row, and whether it is a new one, not yet on record. Raises RowRefused to ask which is meant."""
    slug, name = row["company"], row["company_name"].strip()
    if slug in writing.named(Company) or not name:
        return writing.look_up(Company, "company", slug), False
    known = known_companies(writing)
    slug_of_new = slug or slugs.free_slug(Company, name, recording=writing.recording)
    new = Company(slug=slug_of_new, **{ours: row[column] for ours, column in OURS.items()})
    new.name = name
    if row["same_as"] != ANOTHER:
        same = known.same(name)
        if len(same) == 1 and not slug:
            return same[0], False
        if asked := known.questions(new):
            step = "Write its identifier in the column company, or another in the column same_as."
            raise RowRefused("company_name", name, f"{asked[0]} {step}")
    return new, True


def put_on_record(company: Company, writing: Writing) -> None:
    """Know a company that a row brought, for the rows below it."""
    writing.named(Company)[company.slug] = company
    known_companies(writing).add(company)

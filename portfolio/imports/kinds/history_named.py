"""An award on record that a row of a history names: what the row says otherwise of it is refused."""

from portfolio.calculations.filter_match import folded
from portfolio.calculations.kinds import Instrument
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, as_choice, telling
from portfolio.models import Agency, Investment, Program
from portfolio.positions.investments import NOT_STATED
from projects.calculations.names import bare_name
from projects.models.states import code_of

from .companies import company_of

INSTRUMENTS = [(one.value, one.label) for one in Instrument]


def as_named(award: Investment, row: Row, writing: Writing) -> Investment:
    """The award that a row names; what it says otherwise of it is kept with the row."""
    with telling(row):
        company, is_new = (
            company_of(row, writing) if row["company"] or row["company_name"] else (award.recipient, False)
        )
        if is_new or company != award.recipient:
            column = "company" if row["company"] else "company_name"
            raise RowRefused(column, row[column], _otherwise(award.slug, award.recipient.slug))
    said = {
        "agency": (writing.spelt(Agency, row["agency"], by="code"), award.agency.code),
        "program": (
            writing.spelt(Program, row["program"], by="code"),
            award.program.code if award.program else NOT_STATED,
        ),
        "instrument": (as_choice(row["instrument"], INSTRUMENTS), award.instrument),
    }
    with telling(row):
        RowRefused.raise_all(
            (name, row[name], _otherwise(award.slug, known))
            for name, (stated, known) in said.items()
            if row[name] and folded(stated) != folded(known)
        )
    return as_on_record(award, row)


def _otherwise(named: str, known: str) -> str:
    return f"{named} has {known or 'none'} on record. Correct it, or change it on its page."


def as_on_record(award: Investment, row: Row) -> Investment:
    """The award; what a row says otherwise of its deal or its recipient's seat is kept with the row."""
    company = award.recipient
    stands = {
        "deal_name": (bare_name, award.slug, award.deal.name),
        "company_state": (_state, company.name, company.hq_state),
        "company_country": (folded, company.name, company.country),
    }
    with telling(row):
        RowRefused.raise_all(
            (name, row[name], _otherwise(named, known))
            for name, (bare, named, known) in stands.items()
            if row[name] and bare(row[name]) != bare(known or "")
        )
    return award


def _state(text: str) -> str:
    """A state as it is kept, however it is written."""
    return folded(code_of(text) or text)

"""What a row about an award names: its codes as they are on record, its agency, program, deal and projects."""

from contextlib import suppress

from portfolio.calculations.filter_match import folded
from portfolio.calculations.kinds import Instrument, Status
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, as_choice
from portfolio.models import Agency, Deal, Investment, Program
from portfolio.positions.investments import NOT_STATED
from projects.calculations.names import bare_name
from projects.models import Company, Project

from .investment_columns import PIID

NAMED = (
    ("agency", Agency, "code"), ("program", Program, "code"), ("deal", Deal, "slug"), ("company", Company, "slug"),
    ("issuer", Company, "slug"),
)  # fmt: skip


def spell(row: Row, writing: Writing) -> None:
    """Write the codes of a row as they are on record, so that they compare."""
    row.values["investment"] = writing.named(Investment).spelt(row["investment"])
    if folded(row["program"]) == folded(NOT_STATED):
        row.values["program"] = NOT_STATED
    for column, model, by in NAMED:
        if row[column] not in ("", NOT_STATED):
            row.values[column] = writing.spelt(model, row[column], by=by)
    row.values["projects"] = ";".join(writing.spelt(Project, one.strip()) for one in row["projects"].split(";"))
    for column, kind in (("instrument", Instrument), ("status", Status)):
        row.values[column] = as_choice(row[column], [(one.value, one.label) for one in kind])
    with suppress(RowRefused):
        citation = writing.cite("sources", row["sources"]) if row["sources"] else None
        row.values["sources"] = citation.text if citation else row["sources"]


def agency_of(row: Row, writing: Writing) -> Agency:
    return writing.look_up(Agency, "agency", row["agency"], by="code")


def program_of(row: Row, writing: Writing) -> Program | None:
    if row["program"] in ("", NOT_STATED):
        return None
    return writing.look_up(Program, "program", row["program"], by="code")


def deal_of(row: Row, writing: Writing) -> Deal:
    """The deal on record, or a new one; an award without a deal is a deal of its own."""
    slug, name = row["deal"] or row["investment"], row["deal_name"]
    known = writing.named(Deal)
    if slug in known or (row["deal"] and not name):
        deal = writing.look_up(Deal, "deal", slug)
        require_called_so(deal, row)
        return deal
    return Deal(slug=slug, name=name or row["investment"], announced_on=row["announced_on"])


def require_called_so(deal: Deal, row: Row) -> None:
    """Raises RowRefused for a name of the deal that is another one than it has on record."""
    if row["deal_name"] and bare_name(row["deal_name"]) != bare_name(deal.name):
        step = "Empty the cell, or correct the identifier."
        raise RowRefused("deal_name", row["deal_name"], f"{deal.slug} is {deal.name} on record. {step}")


def projects_of(row: Row, writing: Writing) -> list[Project]:
    named = [part.strip() for part in row["projects"].split(";") if part.strip()]
    return [writing.look_up(Project, "projects", slug) for slug in named]


def number_of(number: str, instrument: Instrument) -> dict[str, str]:
    """The number of an award in the column of its kind: a contract's PIID, else a FAIN."""
    return {"piid": number or "", "fain": ""} if instrument in PIID else {"fain": number or "", "piid": ""}

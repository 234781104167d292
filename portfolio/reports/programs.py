"""Under which authority money is promised, how much of it, and how much room a program has left."""

from collections import defaultdict
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.models import Agency, Program, ProgramTerms
from portfolio.positions.filters import Filters
from portfolio.positions.investments import NOT_STATED, InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type, known_total
from .investments import FILTERS

COLUMNS = (
    c.PROGRAM,
    c.AGENCY,
    Column("name", "Name", "Name of the program.", unknown="no program is stated", is_prose=True),
    Column("authority", "Authority", "The statute.", unknown="not stated", is_prose=True),
    Column("instruments", "Instruments", "What the program may use.", unknown="not stated"),
    Column("assistance_listing", "Assistance listing", "Number of the listing.", unknown="no listing found"),
    Column("treasury_account", "Treasury account", "Account or program activity.", unknown="not found"),
    Column("investments", "Investments", "Awards under the program, of any status.", Type.INTEGER),
    Column("committed_awards", "Committed awards", "Awards that are committed or later.", Type.INTEGER),
    Column(
        "known_awards",
        "Amount known",
        "Committed awards whose commitment or face value is known; the sums are over these.",
        Type.INTEGER,
    ),
    Column(
        "ceiling_usd",
        "Ceiling",
        "The most that the program may commit.",
        Type.USD,
        "USD",
        unknown="stated only in prose, or not at all",
    ),
    c.COMMITTED,
    c.FACE_VALUE,
    Column(
        "program_headroom_usd",
        "Program headroom",
        "Ceiling less what is committed under the program, face values included.",
        Type.USD,
        "USD",
        unknown="no ceiling is stated as a figure, or the amount of a committed award is not known",
    ),
    Column("expires_on", "Expires", "Last day of the authority.", Type.PARTIAL_DATE, unknown="not stated"),
    Column("verified", "Verified", "How far the program's facts were checked."),
    c.SOURCES,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    """Programs of the agency, and with an award that was asked for; a program's figures are of all its awards."""
    of_award = filters.without("agency").without("program")
    awards: dict[tuple[str, str], list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at):
        awards[line.agency.code, line.program_code].append(line)
    terms = ProgramTerms.objects.at(at).select_related("citation").latest_by("program_id")
    agencies = Agency.objects.at(at)
    programs = {
        (agencies[program.agency_id].code, program.code): program for program in Program.objects.at(at).values()
    }
    rows = [
        row(agency, code, programs.get((agency, code)), terms, awards[agency, code])
        for agency, code in sorted({*programs, *awards})
        if filters.agency in ("", agency) and filters.program in ("", code)
        if not of_award.asked() or any(line.passes(of_award) for line in awards[agency, code])
    ]
    return Answer(
        rows,
        totals=(known_total("Total", COLUMNS, rows, ("committed_usd", "face_value_usd")),),
        notes=(
            f'Awards whose record names no program stand under "{NOT_STATED}", agency by agency.',
            "Narrowed by award, the programs with such an award are shown; their figures are of all their awards.",
        ),
    )


def row(
    agency: str, code: str, program: Program | None, terms: dict[int, ProgramTerms], awards: list[InvestmentAt]
) -> Row:
    stated = terms.get(program.pk) if program else None
    committed_awards = [line for line in awards if line.status and line.status.is_committed_money]
    committed = known_sum([line.committed for line in awards])
    face = known_sum([line.face_value for line in awards])
    ceiling = stated.ceiling if stated else None
    # A right commits no money of its own until it is exercised.
    amounts = [line.figures.committed for line in committed_awards if line.instrument.family is not Family.RIGHT]
    is_known = ceiling is not None and None not in amounts
    return (
        code,
        agency,
        program.name if program else None,
        (stated and stated.authority) or None,
        (stated and stated.instruments) or None,
        (stated and stated.assistance_listing) or None,
        (stated and stated.treasury_account) or None,
        len(awards),
        len(committed_awards),
        sum(1 for line in committed_awards if line.figures.committed is not None),
        ceiling,
        committed,
        face,
        ceiling - (committed or Decimal(0)) - (face or Decimal(0)) if is_known else None,
        stated and stated.expires_on,
        (stated and stated.verified) or None,
        stated.citation.text if stated and stated.citation else None,
    )


def known_sum(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


DEFINITION = Definition(
    "programs",
    "Programs",
    "Under which authority is money promised, and how much room is left?",
    COLUMNS,
    FILTERS,
    answer,
)

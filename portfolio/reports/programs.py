"""Under which authority money is promised, how much of it, and how much room a program has left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.models import Agency, Program, ProgramAuthority, ProgramTerms
from portfolio.positions.authorities import AuthorityAt, authorities_at, ceiling_by_program, known_sum
from portfolio.positions.filters import Filters
from portfolio.positions.investments import NOT_STATED, InvestmentAt, investments_at
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from . import columns as c
from .base import Answer, Column, Definition, Type, known_total
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year
from .tables import cited

RIGHT = Family.RIGHT
ZERO = Decimal(0)
HEADROOM = "Ceiling or appropriation less what is used: as the agency says of all, else as committed on this record."


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A program of an agency with its terms and all its awards; without a `program`, the awards that name none."""

    agency: str
    code: str
    program: Program | None
    terms: ProgramTerms | None
    awards: Sequence[InvestmentAt]
    authority: AuthorityAt | None = None
    """Its ceiling, else its appropriation, where one is on record."""
    expiry: ProgramAuthority | None = None
    """The newest authority that says when it ends."""

    @property
    def committed_awards(self) -> list[InvestmentAt]:
        return [award for award in self.awards if award.status and award.status.is_committed_money]

    @property
    def ceiling(self) -> Decimal | None:
        """The ceiling of its authority; else the one that its terms state."""
        if self.authority and self.authority.kind.is_ceiling:
            return self.authority.fact.amount
        return self.terms.ceiling if self.terms else None

    @property
    def appropriation(self) -> Decimal | None:
        return self.authority.fact.amount if self.authority and not self.authority.kind.is_ceiling else None

    @property
    def expires_on(self) -> PartialDate | None:
        stated = self.expiry or self.terms
        return stated.expires_on if stated else None

    @property
    def committed(self) -> Decimal | None:
        return known_sum(award.committed for award in self.awards)

    @property
    def face_value(self) -> Decimal | None:
        return known_sum(award.face_value for award in self.awards)

    @property
    def headroom(self) -> Decimal | None:
        """What is left under its authority, see there.

        Where its terms alone state a ceiling: that less all that is committed, None while an amount is unknown.
        """
        if self.authority:
            return self.authority.room.amount
        # A right commits no money of its own until it is exercised.
        amounts = [award.figures.committed for award in self.committed_awards if award.instrument.family is not RIGHT]
        if self.ceiling is None or None in amounts:
            return None
        return self.ceiling - (self.committed or ZERO) - (self.face_value or ZERO)


COLUMNS = (
    c.PROGRAM.of(lambda line: line.code),
    c.AGENCY.of(lambda line: line.agency),
    c.NAME.of(lambda line: line.program.name if line.program else None, unknown="no program is stated"),
    Column(
        "authority",
        "Authority",
        "The statute.",
        unknown="not stated",
        is_prose=True,
        value=lambda line: (line.terms and line.terms.authority) or None,
    ),
    Column(
        "instruments",
        "Instruments",
        "What the program may use.",
        unknown="not stated",
        value=lambda line: (line.terms and line.terms.instruments) or None,
    ),
    Column(
        "assistance_listing",
        "Assistance listing",
        "Number of the listing.",
        unknown="no listing found",
        value=lambda line: (line.terms and line.terms.assistance_listing) or None,
    ),
    Column(
        "treasury_account",
        "Treasury account",
        "Account or program activity.",
        unknown="not found",
        value=lambda line: (line.terms and line.terms.treasury_account) or None,
    ),
    c.AWARDS,
    c.COMMITTED_AWARDS,
    Column(
        "known_awards",
        "Amount known",
        "Committed awards whose commitment or face value is known; the sums are over these.",
        Type.INTEGER,
        value=lambda line: sum(1 for award in line.committed_awards if award.figures.committed is not None),
    ),
    Column(
        "program_ceiling_usd",
        "Program ceiling",
        "The most that the program may commit.",
        Type.USD,
        "USD",
        unknown="stated only in prose, or not at all",
        value=lambda line: line.ceiling,
    ),
    Column(
        "appropriation_usd",
        "Appropriation",
        "Appropriated for the program, where no ceiling is stated.",
        Type.USD,
        "USD",
        unknown="none on record, or a ceiling stands beside",
        value=lambda line: line.appropriation,
    ),
    c.COMMITTED.of(lambda line: line.committed),
    c.FACE_VALUE.of(lambda line: line.face_value),
    Column(
        "program_headroom_usd",
        "Program headroom",
        HEADROOM,
        Type.USD,
        "USD",
        unknown="no ceiling is stated as a figure, or the amount of a committed award is not known",
        value=lambda line: line.headroom,
    ),
    Column(
        "why_no_headroom",
        "Why no headroom",
        "Why the headroom is unknown.",
        unknown="it is known, or no ceiling is stated",
        is_prose=True,
        value=lambda line: (line.authority.room.why or None) if line.authority else None,
    ),
    Column(
        "authority_expires_on",
        "Authority expires",
        "Last day of the authority.",
        Type.PARTIAL_DATE,
        unknown="not stated",
        value=lambda line: line.expires_on,
    ),
    Column(
        "verification",
        "Verification",
        "How far the program's facts were checked.",
        value=lambda line: (line.terms and line.terms.verified) or None,
    ),
    c.SOURCES.of(lambda line: (line.terms and cited(line.terms.citation)) or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    """Programs of the agency, and with an award that was asked for; a program's figures are of all its awards."""
    of_award = filters.without("agency").without("program")
    awards: dict[tuple[str, str], list[InvestmentAt]] = defaultdict(list)
    lines_at = investments_at(at)
    for line in lines_at:
        awards[line.agency.code, line.program_code].append(line)
    stated = ProgramTerms.objects.at(at).select_related("citation").latest_by("program_id")
    agencies = Agency.objects.at(at)
    programs = {
        (agencies[program.agency_id].code, program.code): program for program in Program.objects.at(at).values()
    }
    authorities = authorities_at(at, lines_at)
    ceilings = ceiling_by_program(authorities)
    expiries = {one.program.pk: one.fact for one in authorities if one.program and one.fact.expires_on}
    terms = {key: stated.get(program.pk) for key, program in programs.items()}
    lines = [
        ProgramLine(
            agency,
            code,
            program := programs.get((agency, code)),
            terms.get((agency, code)),
            awards[agency, code],
            ceilings.get(program.pk) if program else None,
            expiries.get(program.pk) if program else None,
        )
        for agency, code in sorted({*programs, *awards})
        if filters.agency in ("", agency) and filters.program in ("", code)
        if not of_award.asked() or any(line.passes(of_award) for line in awards[agency, code])
    ]
    return Answer(
        lines,
        totals=(known_total("Total", COLUMNS, lines, ("committed_usd", "face_value_usd")),),
        notes=(
            f'Awards whose record names no program stand under "{NOT_STATED}", agency by agency.',
            "Narrowed by award, the programs with such an award are shown; their figures are of all their awards.",
            *in_no_fiscal_year(at, filters),
        ),
    )


DEFINITION = Definition(
    "programs",
    "Programs",
    "Under which authority is money promised, and how much room is left?",
    COLUMNS,
    AWARD_FILTERS,
    answer,
)

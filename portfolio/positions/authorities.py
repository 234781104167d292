"""The authorities of programs at an AsOf, what was used of each, and how much room is left under it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.models import Agency, AuthorityKind, MissingAward, Program, ProgramAuthority
from record.calculations.as_of import AsOf

from .investments import InvestmentAt, investments_at
from .names import program_name

ZERO = Decimal(0)
OTHER_SECTORS = "the agency's use for other sectors is not on record"


@dataclass(frozen=True, slots=True)
class Room:
    """What is left under an authority in USD, or why that is not known. `is_at_most`: what is used is a floor."""

    amount: Decimal | None = None
    why: str = ""
    is_at_most: bool = False


@dataclass(frozen=True, slots=True)
class AuthorityAt:
    """An authority at an AsOf with the labels of then, what the agency says it used, and its awards on record."""

    fact: ProgramAuthority
    agency: Agency
    program: Program | None
    inside: Program | None
    used: ProgramAuthority | None
    awards: list[InvestmentAt]
    missing: int
    inside_name: str = ""

    @property
    def kind(self) -> AuthorityKind:
        return AuthorityKind(self.fact.kind)

    @property
    def name(self) -> str:
        """Of the program; of a statement its subject."""
        return program_name(self.program, self.agency) if self.program else self.fact.subject

    @property
    def committed(self) -> Decimal | None:
        """What is committed under it on this record in USD, loans and guarantees left out."""
        return known_sum(award.committed for award in self.awards)

    @property
    def face_value(self) -> Decimal | None:
        return known_sum(award.face_value for award in self.awards)

    @property
    def committed_awards(self) -> list[InvestmentAt]:
        return [award for award in self.awards if award.status is not None and award.status.is_committed_money]

    @property
    def unknown_awards(self) -> list[str]:
        """Its committed awards of unknown amount. A right commits no money of its own until it is exercised."""
        return [
            award.slug
            for award in self.committed_awards
            if award.instrument.family is not Family.RIGHT and award.figures.committed is None
        ]

    @property
    def room(self) -> Room:
        """The amount less what is used.

        Used is the agency's own figure for the whole authority; else, where it is for minerals alone and no award is
        known to be missing, what this record committed. Unknown otherwise, with the reason.
        """
        if not (self.kind.is_ceiling or self.kind is AuthorityKind.APPROPRIATION):
            return Room(why="it is no ceiling and no appropriation")
        if self.fact.amount is None:
            return Room(why="no source states the amount")
        if self.used is not None and self.used.amount is not None:
            return Room(self.fact.amount - self.used.amount, is_at_most=self.used.is_at_least)
        if not self.fact.minerals_only:
            return Room(why=OTHER_SECTORS)
        if self.missing:
            return Room(why=f"{self.missing} of its awards are known to be missing from this record")
        if not self.awards:
            return Room(why="no award on record names it")
        if self.unknown_awards:
            return Room(why=f"the amount of {', '.join(self.unknown_awards)} is not known")
        return Room(self.fact.amount - (self.committed or ZERO) - (self.face_value or ZERO))


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None


def authorities_at(at: AsOf, lines: list[InvestmentAt] | None = None) -> list[AuthorityAt]:
    """Every authority and statement on record at `at`, by agency, program and kind; `lines`: all awards, where at hand.

    A program that bears the code of its agency is the agency's own: its awards are all of the agency's.
    """
    facts = list(ProgramAuthority.objects.at(at).select_related("citation"))
    agencies, programs = Agency.objects.at(at), Program.objects.at(at)
    of_program: dict[int, list[InvestmentAt]] = defaultdict(list)
    of_agency: dict[str, list[InvestmentAt]] = defaultdict(list)
    for line in investments_at(at) if lines is None else lines:
        of_agency[line.agency.code].append(line)
        if line.program:
            of_program[line.program.pk].append(line)
    missing = Counter(gap.program_id for gap in MissingAward.objects.at(at) if gap.program_id)
    used = {fact.program_id: fact for fact in facts if fact.kind == AuthorityKind.COMMITTED_TOTAL}
    found = []
    for fact in facts:
        agency, program = agencies[fact.agency_id], programs.get(fact.program_id or 0)
        inside = programs.get(fact.inside_id or 0)
        awards: list[InvestmentAt] = []
        if program is not None:
            awards = of_agency[agency.code] if program.code == agency.code else of_program[program.pk]
        found.append(
            AuthorityAt(
                fact=fact,
                agency=agency,
                program=program,
                inside=inside,
                inside_name=program_name(inside, agencies[inside.agency_id]) if inside else "",
                used=used.get(fact.program_id) if program else None,
                awards=awards,
                missing=missing[fact.program_id or 0],
            )
        )
    return sorted(found, key=_place)


def _place(line: AuthorityAt) -> tuple[str, str, str, str]:
    return line.agency.code, line.program.code if line.program else "", line.fact.kind, line.fact.subject


def ceiling_by_program(lines: Iterable[AuthorityAt]) -> dict[int, AuthorityAt]:
    """Program → its ceiling, else its appropriation; the newest of several."""
    newest = sorted(lines, key=lambda line: (line.kind.is_ceiling, line.fact.counts_from))
    return {
        line.program.pk: line
        for line in newest
        if line.program and (line.kind.is_ceiling or line.kind is AuthorityKind.APPROPRIATION)
    }

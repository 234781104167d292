"""What the record has against what programs say they made."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.models import Agency, AwardRound, MissingAward, Program, RoundAward
from portfolio.positions.authorities import known_sum
from portfolio.positions.filters import Filters
from portfolio.positions.investments import NOT_STATED, InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Absent, Answer, Column, Definition, Type
from .tables import cited

PROGRAM, ROUND = "program", "round"
PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A program with all its awards, or a round of awards with those of it that are on record.

    `awards` is None where a program counts a round and which awards on record are of it is not known. A list names what
    it lists, so that none of it on record is a known 0.
    """

    agency: str
    code: str
    round: AwardRound | None
    awards: Sequence[InvestmentAt] | None
    missing: Sequence[MissingAward] = ()

    @property
    def stated(self) -> Decimal | None:
        """What is on record of a round as stated, in USD; None for a program, whose awards are of several kinds."""
        if self.round is None or self.awards is None:
            return None
        return known_sum(award.terms.announced_amount if award.terms else None for award in self.awards)

    @property
    def share(self) -> Decimal | None:
        """Awards on record over awards made, only where that is the program's own count."""
        if not self.round or not self.round.is_program_total or not self.round.awards_made or self.awards is None:
            return None
        return (Decimal(len(self.awards)) / self.round.awards_made).quantize(PLACES)


def committed(line: CoverageLine) -> Decimal | None:
    return known_sum(award.committed for award in line.awards or ()) if line.round is None else None


def face_value(line: CoverageLine) -> Decimal | None:
    return known_sum(award.face_value for award in line.awards or ()) if line.round is None else None


def why_no_share(line: CoverageLine) -> str | None:
    """Why there is no ratio; None where there is one."""
    if line.share is not None:
        return None
    if line.round is None:
        return "no source counts all awards of the program"
    if not line.round.is_program_total:
        return "a list of what is absent, or a count that is not the program's own"
    return "which awards on record are of this round is not known"


def of_rounds(text: str, reason: str) -> Callable[[CoverageLine], Absent | None]:
    """What stands in the line of a program in a column that is of its rounds alone."""
    return lambda line: Absent(text, reason) if line.round is None else None


def of_program(line: CoverageLine) -> Absent | None:
    """What stands in the line of a round in a column that is of its program alone."""
    return Absent("at the program", "counted for all awards of the program, in its own line") if line.round else None


NO_COUNT = of_rounds("not counted", "no source counts all awards of the program")
BY_ROUND = of_rounds("by round", "awards of several kinds are never added up; each round has its own")
COLUMNS = (
    Column(
        "coverage_line",
        "Line",
        "A program, or a round of its awards.",
        value=lambda line: ROUND if line.round else PROGRAM,
    ),
    c.AGENCY.of(lambda line: line.agency),
    c.PROGRAM.of(lambda line: line.code),
    Column(
        "round",
        "Round",
        "Awards made at one time, or a list.",
        unknown="all of the program",
        is_optional=True,
        is_prose=True,
        value=lambda line: line.round.name if line.round else None,
    ),
    Column(
        "round_on",
        "Announced",
        "When the round was announced.",
        Type.PARTIAL_DATE,
        unknown="undated",
        absent=of_rounds("all of the program", "a program is no round"),
        value=lambda line: line.round.effective_on if line.round else None,
    ),
    Column(
        "awards_on_record",
        "Awards on record",
        "How many are on this record, of any status.",
        Type.INTEGER,
        unknown="which of the round they are is not known",
        value=lambda line: None if line.awards is None else len(line.awards),
    ),
    Column(
        "awards_made",
        "Awards made",
        "How many a source says were made.",
        Type.INTEGER,
        unknown="no source counts them",
        absent=NO_COUNT,
        value=lambda line: int(line.round.awards_made) if line.round and line.round.awards_made else None,
    ),
    Column(
        "is_program_total",
        "Program's own count",
        "True where the count is the program's own; a list of what is absent has no ratio.",
        Type.BOOLEAN,
        value=lambda line: line.round.is_program_total if line.round else None,
        unknown="no source counts them",
        absent=NO_COUNT,
    ),
    Column(
        "coverage_share",
        "Share on record",
        "Awards on record over awards made.",
        Type.FRACTION,
        unknown="see the reason beside",
        absent=lambda line: Absent("none", why) if (why := why_no_share(line)) else None,
        value=lambda line: line.share,
    ),
    Column(
        "why_no_share",
        "Why no share",
        "Why there is no ratio.",
        unknown="there is one",
        is_optional=True,
        is_prose=True,
        value=why_no_share,
    ),
    Column(
        "stated_on_record_usd",
        "On record, as stated",
        "Of a round: amounts as stated of its awards on record.",
        Type.USD,
        "USD",
        unknown="which awards on record are of this round is not known",
        absent=BY_ROUND,
        value=lambda line: line.stated,
    ),
    Column(
        "amount_made_usd",
        "Made",
        "What a source says was awarded in all.",
        Type.USD,
        "USD",
        unknown="no source states it",
        absent=NO_COUNT,
        value=lambda line: line.round.amount_made if line.round else None,
    ),
    c.COMMITTED.of(committed, absent=of_program),
    c.FACE_VALUE.of(face_value, absent=of_program),
    Column(
        "missing_awards",
        "Known to be missing",
        "Awards of the program that are known to have been made and are not on record: report missing-awards.",
        Type.INTEGER,
        absent=of_program,
        value=lambda line: None if line.round else len(line.missing),
    ),
    Column(
        "missing_usd",
        "Amounts missing",
        "What is known of their amounts.",
        Type.USD,
        "USD",
        unknown="no amount is known",
        absent=lambda line: (
            of_program(line) or (None if line.missing else Absent("none", "none is known to be missing"))
        ),
        value=lambda line: known_sum(one.amount for one in line.missing),
    ),
    Column(
        "coverage_basis",
        "Basis",
        "What the count rests on.",
        unknown="not stated",
        is_prose=True,
        absent=NO_COUNT,
        value=lambda line: (line.round.note if line.round else "") or None,
    ),
    c.SOURCES.of(lambda line: (line.round and cited(line.round.citation)) or None, absent=NO_COUNT),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    """One line a program with an award, a round or a gap, each followed by its rounds."""
    lines = investments_at(at)
    agencies, programs = Agency.objects.at(at), Program.objects.at(at)

    def key(fact: AwardRound | MissingAward) -> tuple[str, str]:
        program = programs.get(fact.program_id or 0)
        return agencies[fact.agency_id].code, program.code if program else NOT_STATED

    awards: dict[tuple[str, str], list[InvestmentAt]] = defaultdict(list)
    for line in lines:
        awards[line.agency.code, line.program_code].append(line)
    missing: dict[tuple[str, str], list[MissingAward]] = defaultdict(list)
    for gap in MissingAward.objects.at(at):
        missing[key(gap)].append(gap)
    rounds: dict[tuple[str, str], list[AwardRound]] = defaultdict(list)
    for one in AwardRound.objects.at(at).select_related("citation"):
        rounds[key(one)].append(one)
    by_award = {line.investment.pk: line for line in lines}
    members: dict[str, list[InvestmentAt]] = defaultdict(list)
    for member in RoundAward.objects.at(at):
        if member.investment_id in by_award:
            members[member.round].append(by_award[member.investment_id])
    found = []
    for agency, code in sorted({*awards, *missing, *rounds}):
        if filters.agency not in ("", agency) or filters.program not in ("", code):
            continue
        found.append(CoverageLine(agency, code, None, awards[agency, code], missing[agency, code]))
        found += [
            CoverageLine(agency, code, one, members.get(one.round, None if one.is_program_total else []))
            for one in sorted(rounds[agency, code], key=lambda one: (one.counts_from, one.round))
        ]
    return Answer(
        found,
        notes=("A share is given only where the program's own count is known. A list of what is absent has none.",),
    )


DEFINITION = Definition(
    "coverage",
    "Coverage",
    "How much of what programs say they made is on this record?",
    COLUMNS,
    ("agency", "program"),
    answer,
)

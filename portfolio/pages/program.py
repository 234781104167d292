"""The page of one program: its authorities, what was left to it by fiscal year, and its awards."""

from dataclasses import dataclass, replace
from datetime import date

from portfolio.calculations.fiscal_year import fiscal_year
from portfolio.charts.authorities import AuthorityBars, authority_bars
from portfolio.models import Program
from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.reports import columns as c
from portfolio.reports import programs as report
from portfolio.reports.base import Column, Type
from portfolio.reports.quoted import Sentence, plain
from portfolio.reports.tables import Figure, Table, from_column
from record.calculations.as_of import AsOf

from .awards import awards_table
from .lookup import found
from .programs import grouped, room_words, sentence, tables_of

AWARDS = frozenset(("investment", "company", "instrument", "status", "committed_usd", "face_value_usd", "disbursed_usd",
                    "exposure_usd"))  # fmt: skip
"""The columns of its awards that answer first and fit a window; the report of investments has all."""
YEARS = 3
"""Fiscal years that ended before the day, and are shown beside it."""
FIGURES = ("authority", "instruments", "assistance_listing", "treasury_account", "awards", "committed_awards",
           "committed_usd", "face_value_usd", "authority_expires_on", "verification")  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftLine:
    """What was left under an authority on a day."""

    authority: AuthorityAt
    day: date


LEFT = (
    Column("fiscal_year", "Fiscal year", "That the day lies in.", Type.INTEGER, is_grouped=False,
           value=lambda line: fiscal_year(line.day)),
    Column("day", "On", "Its last day, or the day asked.", Type.DATE, value=lambda line: line.day),
    Column("authority_kind", "Kind", "What the sum is.", value=lambda line: line.authority.kind.label),
    Column("authority_usd", "Amount", "As stated.", Type.USD, "USD", unknown="no amount is stated",
           value=lambda line: line.authority.fact.amount),
    Column("used_usd", "Used", "As the agency says of the whole authority.", Type.USD, "USD",
           unknown="the agency's figure was not on record",
           value=lambda line: line.authority.used.amount if line.authority.used else None),
    c.COMMITTED.of(lambda line: line.authority.committed),
    c.FACE_VALUE.of(lambda line: line.authority.face_value),
    Column("program_headroom_usd", "Left", report.HEADROOM, Type.USD, "USD", unknown="the reason stands beside",
           value=lambda line: line.authority.room.amount),
    Column("why_no_headroom", "In words", "At most where what is used is a floor; or why it is unknown.", is_prose=True,
           is_optional=True, unknown="as stated beside", value=lambda line: room_words(line.authority)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProgramPage:
    program: Program
    name: str
    sentence: Sentence
    chart: AuthorityBars | None
    figures: list[Figure]
    tables: list[Table]
    left: Table | None
    awards: Table


def page(at: AsOf, slug: str) -> ProgramPage:
    """A program with its authorities and awards at `at`. Raises NotOnRecord."""
    program = found(Program, slug, at)
    (line, *_) = report.answer(at, Filters(program=program.code)).lines
    own = of_program(at, program)
    groups = grouped(at, own)
    shown = [*groups["ceilings"], *groups["appropriations"]]
    words = sentence(groups["ceilings"], groups["appropriations"])
    columns = {column.name: column for column in report.COLUMNS}
    awards = own[0].awards if own else line.awards
    line = replace(line, awards=awards)
    whole = awards_table(awards, title="Awards", empty="No award on record names it.")
    return ProgramPage(
        program=program,
        name=own[0].name if own else program.name,
        sentence=words,
        chart=authority_bars(at.as_of, [(one.authority, 0) for one in shown], plain(words)) if shown else None,
        figures=[
            from_column(columns[name], value)
            for name in FIGURES
            if (value := columns[name].known(line)) is not None or not columns[name].is_optional
        ],
        tables=tables_of(groups),
        left=left_table(at, program) if shown else None,
        awards=replace(whole, columns=tuple(one for one in whole.columns if one.name in AWARDS)),
    )


def of_program(at: AsOf, program: Program) -> list[AuthorityAt]:
    """The authorities of a program at `at`; those of its own agency where it bears the agency's code."""
    lines = investments_at(at)
    return [one for one in authorities_at(at, lines) if one.program and one.program.pk == program.pk]


def left_table(at: AsOf, program: Program) -> Table:
    """What was left at the end of each of the last fiscal years, and on the day asked."""
    ends = [date(year, 9, 30) for year in range(at.as_of.year - YEARS, at.as_of.year + 1)]
    lines = [
        LeftLine(one, day)
        for day in [*(end for end in ends if end < at.as_of), at.as_of]
        for one in of_program(replace(at, as_of=day), program)
        if one.room.why != "it is no ceiling and no appropriation"
    ]
    return Table(
        name="left",
        title="What was left, by fiscal year",
        columns=LEFT,
        lines=lines,
        notes=("Each day is read as it stood then, by what is known at the moment asked.",),
    )

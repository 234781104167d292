"""The page of all programs: what the law lets them commit, what this record has of it, and what is only asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.charts.authorities import AuthorityBars, authority_bars
from portfolio.models import Agency, AuthorityKind
from portfolio.positions.authorities import AuthorityAt, authorities_at, known_sum
from portfolio.reports import authorities as report
from portfolio.reports import columns as c
from portfolio.reports.authorities import expiry_of
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.tables import Table, filled, marks_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact
from record.calculations.partial_dates import PartialDate

LAPSED, PENDING, CREDIT = "lapsed", "pending", "credit"
KNOWN = {column.name: column for column in report.COLUMNS}


@dataclass(frozen=True, slots=True)
class Line:
    """An authority on the page: how deep it lies inside another, when it ends, and what it costs."""

    authority: AuthorityAt
    depth: int = 0
    expires_on: PartialDate | None = None
    expiry: str | None = None
    cost: Decimal | None = None

    @property
    def marks(self) -> str | None:
        return ", ".join(marks_of(confidence=self.authority.fact.confidence)) or None


FOLDED = frozenset({CREDIT, PENDING})
"""What is no authority for an amount: it opens by its title."""


@dataclass(frozen=True, slots=True)
class ProgramsPage:
    """`tables`: the ceilings, then what stands apart from them, each where it has a line."""

    sentence: str
    chart: AuthorityBars
    tables: list[Table]
    agencies: list[tuple[str, str]] = field(default_factory=list)
    """Identifier and name of each agency on record, by name."""
    folded: frozenset[str] = FOLDED
    """By name the tables that open by their titles."""


def of(name: str) -> Column:
    """A column of the authorities report, for a line of the page."""
    column = KNOWN[name]
    value = column.value
    assert value is not None
    return column.of(lambda line: value(line.authority))


PROGRAM = Column("program_slug", "Program", "The program.", page="program",
                 value=lambda line: line.authority.program.slug if line.authority.program else None)  # fmt: skip
KIND = of("authority_kind").of(lambda line: kind_words(line.authority), words=None)
COST = Column("cost_usd", "Its cost", "The credit subsidy that is appropriated for it: never added to the ceiling.",
              Type.USD, "USD", unknown="none is stated", is_optional=True, value=lambda line: line.cost)  # fmt: skip
EXPIRES = Column("authority_expires_on", "Expires", "Last day of the authority.", Type.PARTIAL_DATE,
                 unknown="not stated", value=lambda line: line.expires_on)  # fmt: skip
EXPIRY = Column("expiry", "Ends soon", "Whether it ends within 180 days, or has lapsed.", unknown="neither",
                is_optional=True, value=lambda line: line.expiry)  # fmt: skip
ROOM = Column("program_headroom_usd", "Headroom", report.HEADROOM, Type.USD, "USD", unknown="the reason stands beside",
              value=lambda line: line.authority.room.amount)  # fmt: skip
WHY = Column("why_no_headroom", "Headroom, in words", "At most where what is used is a floor; or why it is unknown.",
             is_prose=True, is_optional=True, unknown="as stated beside",
             value=lambda line: room_words(line.authority))  # fmt: skip
NOTE = c.NOTE.of(lambda line: line.authority.fact.note or None)
MARKS = Column("marks", "Beware", "What to beware of.", is_optional=True, unknown="nothing",
               value=lambda line: line.marks)  # fmt: skip
SOURCES = of("sources")
COMMITTED = of("committed_usd").of(lambda line: line.authority.committed,
                                   absent=lambda line: nothing(line.authority, line.authority.committed))  # fmt: skip
FACE = of("face_value_usd").of(lambda line: line.authority.face_value,
                               absent=lambda line: nothing(line.authority, line.authority.face_value))  # fmt: skip
MONEY = (of("authority_usd"), EXPIRES, EXPIRY, of("used_usd"), of("used_on"), COMMITTED, FACE,
         ROOM, WHY, of("awards"))  # fmt: skip
LAST = (of("statute"), MARKS, SOURCES)
CEILINGS = (PROGRAM, KIND, *MONEY, COST, *LAST)
APPROPRIATIONS = (PROGRAM, *MONEY, *LAST)
CREDITS = (PROGRAM, EXPIRES, NOTE, of("awards"), *LAST)
ASKED = (PROGRAM, KIND, of("authority_usd"), of("stated_or_enacted_on"), of("authority_state"), NOTE, *LAST)
GONE = (PROGRAM, KIND, EXPIRES, EXPIRY, of("awards"), NOTE, *LAST)
APART = (
    "Ceilings of different kinds are listed, never one sum; one inside another stands below it. Loans count by their "
    "face, which is never added to what is committed."
)
SHAPES = (
    ("ceilings", "Ceilings", CEILINGS, APART),
    ("appropriations", "Appropriations", APPROPRIATIONS, ""),
    (CREDIT, "Tax credits", CREDITS, "A credit has no ceiling: its phase-out stands in the note."),
    (LAPSED, "Lapsed, or not known to be extended", GONE, "A question for the officer of the program."),
    (PENDING, "Asked for or pending", ASKED, "A request, a bill or a solicitation is no authority."),
)  # fmt: skip


def nothing(line: AuthorityAt, amount: Decimal | None) -> Absent | None:
    """What stands where no award is committed, or the amounts of all that are committed are in the other column."""
    if amount is None and not line.unknown_awards:
        return Absent("none", "no award under it is committed so")
    return None


def kind_words(line: AuthorityAt) -> str:
    inside = f", inside {line.inside_name}" if line.inside else ""
    return f"{line.kind.label}{inside}"


def room_words(line: AuthorityAt) -> str | None:
    if line.room.amount is None:
        return f"unknown: {line.room.why}"
    return "at most, since what is used is a floor" if line.room.is_at_most else None


def page(at: AsOf) -> ProgramsPage:
    groups = grouped(at, authorities_at(at))
    shown = [*groups["ceilings"], *groups["appropriations"]]
    summary = sentence(groups["ceilings"], groups["appropriations"])
    bars = authority_bars(at.as_of, [(line.authority, line.depth) for line in shown], summary)
    agencies = sorted((one.name, one.slug) for one in Agency.objects.at(at).values())
    return ProgramsPage(summary, bars, tables_of(groups), [(slug, name) for name, slug in agencies])


def tables_of(groups: dict[str, list[Line]]) -> list[Table]:
    return [
        Table(
            name=name,
            title=title,
            columns=filled(columns, groups[name]),
            lines=groups[name],
            notes=(note,) if note else (),
        )
        for name, title, columns, note in SHAPES
        if groups[name]
    ]


def grouped(at: AsOf, found: list[AuthorityAt]) -> dict[str, list[Line]]:
    """The authorities by where they stand on the page; statements are no programs and stand nowhere."""
    ends = {one.fact.program_id: one for one in found if one.kind is AuthorityKind.PROGRAM_EXPIRY}
    costs = {one.fact.program_id: one.fact.amount for one in found if one.kind is AuthorityKind.CREDIT_SUBSIDY}
    groups: dict[str, list[Line]] = {name: [] for name, *_ in SHAPES}
    for one in found:
        name = place_of(one, at)
        if name:
            ending = one if one.fact.expires_on or one.kind.is_pending else ends.get(one.fact.program_id, one)
            groups[name].append(
                Line(
                    one,
                    1 if one.inside else 0,
                    ending.fact.expires_on,
                    expiry_of(ending, at),
                    costs.get(one.fact.program_id) if one.kind.is_ceiling else None,
                )
            )
    return groups | {"ceilings": nested(groups["ceilings"]), "appropriations": largest(groups["appropriations"])}


def place_of(line: AuthorityAt, at: AsOf) -> str:
    """Under which heading an authority stands; empty for a statement, and for a part of another line."""
    kind, ends = line.kind, line.fact.expires_on
    if kind.is_statement:
        return ""
    if kind.is_pending:
        return PENDING
    if ends is not None and ends.end < at.as_of:
        return LAPSED
    if kind.is_ceiling or kind is AuthorityKind.SHARE:
        return "ceilings"
    return {AuthorityKind.APPROPRIATION: "appropriations", AuthorityKind.PHASE_OUT: CREDIT}.get(kind, "")


def largest(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-(line.authority.fact.amount or Decimal(0)), line.authority.name))


def nested(lines: list[Line]) -> list[Line]:
    """The largest first, each followed by those that lie inside it."""
    outer = [line for line in lines if line.authority.inside is None]
    inner = [line for line in lines if line.authority.inside is not None]
    found = []
    for line in largest(outer):
        found.append(line)
        found += [one for one in largest(inner) if one.authority.fact.inside_id == line.authority.fact.program_id]
    return found + [one for one in inner if one not in found]


def sentence(ceilings: list[Line], appropriations: list[Line]) -> str:
    """What may be committed, and what this record has under it; each award once."""
    wide = [line for line in ceilings if not line.depth and not line.authority.fact.minerals_only]
    own = [line.authority.fact.amount for line in appropriations if line.authority.fact.minerals_only]
    parts = []
    if wide:
        named = ", ".join(f"{line.authority.name} {compact(line.authority.fact.amount)}" for line in wide
                          if line.authority.fact.amount is not None)  # fmt: skip
        reach = "ceilings reach" if len(wide) > 1 else "ceiling reaches"
        parts.append(f"{count(len(wide))} {reach} minerals and other sectors: {named}")
    appropriated = known_sum(own)
    if appropriated is not None:
        parts.append(f"{compact(appropriated)} is appropriated for minerals alone")
    if not parts:
        return "No ceiling and no appropriation is on record."
    awards = {award.slug: award for line in (*ceilings, *appropriations) for award in line.authority.awards}
    committed = known_sum(award.committed for award in awards.values())
    face = known_sum(award.face_value for award in awards.values())
    has = [f"{compact(amount)} {what}" for amount, what in ((committed, "committed"), (face, "of face of loans"))
           if amount is not None]  # fmt: skip
    under = "under it" if len(wide) + (appropriated is not None) == 1 else "under them"
    here = f"This record has {' and '.join(has)} {under}." if has else f"This record has no known amount {under}."
    return f"{'; '.join(parts)}. {here}"


def count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[number] if number < len(words) else str(number)

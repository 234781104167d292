"""The page of all programs: what the law lets them commit, what this record has of it, and what is only asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.charts.authorities import AuthorityBars, authority_bars
from portfolio.models import Agency, AuthorityKind, Program
from portfolio.positions.authorities import AuthorityAt, authorities_at, known_sum
from portfolio.reports import authorities as report
from portfolio.reports import columns as c
from portfolio.reports.authorities import expiry_of
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.quoted import Quoted, Sentence, dollars, plain, summed
from portfolio.reports.tables import Table, filled, marks_of
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from .briefing_sentences import EXPOSURE, joined

AUTHORITIES = "authorities"
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

    sentence: Sentence
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
MONEY = (of("authority_usd"), EXPIRES, EXPIRY, of("used_usd"), COMMITTED, FACE, ROOM, WHY)
"""What answers first and fits a window; law, sources, awards and the day of use stand in the report."""
LAST = (of("statute"), MARKS, SOURCES)
CEILINGS = (PROGRAM, KIND, *MONEY, COST)
APPROPRIATIONS = (PROGRAM, *MONEY)
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
    summary = (*sentence(groups["ceilings"], groups["appropriations"]), without_any(at, shown))
    bars = authority_bars(at.as_of, [(line.authority, line.depth) for line in shown], plain(summary))
    agencies = sorted((one.name, one.slug) for one in Agency.objects.at(at).values())
    return ProgramsPage(summary, bars, tables_of(groups), [(slug, name) for name, slug in agencies])


def without_any(at: AsOf, shown: Iterable[Line]) -> str:
    """How many programs on record have no ceiling and no appropriation of a known amount, in a sentence."""
    having = {line.authority.fact.program_id for line in shown if line.authority.fact.amount is not None}
    programs = Program.objects.at(at)
    others = sum(pk not in having for pk in programs)
    if not others:
        return ""
    have = "has" if others == 1 else "have"
    return (
        f" {others:,} of {len(programs):,} programs on record {have} no ceiling and no appropriation of a known amount."
    )


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


def sentence(ceilings: list[Line], appropriations: list[Line]) -> Sentence:
    """What may be committed, and what this record has under each outer ceiling and each appropriation."""
    wide = [line.authority for line in ceilings if not line.depth and not line.authority.fact.minerals_only]
    parts: list[str | Quoted] = []
    if wide:
        reach = "ceilings reach" if len(wide) > 1 else "ceiling reaches"
        parts.append(f"{count(len(wide))} {reach} minerals and other sectors: ")
        named = [(f"{one.name} ", allowed(one, one.fact.amount)) for one in wide if one.fact.amount is not None]
        parts += listed(named)
    own = [line.authority for line in appropriations if line.authority.fact.minerals_only]
    appropriated = known_sum(one.fact.amount for one in own)
    if appropriated is not None:
        is_every = len(own) == len(appropriations)
        alone = dollars(appropriated, AUTHORITIES, "authority_usd", **every_of(own, is_every=is_every))
        parts += ["; " if parts else "", alone if is_every else alone.text, " is appropriated for minerals alone"]
    if not parts:
        return ("No ceiling and no appropriation is on record.",)
    outer = [line.authority for line in (*ceilings, *appropriations) if not line.depth]
    found = [(f"{one.name} ", *here(one)) for one in outer if (one.committed, one.face_value) != (None, None)]
    has: Sentence = ("On this record: ", *listed(found), ".") if found else ("This record has no known amount of it.",)
    return (*parts, ". ", *has)


def here(line: AuthorityAt) -> Sentence:
    """What is committed under it and the face of its loans, as far as known: "$620M committed"."""
    code = line.program.code if line.program else ""
    of = {"agency" if code == line.agency.code else "program": code}
    figures = ((line.committed, "committed_usd", "committed"), (line.face_value, "face_value_usd", "face of loans"))
    told: list[Sentence] = [
        (summed(amount, EXPOSURE, column, **of), f" {what}") for amount, column, what in figures if amount is not None
    ]
    return joined(told) or ("nothing committed",)


def listed(clauses: Sequence[Sentence]) -> Sentence:
    """The clauses with commas between them."""
    return tuple(part for place, clause in enumerate(clauses) for part in ((", ",) if place else ()) + clause)


def every_of(lines: Sequence[AuthorityAt], *, is_every: bool) -> dict[str, str]:
    """How the report of authorities is narrowed to these of one kind; of one program where it is one."""
    if not is_every:
        return {}
    alone = {"program": lines[0].program.code} if len(lines) == 1 and lines[0].program else {}
    return {"authority_kind": lines[0].kind.value, **alone}


def allowed(line: AuthorityAt, amount: Decimal) -> Quoted:
    """The amount of an authority, which leads to its row."""
    narrowed = {"authority_kind": line.kind.value, **({"program": line.program.code} if line.program else {})}
    return dollars(amount, AUTHORITIES, "authority_usd", **narrowed)


def count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[number] if number < len(words) else str(number)

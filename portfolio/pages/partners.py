"""The page of partners: who attended and who signed, and by country the money, the sites, the output, the imports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from portfolio.calculations.kinds import Status
from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.investments import NOT_STATED
from portfolio.positions.names import names_borne
from portfolio.positions.partners import Partnership, partners_at
from portfolio.reports import columns as c
from portfolio.reports import partners as report
from portfolio.reports.authorities import COLUMNS as OF_AUTHORITIES
from portfolio.reports.base import Column
from portfolio.reports.partner_lines import PartnerLine, lines_at
from portfolio.reports.production.partner_output import NEVER_HOME
from portfolio.reports.production.projected import HEADLINE_YEARS, NO_RUN, projected_at, year_asked
from portfolio.reports.quoted import Sentence, at_least, dollars
from portfolio.reports.sums import Sum
from portfolio.reports.tables import Table, filled
from projects.calculations.months import projected_years
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .partner_output import OutputInWords
from .partner_sentences import abroad, attended_and_signed

NO_PLACE = "Place not stated"
MOST = 3
"""Forms of imports that a row names; the rest is a count."""
STATEMENT = {column.name: column for column in OF_AUTHORITIES}
STATED = tuple(
    STATEMENT[name]
    for name in ("statement_subject", "authority_kind", "stated_or_enacted_on", "authority_state", "note", "sources")
)
AMOUNT = STATEMENT["authority_usd"].of(lambda line: said_amount(line), unit="", unknown="no amount is stated")
UNTIL = STATEMENT["authority_expires_on"].of(lambda line: line.fact.expires_on, label="Until", is_optional=True,
                                             unknown="no day is stated")  # fmt: skip
STATEMENTS = (*STATED[:2], AMOUNT, STATED[2], UNTIL, *STATED[3:])
IN_NO_SUM = "Announced or said, by their own sources. None is a commitment of this record, and none is in a sum."


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report on the page; `names` stand for identifiers; `output` None where no run is on record."""

    line: PartnerLine
    names: Mapping[str, str]
    output: OutputInWords | None

    @property
    def anchor(self) -> str:
        """The place on the page to which the country's name leads."""
        return self.line.code.lower() or "place-not-stated"

    @property
    def makes(self) -> str | None:
        found = [self.output.said(one) for one in self.line.outputs if self.output and one.is_counted]
        return ". ".join(found) or None

    @property
    def would_make(self) -> str | None:
        found = [one for one in self.line.outputs if not one.is_counted]
        return ". ".join(f"{self.output.said(one)} ({one.output.reach})" for one in found if self.output) or None

    @property
    def imports(self) -> str | None:
        """The largest shares of imports, and how many more there are."""
        named = (self.line.imports_by(self.names) or "").split("; ")
        left = len(named) - MOST
        more = f"; and {left:,} more form{'' if left == 1 else 's'}" if left > 0 else ""
        return "; ".join(named[:MOST]) + more or None


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """`active`: where money, a site or output is; `folded`: the other countries by how they stand."""

    sentence: Sentence
    year: int
    years: tuple[int, ...]
    active: Table
    folded: list[Table] = field(default_factory=list)
    statements: Table | None = None
    tells_year: bool = True
    """False where no run answers and no year was asked for: then there is no output to tell of."""

    @property
    def countries(self) -> list[tuple[str, str]]:
        """Identifier and name of each country where money, a site or output is."""
        partners = [row.line.partner for row in self.active.lines if row.line.partner]
        return [(one.country.slug, one.name) for one in partners if one.country]


def of(column: Column) -> Column:
    """A column of the report, for a row of the page."""
    value, absent = column.value, column.absent
    assert value is not None
    return column.of(lambda row: value(row.line), absent=(lambda row: absent(row.line)) if absent else None)


def compact_sum(column: Column, total: Callable[[PartnerLine], Sum], rows: str, source: str, **narrowed: str) -> Column:
    """A sum of one country in compact dollars, which leads to the rows of a report that add up to it."""

    def value(row: Row) -> Sentence | None:
        found = total(row.line)
        if not found.of:
            return None
        if found.total is None:
            return (f"{found.of:,} award{'' if found.of == 1 else 's'}, amount not published",)
        place = row.line.code or NOT_STATED
        return (at_least(found), dollars(found.total, rows, source, country=place, **narrowed))

    return of(column).of(value, unit="", unknown="no source states an amount")


def before(column: Column, status: Status) -> Column:
    return compact_sum(column, lambda line: line.stated(status), "investments", "announced_usd", status=status.value)


COUNTRY = Column("country_name", "Country", "Its name.",
                 value=lambda row: row.line.partner.name if row.line.partner else NO_PLACE)  # fmt: skip
MAKES = of(report.MAKES).of(lambda row: row.makes)
WOULD_MAKE = of(report.WOULD_MAKE).of(lambda row: row.would_make)
IMPORTS = of(report.IMPORTS).of(lambda row: row.imports)
ACTIVE = (
    COUNTRY,
    of(report.PARTNERSHIP),
    of(report.AGREEMENTS),
    of(report.SITES),
    compact_sum(report.COMMITTED, lambda line: line.committed, "exposure", "committed_usd"),
    compact_sum(report.FACE_VALUE, lambda line: line.face_value, "exposure", "face_value_usd"),
    before(report.APPROVED, Status.APPROVED),
    before(report.CONDITIONAL, Status.CONDITIONAL),
    before(report.LETTERS, Status.LOI),
    before(report.ANNOUNCED, Status.ANNOUNCED),
    MAKES,
    WOULD_MAKE,
    IMPORTS,
)
REST = (
    COUNTRY,
    of(report.AGREEMENTS),
    of(report.ATTENDED_ON),
    of(report.CONCERN),
    IMPORTS,
    of(c.SOURCES).of(lambda row: row.line.sources, unknown="no source is cited"),
)


def page(at: AsOf, asked: int | None = None) -> PartnersPage:
    """All of it at `at`; output in the year asked, else in the headline year nearest to five years on."""
    found = projected_at(at)
    years = years_of(found.run) if found else projected_years(at.as_of)
    year = year_asked(at, asked, found.run if found else None)
    names, stages = names_borne("mineral", at), names_borne("stage", at)
    output = OutputInWords(found, names, stages) if found else None
    rows = [Row(line, names, output) for line in lines_at(at, found, year)]
    active = [row for row in rows if row.line.is_active]
    said = [one for one in authorities_at(at) if one.kind.is_statement]
    return PartnersPage(
        attended_and_signed([row.line.partner for row in rows if row.line.partner], at.as_of),
        year,
        tuple(one for one in HEADLINE_YEARS if one in years),
        Table(
            name="there",
            title="Where money, sites or output are",
            columns=filled(ACTIVE, active),
            lines=active,
            empty="No site abroad and no award without a site is on record.",
            notes=(report.WHERE, NEVER_HOME if found else NO_RUN),
        ),
        folded([row for row in rows if not row.line.is_active]),
        statements(said),
        found is not None or asked is not None,
    )


def folded(rows: Sequence[Row]) -> list[Table]:
    """The countries without money, sites or output, a table for each way of standing that occurs."""
    found = []
    for one in Partnership:
        own = [row for row in rows if row.line.partner and row.line.partner.partnership is one]
        if own:
            title = f"Without money, sites or output: {one.label}"
            found.append(Table(name=f"rest-{one.value}", title=title, columns=filled(REST, own), lines=own))
    return found


def said_amount(one: AuthorityAt) -> Sentence | None:
    """What was announced, in compact dollars, with the rows of statements behind it."""
    if one.fact.amount is None:
        return None
    amount = dollars(
        one.fact.amount, "authorities", "authority_usd", agency=one.agency.code, authority_kind=one.kind.value
    )
    return ("at least ", amount) if one.fact.is_at_least else (amount,)


def statements(said: list[AuthorityAt]) -> Table | None:
    columns = filled(STATEMENTS, said)
    return Table(name="statements", title="Announced, in no sum", columns=columns, lines=said, notes=(IN_NO_SUM,)) \
        if said else None  # fmt: skip


def line(at: AsOf) -> Sentence:
    """The one line of the briefing; empty where nobody attended or signed."""
    return abroad([one for _, one in sorted(partners_at(at).by_code.items())])

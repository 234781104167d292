"""Partners, country by country: what each signed, what is promised there, what its sites will make, what it ships."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Status
from portfolio.positions.filters import Filters
from portfolio.positions.partners import Partnership
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Absent, Answer, Column, Definition, Type
from .partner_lines import PartnerLine, lines_at
from .production.partner_output import NEVER_HOME
from .production.projected import notes_of, projected_at, year_asked
from .words import words_of

WHERE = (
    "Money stands at the country of its project, never of a head office; without a project its place is not stated. "
    "An award that reaches sites in two countries stands whole at each: never add."
)
SIGNING = (
    "Signed is a framework or an action plan of its own. The Union's plan covers its members. Attending is not signing."
)


def before_it_binds(name: str, label: str, meaning: str, status: Status) -> Column:
    """The amounts as stated of awards of one status that is not money yet."""
    return Column(
        name,
        label,
        f"{meaning} As stated; not money yet, and in no sum with what is committed.",
        Type.USD,
        "USD",
        unknown="no source states an amount",
        value=lambda line: line.stated(status).total,
        absent=lambda line: none_of(line.of_status(status)),
    )


def none_of(awards: Collection[Any]) -> Absent | None:
    return None if awards else Absent("none", "no such award reaches a site there")


def money(column: Column, value: Callable[[PartnerLine], Decimal | None]) -> Column:
    """A sum of what is committed at one place: of loans and guarantees, or of all else."""
    is_lending = column is c.FACE_VALUE

    def absent(line: PartnerLine) -> Absent | None:
        return none_of([one for one in line.money if one.instrument.family.is_lending == is_lending])

    return column.of(value, absent=absent)


PARTNERSHIP = Column(
    "partnership",
    "Standing",
    "Signed with the United States, the Union itself, under the Union's plan, attended only, or neither.",
    unknown="no country is stated",
    is_optional=True,
    words=words_of(Partnership.choices),
    value=lambda line: line.partner.partnership.value if line.partner else None,
)
AGREEMENTS = Column(
    "agreements",
    "Agreements",
    "What it signed, joined, intends or is covered by, each with its day; attending apart.",
    unknown="none on record",
    is_optional=True,
    is_prose=True,
    value=lambda line: line.agreements,
)
PARTNER_FROM = Column(
    "partner_from",
    "Partner from",
    "The day of its first signature, else from which the Union's plan covers it.",
    Type.PARTIAL_DATE,
    unknown="it is no partner",
    is_optional=True,
    value=lambda line: line.partner.partner_from if line.partner else None,
)
ATTENDED_ON = Column(
    "attended_on",
    "Attended",
    "The day of the ministerial that it attended first. Attending is not signing.",
    Type.PARTIAL_DATE,
    unknown="did not attend, or not on record",
    is_optional=True,
    value=lambda line: line.partner.attended.effective_on if line.partner and line.partner.attended else None,
)
CONCERN = Column(
    "concern_statute",
    "By statute",
    "The law that names it.",
    unknown="not of concern",
    is_optional=True,
    value=lambda line: line.partner.statute if line.partner else None,
)
SITES = Column(
    "sites",
    "Sites",
    "The sites on record there.",
    page="project",
    unknown="no site on record",
    is_optional=True,
    value=lambda line: ";".join(site.slug for site in line.sites) or None,
)
COMMITTED = money(c.COMMITTED, lambda line: line.committed.total)
FACE_VALUE = money(c.FACE_VALUE, lambda line: line.face_value.total)
APPROVED = before_it_binds("approved_usd", "Approved", "The agency's board has authorised it.", Status.APPROVED)
CONDITIONAL = before_it_binds("conditional_usd", "Conditional", "Committed under conditions.", Status.CONDITIONAL)
LETTERS = before_it_binds("letters_usd", "Letters", "Letters of interest.", Status.LOI)
ANNOUNCED = before_it_binds("only_announced_usd", "Announced only", "Announced, no letter.", Status.ANNOUNCED)
WITHOUT_AMOUNT = Column(
    "awards_without_amount",
    "Without an amount",
    "How many of its awards state no amount: each sum here is then at least what stands. Rights are not counted.",
    Type.INTEGER,
    value=lambda line: line.without_amount,
)
SHARED = Column(
    "awards_elsewhere_too",
    "Elsewhere too",
    "How many of its awards reach a site of another country as well: each stands whole at both, never added.",
    Type.INTEGER,
    value=lambda line: len(line.shared),
)
MAKES = Column(
    "makes",
    "Will make",
    "By mineral and stage in the year asked, of plants that count: never domestic gain. Exact in partner-output.",
    unknown="no plant there counts",
    is_optional=True,
    is_prose=True,
    names="text",
    value=lambda line: line.makes,
)
WOULD_MAKE = Column(
    "would_make",
    "Not counted",
    "What plants there would make that no signed award reaches, each with the strongest award that does.",
    unknown="no such plant is on record",
    is_optional=True,
    is_prose=True,
    names="text",
    value=lambda line: line.would_make,
)
IMPORTS = Column(
    "import_shares",
    "Of US imports",
    "Its share of US imports by form, an average of the years named, where it is named.",
    unknown="it is not named in the statistics of imports",
    is_optional=True,
    is_prose=True,
    names="text",
    value=lambda line: line.imports,
)
COLUMNS = (
    c.COUNTRY.of(lambda line: line.partner.code if line.partner else None, unknown="place not stated"),
    PARTNERSHIP,
    AGREEMENTS,
    PARTNER_FROM,
    ATTENDED_ON,
    CONCERN,
    SITES,
    c.AWARDS,
    COMMITTED,
    FACE_VALUE,
    APPROVED,
    CONDITIONAL,
    LETTERS,
    ANNOUNCED,
    WITHOUT_AMOUNT,
    SHARED,
    c.YEAR.of(lambda line: line.year),
    MAKES,
    WOULD_MAKE,
    IMPORTS,
    c.SOURCES.of(lambda line: line.sources),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    lines = [
        line
        for line in lines_at(at, found, year_asked(at, filters.year, found.run if found else None))
        if line.passes(filters)
    ]
    return Answer(lines, notes=notes_of(found.run if found else None, WHERE, SIGNING, NEVER_HOME))


DEFINITION = Definition(
    "partners",
    "Partners",
    "How does each country stand, what is promised there, and what will its sites make?",
    COLUMNS,
    ("country", "partnership", "year"),
    answer,
    is_projected=True,
)

"""The amounts of awards that may be parts of one another: of one deal, or of one recipient, program, form and days."""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from portfolio.calculations.filter_match import folded
from portfolio.calculations.kinds import Instrument
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, as_choice
from portfolio.models import Program
from portfolio.positions.investments import NOT_STATED, InvestmentAt
from projects.models import Company

from .part_of import Stated, wholes_of


def award_wholes(rows: Sequence[Row], known: Mapping[str, InvestmentAt], writing: Writing) -> dict[int, RowRefused]:
    """Number of a row → the question of each new award that may be the sum of others, of the file or on record."""
    on_record = [one for line in known.values() for one in _of_record(line)]
    new = [one for row in rows if row["investment"] not in known for one in _of_file(row, writing)]
    return wholes_of(new, on_record)


def _of_file(row: Row, writing: Writing) -> Iterator[Stated]:
    amount = None if row.refused or row.left_out else row["announced_usd"]
    if amount is None:
        return
    if deal := row["deal"] or row["deal_name"]:
        yield Stated(_deal(deal), amount, row=row)
    days = row["announced_on"]
    if days is not None and row["company"] and row["program"] not in ("", NOT_STATED):
        company = writing.spelt(Company, row["company"])
        program = writing.spelt(Program, row["program"], by="code")
        form = as_choice(row["instrument"], [(one.value, one.label) for one in Instrument])
        yield Stated(_recipient(company, program, form), amount, days, row)


def _of_record(line: InvestmentAt) -> Iterator[Stated]:
    terms = line.terms
    if terms is None or terms.announced_amount is None:
        return
    yield Stated(_deal(line.deal.slug), terms.announced_amount, on_record=line.slug)
    if terms.announced_on is not None and line.program is not None:
        group = _recipient(line.recipient.slug, line.program.code, line.instrument.value)
        yield Stated(group, terms.announced_amount, terms.announced_on, on_record=line.slug)


def _deal(name: str) -> tuple[Hashable, ...]:
    return ("deal", folded(name))


def _recipient(company: str, program: str, form: str) -> tuple[Hashable, ...]:
    return (folded(company), folded(program), folded(form))

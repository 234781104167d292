"""What was committed, obligated, paid and came back, by fiscal year or quarter, agency and form."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from portfolio.calculations.balance import AMOUNT, ZERO
from portfolio.calculations.figures import Figures
from portfolio.calculations.fiscal_period import FiscalPeriod
from portfolio.calculations.fiscal_year import fiscal_quarter_of
from portfolio.calculations.kinds import Kind
from portfolio.calculations.money_form import MoneyForm, form_of
from portfolio.models import Transaction
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import NotKnown

from .filters import Filters
from .investments import InvestmentAt, investments_at


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an award, by year: the totals of a balance that its entries add to, and the forms that have it."""

    name: str
    totals: frozenset[str]
    forms: frozenset[MoneyForm]
    figure: Callable[[Figures], Decimal | None]
    is_stated_to_date: bool = False
    """A source may state more in all than the entries on record show."""


def came_of(figures: Figures) -> Decimal | None:
    """What came back, of what is known; None where nothing is."""
    known = [one for one in (figures.repaid, figures.returned, figures.income) if one is not None]
    return sum(known, ZERO) if known else None


LENT = frozenset(form for form in MoneyForm if form.is_lending)
EVERY = frozenset(MoneyForm)
GIVEN = EVERY - LENT
MEASURES = (
    Measure("committed_usd", frozenset({"committed"}), GIVEN, lambda of: of.committed),
    Measure("face_value_usd", frozenset({"committed"}), LENT, lambda of: of.committed),
    Measure("obligated_usd", frozenset({"obligated"}), GIVEN, lambda of: of.obligated, True),
    Measure("subsidy_cost_usd", frozenset({"obligated"}), LENT, lambda of: of.subsidy_cost, True),
    Measure("disbursed_usd", frozenset({"disbursed"}), EVERY, lambda of: of.disbursed, True),
    Measure("repaid_usd", frozenset({"repaid"}), LENT, lambda of: of.repaid),
    Measure("received_usd", frozenset({"repaid", "returned", "income"}), EVERY, came_of),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Dollars of one date as given; None where no date is known."""

    when: PartialDate | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class AwardParts:
    """An award, and for each measure that its form has the dollars that make its figure, date by date."""

    line: InvestmentAt
    form: MoneyForm
    known: frozenset[str]
    """The measures whose figure is known at all."""
    parts: dict[str, list[Part]]
    unplaced: dict[str, list[PartialDate | None]]
    """The dates among them that lie in no known quarter."""
    begun_on: date
    """The day by which it was announced, or had an entry; the first of the calendar where no announcement is dated."""

    def is_begun(self, period: FiscalPeriod) -> bool:
        return self.begun_on <= period.end

    def is_known(self, measure: str, period: FiscalPeriod) -> bool:
        """True where the figure is known, and no dollars of it may lie in the period or beside it."""
        return measure in self.known and not any(period.may_hold(when) for when in self.unplaced[measure])


@dataclass(frozen=True, slots=True)
class Cell:
    """The awards of one agency and form in one period."""

    period: FiscalPeriod
    agency: str
    form: MoneyForm
    awards: Sequence[AwardParts]
    """Those that had begun by the end of the period."""
    amounts: dict[str, Decimal]
    """Measure → its dollars; a measure without an entry in the period is left out."""

    @property
    def measures(self) -> list[str]:
        """The measures that the form has."""
        return [measure.name for measure in MEASURES if self.form in measure.forms]

    def known(self, measure: str) -> int:
        """For how many of the awards the figure of the period is known in full."""
        return sum(1 for award in self.awards if award.is_known(measure, self.period))

    def amount(self, measure: str) -> Decimal | None:
        """Dollars: what is known; 0 only where it is known of every award that there are none, else None."""
        found = self.amounts.get(measure, ZERO)
        return found if found or self.awards and self.known(measure) == len(self.awards) else None


@dataclass(frozen=True, slots=True)
class MoneyBook:
    """Awards with their dollars date by date, and every date that an entry of the ledger bears, of any award."""

    awards: list[AwardParts]
    dates: frozenset[PartialDate | None]


def money_book(at: AsOf, filters: Filters) -> MoneyBook:
    """The awards asked for that are committed or later, and terminated ones."""
    lines = [line for line in investments_at(at, filters.without("fiscal_year")) if line.is_money]
    dated = Transaction.objects.at(at).amounts_by_date()
    dates = frozenset(when for own in dated.values() for _, when in own)
    return MoneyBook([parts_of(line, dated.get(line.investment.pk, {})) for line in lines], dates)


def parts_of(line: InvestmentAt, dated: dict[tuple[Kind, PartialDate | None], Decimal]) -> AwardParts:
    """An award with its dollars of each kind and date, and what a source states beyond them."""
    form = form_of(line.instrument.family)
    announced = line.terms.announced_on if line.terms else None
    starts = [when.start for _, when in dated if when]
    known, parts = set(), {}
    for measure in MEASURES:
        if form not in measure.forms:
            continue
        by_date: dict[PartialDate | None, Decimal] = defaultdict(Decimal)
        for (kind, when), amount in dated.items():
            for total, sign in AMOUNT.get(kind, ()):
                if total in measure.totals:
                    by_date[when] += sign * amount
        figure = _figure(line, measure)
        if figure is not None:
            known.add(measure.name)
            more = figure - sum(by_date.values(), ZERO)
            if measure.is_stated_to_date and more > 0 and not line.investment.ledger_is_complete:
                by_date[None] += more
        parts[measure.name] = [Part(*one) for one in by_date.items()]
    return AwardParts(
        line,
        form,
        frozenset(known),
        parts,
        {name: [part.when for part in own if fiscal_quarter_of(part.when) is None] for name, own in parts.items()},
        min([announced.start, *starts]) if announced else date.min,
    )


def _figure(line: InvestmentAt, measure: Measure) -> Decimal | None:
    """The figure of the award; None where it is unknown, for whatever reason."""
    try:
        return measure.figure(line.figures)
    except (NotKnown, ArithmeticError):
        return None


def cells_of(book: MoneyBook, *, by_quarter: bool) -> list[Cell]:
    """One for each agency, form and period in the order of time; last what lies in no known year.

    A period is one in which any entry of the ledger lies: of agencies and forms without one in it, it says what is
    known of that.
    """
    period_of = cache(lambda when: FiscalPeriod.of(when, by_quarter=by_quarter))
    groups: dict[tuple[str, MoneyForm], list[AwardParts]] = defaultdict(list)
    sums: dict[tuple[str, MoneyForm], dict[FiscalPeriod, dict[str, Decimal]]] = {}
    for award in book.awards:
        key = award.line.agency.code, award.form
        groups[key].append(award)
        own = sums.setdefault(key, defaultdict(lambda: defaultdict(Decimal)))
        for measure, parts in award.parts.items():
            for part in parts:
                own[period_of(part.when)][measure] += part.amount
    told = {period for period in map(period_of, book.dates) if period.is_told}
    found = []
    for (agency, form), members in groups.items():
        own = sums[agency, form]
        periods = {*own, *(one for one in told if any(award.is_begun(one) for award in members))}
        for period in periods or {FiscalPeriod(by_quarter=by_quarter)}:
            begun = [award for award in members if award.is_begun(period)]
            found.append(Cell(period, agency, form, begun, dict(own.get(period, {}))))
    return sorted(found, key=lambda one: (one.period.sort_key, one.agency, list(MoneyForm).index(one.form)))

"""Over all years and quarters the dollars of an award are its balance, to the cent."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from portfolio.calculations.balance import balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind, kinds_for
from portfolio.calculations.money_form import MoneyForm, form_of
from portfolio.positions.money_by_year import MEASURES, MoneyBook, cells_of, parts_of
from record.calculations.partial_dates import PartialDate

CENTS = st.integers(1, 10**15).map(lambda cents: Decimal(cents).scaleb(-2))
DATES = st.one_of(
    st.none(),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(PartialDate.of),
    st.integers(1, 9999).flatmap(
        lambda year: st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q4", "-02", "-09", "-10"]).map(
            lambda part: PartialDate.parse(f"{year:04d}{part}")
        )
    ),
)


@st.composite
def ledgers(draw):
    """An instrument, and entries that it may have: kind, date as given, dollars."""
    instrument = draw(st.sampled_from(list(Instrument)))
    kinds = [kind for kind in Kind if kind in kinds_for(instrument) and kind is not Kind.REVERSAL]
    return instrument, draw(st.lists(st.tuples(st.sampled_from(kinds), DATES, CENTS), max_size=12))


def book_of(instrument, entries, *, complete, stated=None):
    """A book of one award with these entries; `stated`: what a source says was paid in all."""
    dated = defaultdict(Decimal)
    for kind, when, amount in entries:
        dated[kind, when] += amount
    # In the order of their days none is sold before it is bought, and an average cost is no part of a measure.
    balance = balance_of([Entry(kind, date.min, amount) for kind, _, amount in entries])
    found = figures(balance, instrument=instrument, complete=complete, disbursed_to_date=stated)
    line = SimpleNamespace(
        slug="a", instrument=instrument, figures=found, terms=None, agency=SimpleNamespace(code="DOE"),
        investment=SimpleNamespace(ledger_is_complete=complete),
    )  # fmt: skip
    return MoneyBook([parts_of(line, dict(dated))], frozenset(when for _, when in dated))


@given(ledgers(), st.booleans(), st.none() | CENTS, st.booleans())
def test_the_sum_over_all_periods_is_the_figure_of_the_award(ledger, complete, stated, by_quarter):
    book = book_of(*ledger, complete=complete, stated=stated)
    (award,), cells = book.awards, cells_of(book, by_quarter=by_quarter)
    for measure in MEASURES:
        if award.form not in measure.forms:
            continue
        figure = measure.figure(award.line.figures)
        known = [cell.amount(measure.name) for cell in cells if cell.amount(measure.name) is not None]
        assert sum(known, Decimal(0)) == (figure or 0), measure.name
        if figure is None:
            assert not known


@given(ledgers())
def test_the_quarters_of_a_year_add_up_to_the_year(ledger):
    book = book_of(*ledger, complete=True)
    years, quarters = (cells_of(book, by_quarter=by_quarter) for by_quarter in (False, True))
    for cell in years:
        own = [one for one in quarters if one.period.year == cell.period.year]
        for measure in cell.measures:
            assert (cell.amount(measure) or 0) == sum(one.amounts.get(measure, 0) for one in own)


def test_what_a_source_states_beyond_the_entries_lies_in_no_known_year():
    """100 paid in all, 60 of it in an entry of fiscal year 2025: 40 lie in no known year, and no year is known."""
    when = PartialDate.parse("2025-03-01")
    book = book_of(
        Instrument.GRANT, [(Kind.DISBURSEMENT, when, Decimal(60))], complete=False, stated=Decimal(100)
    )  # fmt: skip
    in_year, outside = cells_of(book, by_quarter=False)
    assert (in_year.period.year, in_year.amount("disbursed_usd"), in_year.known("disbursed_usd")) == (2025, 60, 0)
    assert (outside.period.year, outside.amount("disbursed_usd"), outside.known("disbursed_usd")) == (None, 40, 1)
    # What was paid was bound: no entry binds it, so all of it is of no known year.
    assert (in_year.amount("obligated_usd"), outside.amount("obligated_usd")) == (None, 100)


def test_a_day_either_side_of_the_first_of_october_lies_in_another_year():
    turn = date(2025, 10, 1)
    entries = [(Kind.OBLIGATION, PartialDate.of(turn - timedelta(days=day)), Decimal(1 + day)) for day in (0, 1)]
    cells = cells_of(book_of(Instrument.GRANT, entries, complete=True), by_quarter=False)
    assert [(one.period.year, one.amount("obligated_usd")) for one in cells] == [(2025, 2), (2026, 1)]


def test_each_form_is_that_of_its_family():
    assert [form_of(one.family) for one in (Instrument.WARRANT, Instrument.TAX_CREDIT, Instrument.DIRECT_LOAN)] == [
        MoneyForm.EQUITY, MoneyForm.GRANTS_AND_CONTRACTS, MoneyForm.LOANS,
    ]  # fmt: skip
    assert form_of(Instrument.LOAN_GUARANTEE.family) is MoneyForm.GUARANTEES

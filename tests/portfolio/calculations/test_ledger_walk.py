from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.calculations.balance import balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Family, Instrument, Kind, Need, kinds_for
from portfolio.calculations.ledger_rules.rules import first_refusal, refusal
from tests.portfolio.calculations.ledger_entries import TODAY, entry

COMMITTED_60 = entry(Kind.COMMITMENT, 60, reference="T1")
BOUND_50 = entry(Kind.OBLIGATION, 50, on=9, reference="T2")
PAID_45 = entry(Kind.DISBURSEMENT, 45, on=20, reference="T3")


def test_a_whole_ledger_is_walked_to_its_first_wrong_entry():
    wrong = entry(Kind.OBLIGATION, 20, on=5, reference="T4")
    book = [COMMITTED_60, BOUND_50, PAID_45, wrong, entry(Kind.OBLIGATION, 1000, on=30)]
    assert first_refusal(book[:3], instrument=Instrument.GRANT, today=TODAY) is None
    assert first_refusal(book, instrument=Instrument.GRANT, today=TODAY) == (
        wrong,
        "This would obligate $70.00 against a commitment of $60.00 on 2026-01-09. Record a further commitment first.",
    )


def test_an_entry_that_only_a_later_one_would_have_allowed_is_found():
    book = [BOUND_50, COMMITTED_60]
    assert first_refusal(book, instrument=Instrument.GRANT, today=TODAY)[0] is BOUND_50


def found_in(instrument, *book, **terms):
    """What the walk finds first, which is what asking one by one finds."""
    found = first_refusal(book, instrument=instrument, today=TODAY, **terms)
    asked = ((new, refusal(book[:at], new, instrument=instrument, today=TODAY, **terms)) for at, new in enumerate(book))
    assert found == next((pair for pair in asked if pair[1]), None)
    return found and found[0]


def undo(of, reference):
    return Entry(Kind.REVERSAL, of.on, reference=reference, reverses=of.reference)


def test_a_reversal_of_nothing_and_a_second_one_are_found():
    first, again = undo(PAID_45, "T4"), undo(PAID_45, "T5")
    book = (COMMITTED_60, BOUND_50, PAID_45)
    assert found_in(Instrument.GRANT, *book, first) is None
    assert found_in(Instrument.GRANT, *book, first, again) is again
    nothing = Entry(Kind.REVERSAL, PAID_45.on, reference="T6", reverses="T99")
    assert found_in(Instrument.GRANT, *book, nothing) is nothing
    of_reversal = undo(first, "T7")
    assert found_in(Instrument.GRANT, *book, first, of_reversal) is of_reversal


def test_what_is_sold_after_a_redemption_in_dollars_is_measured_by_what_is_left():
    # 20 shares, 30 dollars paid back at 2 a share: 5 are left.
    bought = entry(Kind.DISBURSEMENT, 40, on=3, shares=20, reference="T3")
    redeemed = entry(Kind.SALE, 30, on=9, reference="T4")
    book = (COMMITTED_60, entry(Kind.OBLIGATION, 40, on=2, reference="T2"), bought, redeemed)
    enough, more = (entry(Kind.SALE, 1, on=10, shares=number, reference="T5") for number in (5, 10))
    price = {"redemption_price": Decimal(2)}
    assert found_in(Instrument.PREFERRED_EQUITY, *book, enough, **price) is None
    assert found_in(Instrument.PREFERRED_EQUITY, *book, more, **price) is more


def test_the_first_entry_of_a_day_that_goes_below_nought_is_found_and_none_that_meets_it():
    bound = entry(Kind.OBLIGATION, 60, on=9, reference="T2")
    cent = entry(Kind.OBLIGATION, "0.01", on=9, reference="T3")
    assert found_in(Instrument.GRANT, COMMITTED_60, bound) is None
    assert found_in(Instrument.GRANT, COMMITTED_60, bound, cent) is cent


@st.composite
def ledgers(draw):
    """An instrument with its terms, and a likely ledger: small figures, few days, some reversals."""
    instrument = draw(st.sampled_from(list(Instrument)))
    may = sorted(kinds_for(instrument))
    # A start that leaves something to do; the rest as it comes.
    book = [entry(Kind.COMMITMENT, 60, reference="A1"), entry(Kind.OBLIGATION, 40, reference="A2")]
    issue = {Family.EQUITY: Kind.SHARE_ISSUE, Family.RIGHT: Kind.WARRANT_ISSUE}.get(instrument.family)
    if issue:
        book.append(entry(issue, shares=20, reference="A3"))
    for number in range(draw(st.integers(0, 14))):
        kind, on, reference = draw(st.sampled_from(may)), draw(st.integers(1, 6)), f"T{number}"
        if kind is Kind.REVERSAL:
            target = draw(st.sampled_from(book))
            book.append(Entry(kind, target.on, reference=reference, reverses=target.reference))
            continue
        figures = {
            name: draw(st.integers(1, 25))
            for name in ("amount", "shares", "shares_received")
            if (need := getattr(kind, name)) is Need.REQUIRED
            or (need is Need.OPTIONAL and instrument.family.holds_shares and draw(st.booleans()))
        }
        book.append(
            entry(
                kind,
                figures.get("amount"),
                on=on,
                shares=figures.get("shares"),
                received=figures.get("shares_received"),
                reference=reference,
            )
        )
    terms = {"instrument": instrument, "today": TODAY}
    if instrument.family.is_lending:
        terms["principal"] = draw(st.sampled_from([None, Decimal(50)]))
        terms["covered_share"] = draw(st.sampled_from([None, Decimal("0.8")]))
    elif instrument.family.holds_shares:
        terms["redemption_price"] = draw(st.sampled_from([None, Decimal(2)]))
    else:
        terms["available_until"] = draw(st.sampled_from([None, date(2026, 1, 3)]))
    return book, terms


@settings(max_examples=400)
@given(ledgers())
def test_the_fast_walk_finds_what_asking_one_by_one_finds(ledger):
    entries, terms = ledger
    one_by_one = ((new, refusal(entries[:place], new, **terms)) for place, new in enumerate(entries))
    assert first_refusal(entries, **terms) == next((pair for pair in one_by_one if pair[1]), None)


@settings(max_examples=200)
@given(ledgers())
def test_accepted_entries_never_leave_a_total_below_zero_on_any_day(ledger):
    entries, terms = ledger
    book = []
    for new in entries:
        if not refusal(book, new, **terms):
            book.append(new)
    for day in {one.on for one in book}:
        balance = balance_of([one for one in book if one.on <= day])
        assert balance.committed >= balance.obligated >= 0
        assert min(balance.shares, balance.shares_received, balance.guaranteed) >= 0
        if terms["instrument"].family is Family.EQUITY:
            assert balance.obligated >= balance.disbursed
            assert balance.cost >= 0
        if terms["instrument"].family is Family.LOAN:
            assert balance.committed >= balance.disbursed
            assert balance.disbursed + balance.capitalised >= balance.repaid + balance.written_off


@given(ledgers())
def test_a_reversal_accepted_leaves_the_ledger_as_without_the_entry(ledger):
    entries, terms = ledger
    book = []
    for new in entries:
        if refusal(book, new, **terms):
            continue
        if new.kind is Kind.REVERSAL:
            named = {new.reverses, *(one.reverses for one in book)}
            kept = [one for one in book if one.reference not in named and one.kind is not Kind.REVERSAL]
            assert balance_of([*book, new]) == balance_of(kept)
        book.append(new)

"""Which payments came, set against due days by hand."""

from datetime import date
from decimal import Decimal

from portfolio.calculations.payments_due import Answer, Payment, Receipt, answers


def due(on: str, amount: str | None = "100", first: str = "") -> Payment:
    return Payment(date.fromisoformat(first or on), date.fromisoformat(on), amount and Decimal(amount))


def came(on: str, amount: str = "100") -> Receipt:
    return Receipt(date.fromisoformat(on), Decimal(amount))


def answer(amount: str, on: str | None) -> Answer:
    return Answer(Decimal(amount), on and date.fromisoformat(on))


def test_a_payment_on_its_day_answers_it():
    assert answers([due("2026-06-30")], [came("2026-06-30")]) == [answer("100", "2026-06-30")]


def test_without_an_entry_nothing_came():
    assert answers([due("2026-06-30")], []) == [answer("0", None)]


def test_a_part_of_it_is_no_answer_and_a_second_entry_completes_it():
    assert answers([due("2026-06-30")], [came("2026-06-30", "40")]) == [answer("40", None)]
    both = [came("2026-07-09", "60"), came("2026-06-30", "40")]
    assert answers([due("2026-06-30")], both) == [answer("100", "2026-07-09")]


def test_an_entry_answers_the_oldest_payment_first():
    quarters = [due("2026-06-30"), due("2026-03-31")]
    assert answers(quarters, [came("2026-07-01")]) == [answer("0", None), answer("100", "2026-07-01")]


def test_one_entry_may_answer_two_payments():
    quarters = [due("2026-06-30"), due("2026-03-31")]
    assert answers(quarters, [came("2026-07-01", "200")]) == [answer("100", "2026-07-01")] * 2


def test_an_entry_31_days_before_counts_and_one_of_32_days_does_not():
    assert answers([due("2026-06-30")], [came("2026-05-30")]) == [answer("100", "2026-05-30")]
    assert answers([due("2026-06-30")], [came("2026-05-29")]) == [answer("0", None)]


def test_where_no_amount_is_stated_any_entry_answers_it():
    assert answers([due("2026-06-30", None)], [came("2026-06-30", "7")]) == [answer("7", "2026-06-30")]


def test_a_payment_of_a_month_may_come_31_days_before_its_first_day():
    month = [due("2026-06-30", first="2026-06-01")]
    assert answers(month, [came("2026-05-01")]) == [answer("100", "2026-05-01")]

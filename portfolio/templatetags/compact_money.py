"""Dollars of tables: three digits for the eye, and the exact figure with them."""

from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portfolio.reports.base import Column, Type
from record.calculations.formatting import AMOUNT_IN_TEXT, MILLION, compact, dollars_in

MONEY = (
    '<span class="money" tabindex="-1"><span class="money__short" aria-hidden="true">{}</span>'
    '<span class="money__exact">{}</span></span>'
)
"""What is read aloud, printed, and shown in a row that has the focus or under the pointer is the exact figure."""


def is_compact_money(column: Column, value: Any) -> bool:
    """True for what a table shows to three digits: dollars from a million on."""
    return column.type is Type.USD and isinstance(value, Decimal) and abs(value) >= MILLION


def in_short(dollars: Decimal, exact: str) -> SafeString:
    return format_html(MONEY, compact(dollars), exact)


def has_amounts(column: Column, value: Any) -> bool:
    """True for a text that names dollars from a million on."""
    if column.type is not Type.TEXT or not isinstance(value, str):
        return False
    amounts = (Decimal(found["amount"].replace(",", "")) for found in AMOUNT_IN_TEXT.finditer(value))
    return any(abs(one) >= MILLION for one in amounts)


def marked(text: SafeString | str) -> SafeString:
    """A text with its amounts as tables have them: "Commitment: 450,000,000 USD" shows $450M, the exact figure with it.

    Below a million an amount stands as it is, with its sign: $90.5.
    """
    escaped = str(conditional_escape(text))

    def said(found: Any) -> str:
        exact = found["amount"]
        amount = Decimal(exact.replace(",", ""))
        if abs(amount) < MILLION:
            return dollars_in(found[0])
        return in_short(amount, f"{exact.removesuffix('.00')} USD")

    return mark_safe(AMOUNT_IN_TEXT.sub(said, escaped))  # noqa: S308  escaped above

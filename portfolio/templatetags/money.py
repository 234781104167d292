"""Money on pages, in three digits, with the exact figure beside it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from record.calculations.formatting import compact, dollars_in
from record.calculations.formatting import dollars as to_the_cent

from . import formatting
from .compact_money import marked
from .lodebook import usd

register = template.Library()


@register.filter
def dollars(amount: Any) -> SafeString | str:
    """An amount as a page says it, $1.4B, with the exact figure for those who point at it."""
    if not formatting.is_known(amount):
        return "unknown"
    return format_html('<data value="{}" title="{} USD">{}</data>', amount, usd(amount), compact(amount))


@register.filter
def in_short(amount: Any) -> str:
    """An amount in three digits for a text without marks: $1.4B."""
    return compact(amount) if formatting.is_known(amount) else "unknown"


@register.filter
def exact_dollars(amount: Any) -> str:
    """An amount to the last cent, for what somebody has to decide: $1,250,000, and $7.50."""
    return to_the_cent(amount).removesuffix(".00") if formatting.is_known(amount) else "unknown"


@register.filter
def money_in_words(text: str) -> str:
    """A sentence with its amounts as pages say them."""
    return dollars_in(text)


@register.filter
def marked_money(text: str) -> SafeString:
    """A text with its amounts in three digits, each with the exact figure."""
    return marked(text)

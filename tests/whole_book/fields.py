"""What each field of a form on a page does not take, by what its page says of it, and which a page marks as wrong."""

import re
from collections.abc import Iterator
from html import unescape

from tests.journeys.bad_inputs import LONG, NO_ADDRESSES, NO_DATES, NO_ROWS, NO_WHOLE, UNREADABLE

FIELD = re.compile(r"<(input|textarea|select)\b[^>]*>")
UNTYPED = ("hidden", "submit", "checkbox", "radio", "file")
FIGURES = ("number", "money", "percent")
CALENDAR = (*NO_DATES, "1799-12-31", "9999-12-31")
LENIENT = {"is_domestic": "yes, no or unknown: Django takes what is none of them for unknown"}
MOST = 3
"""Bad inputs of a kind that are sent through each form; the ways in try them all."""


def attributes(tag: str) -> dict[str, str]:
    return {name: unescape(text) for name, text in re.findall(r'([a-z-]+)="([^"]*)"', tag)}


def not_taken(tag: str, said: dict[str, str]) -> tuple[str, ...]:
    """What the field does not take; nothing for one whose words are free."""
    is_fixed = said.get("type") in UNTYPED or "readonly" in tag or "disabled" in tag
    if is_fixed or said["name"] in LENIENT:
        return ()
    if tag.startswith("<select"):
        return NO_ROWS
    if said.get("data-echo") in FIGURES:
        return UNREADABLE
    if said.get("data-echo") == "date":
        return CALENDAR
    if said.get("inputmode") == "numeric":
        return NO_WHOLE
    if "address" in said["name"] or said["name"] == "website":
        return NO_ADDRESSES
    return (LONG,) if "maxlength" in said else ()


def kinds(form: str) -> dict[str, tuple[str, ...]]:
    """Name → what it does not take, of the fields of a form."""
    found = [(one[0], attributes(one[0])) for one in FIELD.finditer(form)]
    bad = {said["name"]: not_taken(tag, said) for tag, said in found if "name" in said}
    return {name: texts for name, texts in bad.items() if texts}


def refused(page: str) -> set[str]:
    """The names of the fields that the page marks as wrong."""
    tags = [attributes(one[0]) for one in FIELD.finditer(page)]
    return {one["name"] for one in tags if one.get("aria-invalid") == "true" and "name" in one}


def rounds(bad: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for place in range(MOST):
        yield {name: texts[place % len(texts)] for name, texts in bad.items()}

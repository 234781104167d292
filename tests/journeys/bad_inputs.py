"""What each column of a form must not take."""

from collections.abc import Iterator

from django.db import models

from projects.models import ProductionRecord
from projects.models.units import require_currency, require_unit
from record.models.fields import AddressField, ExactField, PartialDateField

from .ways import Way

LONG, BELL, TURNED = "a" * 2001, "a\x07b", "a\u202eb"
UNREADABLE = ("ten", "NaN", "Infinity", "-Infinity", "1e400", "9" * 30, "0." + "0" * 20 + "1")
OUTSIDE = ("-1", "0", "1.5", "1000000", "-200")
NO_WHOLE = ("ten", "NaN", "Infinity", "1.5", "9" * 30)
NO_UNITS = ("furlong", "furlong/yr", "USD/furlong", "t/furlong", "tonnage", "5 t")
NO_CURRENCIES = ("ZZZ", "US", "U$D", "XXX", "123")
NO_DATES = ("soon", "2026-13", "2026-02-30")
BEYOND_THE_CALENDAR = ("0001", "1799-12-31", "2200", "9999-12-31")
NO_ADDRESSES = (
    "javascript:alert(1)", "ftp://mine.example/a.pdf", "file:///etc/passwd", "data:text/html,x", "mailto:a@mine.test",
    "https://mine.example/a b", "https://", "http:///a", f"https://{LONG}",
)  # fmt: skip
NO_ROWS = ("nonsense", "-1", "999999999")
"""What is sent where a row is chosen."""


def bad_inputs(way: Way, asked: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each column of the form, of those that are `asked`, with what it must not take."""
    for column in way.model._meta.concrete_fields:
        if column.name in asked and column.name not in way.offered:
            yield from ((column.name, text) for text in dict.fromkeys(not_taken(way, column)))


def not_taken(way: Way, column: models.Field) -> Iterator[str]:
    if column.is_relation:
        yield from NO_ROWS
        if not column.null:
            yield ""
        return
    if isinstance(column, models.BooleanField):
        return
    if isinstance(column, models.SlugField) and column.unique:
        yield from (BELL, LONG, "two words")  # an empty one is made from the name
        return
    if not column.blank and not column.null and not (column.choices and column.has_default()):
        yield ""
    if isinstance(column, ExactField):
        yield from UNREADABLE
        yield from (text for text in OUTSIDE if column.bound.refusal(column.to_python(text)))
    elif isinstance(column, PartialDateField | models.DateField):
        yield from (*NO_DATES, *BEYOND_THE_CALENDAR)
        if way.looks_back and column.name == "effective_on":
            yield "2190-01-01" if way.model is not ProductionRecord else "2190-01"
    elif isinstance(column, models.CharField | models.TextField) and column.choices:
        yield "nonsense"
    elif isinstance(column, AddressField):
        yield from (BELL, *NO_ADDRESSES)
    elif isinstance(column, models.CharField | models.TextField):
        yield from (BELL, TURNED)
        if require_unit in column.validators:
            yield from NO_UNITS
        if require_currency in column.validators:
            yield from NO_CURRENCIES
        if column.max_length:
            yield LONG
    elif isinstance(column, models.IntegerField):
        yield from (*NO_WHOLE, "-1")
        if column.name.endswith("year"):
            yield from ("1799", "9999")

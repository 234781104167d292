"""The figures of a row on the page before it is confirmed, as a person writes them: $1,500,000, 4.5%, 60.5."""

from dataclasses import replace
from decimal import Decimal

from portfolio.reports.base import Type
from record.calculations.column_figures import as_written, separated, trimmed
from record.calculations.formatting import dollars

from .cells import UnreadableCell, reader
from .row_outcomes import Becomes, RowOutcome
from .templates import columns_of


def shown_figures(outcome: RowOutcome, kind: str) -> RowOutcome:
    """The row with its changes as a person writes them. What is refused stays as it was typed.

    Only shown: what is kept, hashed and confirmed has all its places.
    """
    if outcome.becomes is Becomes.REFUSED:
        return outcome
    types = {one.name: one.column.type for one in columns_of(kind)}
    changes = [
        (column, _figure(before, types.get(column)), _figure(after, types.get(column)))
        for column, before, after in outcome.changes
    ]
    return replace(outcome, changes=changes)


def _figure(text: str, type_: Type | None) -> str:
    if type_ is None or type_.places is None:
        return text
    try:
        value = reader(type_)(text)
    except UnreadableCell:
        return text  # words in place of a figure, such as those of an entry that is reversed
    if not isinstance(value, Decimal):
        return text
    if type_ is Type.USD:
        return as_written(dollars(value))
    return f"{trimmed(value.scaleb(2))}%" if type_ is Type.FRACTION else separated(value)

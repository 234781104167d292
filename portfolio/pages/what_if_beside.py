"""Several changes beside each other: what each would make of the lines that any of them touches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.production.projected import REACH, STANDING, of_part
from portfolio.reports.production.what_if import Answered, WhatIf, WhatIfLine
from portfolio.reports.tables import Table, filled
from projects.models import ProjectedOutput
from record.calculations.formatting import MILLION, likely, three_digits

LETTERS = "ABC"
"""The names of the changes, in their order; as many as stand beside each other at most."""
UNTOUCHED = "the change does not touch it"
NOTHING_DRAWN = "No phase of these projects can be drawn; the capacity report says why."


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A line of the stored run, and what it would be with each change; None where a change does not touch it."""

    stored: ProjectedOutput
    changes: tuple[WhatIfLine | None, ...]


def beside(found: Sequence[WhatIf]) -> Table:
    """A row for each line that a change touches, in the order of the stored run."""
    by_change = [{line.stored.pk: line for line in one.lines} for one in found]
    stored = {line.stored.pk: line.stored for one in found for line in one.lines}
    lines = [
        BesideLine(stored[pk], tuple(lines.get(pk) for lines in by_change))
        for pk in sorted(stored, key=lambda pk: place_of(stored[pk]))
    ]
    columns = (
        *of_part(lambda line: line.stored, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT, REACH),
        in_words("stored_run", "Stored", "Of the run on record, with estimates.", stored_of),
        *(column for number in range(len(found)) for column in of_change(number)),
    )
    return Table(
        name="beside",
        title="Stored and each change",
        columns=filled(columns, lines),
        lines=lines,
        empty=NOTHING_DRAWN,
        notes=("Each change is drawn alone, by the seed of the stored run: they are not added to each other.",),
    )


def place_of(row: ProjectedOutput) -> tuple[Any, ...]:
    return row.mineral, row.stage, row.unit, row.standing, row.reach, row.year


def in_words(name: str, label: str, meaning: str, value: Callable[[BesideLine], str | None]) -> Column:
    return Column(name, label, meaning, Type.TEXT, unknown=UNTOUCHED, is_optional=True, value=value)


def stored_of(line: BesideLine) -> str | None:
    row: Any = line.stored
    is_estimated = (row.p10, row.p50, row.p90) != (row.p10_estimated, row.p50_estimated, row.p90_estimated)
    return likely(row.p10_estimated, row.p50_estimated, row.p90_estimated, is_estimated=is_estimated)


def of_change(number: int) -> tuple[Column, ...]:
    """The middle and likely range of one change, by either answer, and by what the middle differs."""
    letter = LETTERS[number]

    def estimated(line: BesideLine) -> str | None:
        return told(answered(number, line, "estimated"), is_estimated=rests(number, line))

    def difference(line: BesideLine) -> str | None:
        found = answered(number, line, "estimated")
        less = found.p50_difference if found else None
        return None if less is None else as_estimate(three_digits(less), rests(number, line))

    def worth(line: BesideLine) -> str | None:
        found = answered(number, line, "estimated")
        return in_dollars(found.worth, rests(number, line)) if found else None

    def facts(line: BesideLine) -> str | None:
        return told(answered(number, line, "facts"), is_estimated=False)

    return (
        in_words(f"change_{letter.lower()}", f"{letter}, with estimates", "Middle and likely range with the change.",
                 estimated),
        in_words(f"difference_{letter.lower()}", f"{letter} less stored", "Of the middle, with estimates.", difference),
        in_words(f"worth_{letter.lower()}", f"Worth of {letter}", "The difference at the price of the change, in USD.",
                 worth),
        in_words(f"facts_{letter.lower()}", f"{letter}, facts only", "Middle and likely range with the change.", facts),
    )  # fmt: skip


def rests(number: int, line: BesideLine) -> bool:
    """True where a change rests on estimates: by facts alone it is another figure, or none."""
    facts, with_them = answered(number, line, "facts"), answered(number, line, "estimated")
    return with_them is not None and (facts is None or facts.changed != with_them.changed)


def as_estimate(words: str, is_estimated: bool) -> str:
    return f"about {words}, est." if is_estimated else words


def in_dollars(worth: Decimal | None, is_estimated: bool) -> str | None:
    """The amount, which a page shows to three digits: exact from a million on, below it to three digits."""
    if worth is None:
        return None
    return as_estimate(f"{f'{worth:,.2f}' if abs(worth) >= MILLION else three_digits(worth)} USD", is_estimated)


def answered(number: int, line: BesideLine, part: str) -> Answered | None:
    changed = line.changes[number]
    return None if changed is None else getattr(changed, part)


def told(found: Answered | None, *, is_estimated: bool) -> str | None:
    if found is None:
        return None
    return likely(found.changed["p10"], found.changed["p50"], found.changed["p90"], is_estimated=is_estimated)

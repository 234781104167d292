"""A second statement of one subject and day would stand beside the first: it is asked about, whatever way it comes."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.models import Fact, Recording

from .remembered import remembered

STEP = "If that is wrong, retract it on its page first; both would stand on record."

SHOWN = "is_shown_as_a_change"
"""Set on a fact of a file, of which the preview shows what it says otherwise than the one on record: that is asked."""

Day = dict[str, tuple[tuple[Any, ...], str]]
"""A day as text → the figures that the newest fact of it states, and who wrote them when."""


def second_of_the_day(fact: Any, about: Sequence[str], figures: Sequence[str], recording: Recording) -> list[str]:
    """That what a fact is `about` has a statement of its day on record; nothing where there is none, or no day.

    `figures` are the columns that say what it states.
    """
    if not fact.effective_on or getattr(fact, SHOWN, False):
        return []
    before = _known(fact, about, figures, recording).get(str(fact.effective_on))
    if before is None:
        return []
    stated, writer = before
    if stated == _figures(fact, figures):
        return [f"This is on record already: {writer}."]
    return [f"On record of the same and of {fact.effective_on} is {_told(stated)}: {writer}. {STEP}"]


def take(fact: Any, about: Sequence[str], figures: Sequence[str], recording: Recording) -> None:
    """Know a fact that was recorded, for the rows after it."""
    if fact.effective_on:
        said = (_figures(fact, figures), f"{recording.by_name} wrote it in this write")
        _known(fact, about, figures, recording)[str(fact.effective_on)] = said


def _known(fact: Fact, about: Sequence[str], figures: Sequence[str], recording: Recording) -> Day:
    asked = {name: getattr(fact, name) for name in about}

    def read() -> Day:
        at = AsOf(date.max, recording.moment, recording.reads)
        wanted = {f"{name}__isnull" if value is None else name: True if value is None else value
                  for name, value in asked.items()}  # fmt: skip
        rows: Any = type(fact)._default_manager.filter(**wanted).known(at).order_by("recording_id", "pk")
        columns = ("effective_on", "recording__by_name", "recording__moment", *figures)
        return {
            str(on): (tuple(stated), f"{by} wrote it at {moment(when)}")
            for on, by, when, *stated in rows.values_list(*columns)
            if on
        }

    return remembered(recording, ("of the day", type(fact).__name__, *asked.items()), read)


def _figures(fact: Any, figures: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in figures)


def _told(stated: Iterable[Any]) -> str:
    """The figures in words: 80,000,000; 12.5, t."""
    given = [one for one in stated if one not in (None, "")]
    return ", ".join(f"{one.normalize():,f}" if isinstance(one, Decimal) else str(one) for one in given) or "no figure"

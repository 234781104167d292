"""What is unusual beside what is on record: a figure far from the one before it, a name that nothing bears."""

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from projects.calculations.priors import plain
from record.models import Fact, Recording
from record.services import facts
from record.services.remembered import remembered

BETWEEN = re.compile(r"[\s_\u002d\u2010-\u2015]+")
SLIP = 0.8
"""From here on two words differ by a slip of the pen."""
NEAR = 0.7
"""From here on one word may be meant for the other."""
FEW = 12
"""So many known words are named."""
TIMES = 10
"""A figure above so many times the one before it, or below that part of it, is asked about."""


def far_from(what: str, before: Decimal | None, now: Decimal | None, *, of: str) -> list[str]:
    """That a figure is far from the one before it; nothing where one of them is not known or is 0."""
    if not before or not now or before < 0 or now < 0:
        return []
    if now > TIMES * before:
        return [f"{what} is above {TIMES} times the {plain(before)} {of}."]
    return [f"{what} is below a tenth of the {plain(before)} {of}."] if now * TIMES < before else []


class Series:
    """The figures of one subject by their days, with what this write adds."""

    def __init__(self, known: Iterable[tuple[date, Decimal]]) -> None:
        self.figures = sorted(known, key=lambda one: one[0])

    def before(self, on: date) -> tuple[date, Decimal] | None:
        """The newest figure of that day or an earlier one; else the first after it."""
        if not self.figures:
            return None
        place = bisect_right(self.figures, on, key=lambda one: one[0])
        return self.figures[max(place - 1, 0)]

    def add(self, on: date, figure: Decimal) -> None:
        insort(self.figures, (on, figure))


def series_of(subject: Hashable, read: Callable[[], Iterable[tuple[date, Decimal]]], *, recording: Recording) -> Series:
    """The series of a subject, read once a write."""
    return remembered(recording, ("series", subject), lambda: Series(read()))


class Words:
    """The words known, in every spelling on record; one written in another way is given the first of these by letter.

    A word spelt as one on record stays as it is, whichever other spellings are there: a file that is loaded again says
    what it said before.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.spellings: set[str] = set()
        self.by_bare: dict[str, str] = {}
        for name in sorted(filter(None, names)):
            self.add(name)

    def add(self, name: str) -> None:
        self.spellings.add(name)
        self.by_bare.setdefault(bare_word(name), name)


def spelt(
    fact: Fact,
    column: str,
    label: str,
    read: Callable[[], Iterable[str]],
    *,
    recording: Recording,
    if_near: bool = False,
) -> list[str]:
    """Give a column the word that is on record for what it says, whatever its case, blanks and dashes.

    Returns that no word on record is meant, with what is near it or those that are known; nothing for an empty one, or
    on an empty record. A new word that has its reason is known to the rows after it.
    """
    text = getattr(fact, column)
    if not text:
        return []
    known: Words = remembered(recording, ("words", type(fact).__name__, column), lambda: Words(read()))
    if not known.spellings or text in known.spellings:
        return []
    bare = bare_word(text)
    if bare in known.by_bare:
        setattr(fact, column, known.by_bare[bare])
        return []
    if facts.EXPLAINED in fact.note:
        known.add(text)
        return []
    near = get_close_matches(bare, list(known.by_bare), 1, SLIP if if_near else NEAR)
    if if_near and not near:
        return []
    meant = f" Did you mean {known.by_bare[near[0]]}?" if near else ""
    if not near and len(known.by_bare) <= FEW:
        meant = f" Known: {', '.join(sorted(known.by_bare.values()))}."
    return [f'No {label} on record is called "{text}".{meant}']


def bare_word(text: str) -> str:
    """A word without what people write in several ways: its case, and blanks, dashes or underscores between parts."""
    return " ".join(BETWEEN.split(text.casefold())).strip()

"""The facts of one table of which a file may speak: what it has no column for is taken from them."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from portfolio.calculations.filter_match import folded
from portfolio.imports.write import RowRefused
from portfolio.reports.listed import Listed, Part
from portfolio.reports.listed.base import value_of
from record.models import Fact

DAY = "effective_on"

Key = tuple


class OnRecord:
    """What stands on record, by what it is about, and what the rows above in the file add.

    `given` are the columns that the file has.
    """

    def __init__(self, listed: Listed, known: Iterable[Fact], given: frozenset[str]) -> None:
        self.listed = listed
        every = list(known)
        self.by_key: dict[Key, list[Fact]] = listed.standing(every)
        self.replaced: dict[Key, list[Fact]] = self._replaced(every)
        self.unnamed = [one for one in listed.keys if is_unnamed(one, given)]
        self._alike: dict[Key, list[Key]] = defaultdict(list)
        for key in self.by_key:
            self._alike[tuple(map(folded_value, key))].append(key)
        self._named = [one for one in listed.keys if one not in self.unnamed]
        day = [one for one in listed.keys if one.path == DAY and one.column.name not in given]
        self.is_dayless = bool(day and listed.model.replaces_earlier_of)
        self._keys: dict[Key, list[Key]] = defaultdict(list)
        self._of_subject: dict[Key, list[tuple[date, int, Fact]]] = defaultdict(list)
        self._added = 0
        for facts in self.by_key.values():
            for fact in facts:
                self._index(fact)

    def add(self, fact: Fact) -> None:
        """Count the fact of a row."""
        self._index(fact)

    def complete(self, stated: dict[str, Any]) -> None:
        """Fill the parts of the key that the file has no column for, from the one fact that the row can mean.

        Where a newer statement stands in place of an older one, a file without a day speaks of the newest. Raises
        RowRefused, naming the column, where several facts differ in it.
        """
        self._complete_plain(stated)
        self._spell(stated)
        if self.is_dayless:
            key = tuple(key_value(stated[part.path]) for part in self.listed.keys)
            of_subject = self._of_subject.get(self._subject(key))
            stated[DAY] = of_subject[-1][2].effective_on if of_subject else None

    def _complete_plain(self, stated: dict[str, Any]) -> None:
        if not self.unnamed:
            return
        named = tuple(key_value(stated[part.path]) for part in self._named)
        keys = self._keys.get(named, [])
        if len(keys) > 1:
            part = self.unnamed[0]
            place = self.listed.keys.index(part)
            values = ", ".join(sorted({str(key[place] or "none") for key in keys}))
            raise RowRefused(
                part.column.name, "", f"{len(keys)} facts on record differ in it: {values}. Add the column."
            )
        for part in self.unnamed:
            stated[part.path] = keys[0][self.listed.keys.index(part)] if keys else stated[part.path]

    def _spell(self, stated: dict[str, Any]) -> None:
        """Write the texts of the key as they stand on record, where they differ in case alone."""
        key = tuple(key_value(stated[part.path]) for part in self.listed.keys)
        if key in self.by_key:
            return
        alike = self._alike.get(tuple(map(folded_value, key)), [])
        if len(alike) == 1:
            for part, text in zip(self.listed.keys, alike[0], strict=True):
                if isinstance(stated[part.path], str):
                    stated[part.path] = text

    def replaced_by(self, key: Key, since: date) -> Fact | None:
        """The statement in place of which a new one of another day will stand; None where facts stand side by side."""
        if not self.listed.model.replaces_earlier_of:
            return None
        earlier = (fact for on, _, fact in reversed(self._of_subject.get(self._subject(key), [])) if on <= since)
        return next(earlier, None)

    def _replaced(self, every: list[Fact]) -> dict[Key, list[Fact]]:
        """What was said of a key before the newest recording that speaks of it."""
        found: dict[Key, list[Fact]] = defaultdict(list)
        standing = {fact.pk for facts in self.by_key.values() for fact in facts}
        for fact in every:
            if fact.pk not in standing:
                found[tuple(value_of(fact, part.path) for part in self.listed.keys)].append(fact)
        return found

    def _index(self, fact: Fact) -> None:
        self._added += 1
        key = tuple(key_value(value_of(fact, part.path)) for part in self.listed.keys)
        insort(self._of_subject[self._subject(key)], (fact.counts_from, self._added, fact))
        named = tuple(value for part, value in zip(self.listed.keys, key, strict=True) if part in self._named)
        if key not in self._keys[named]:
            self._keys[named].append(key)

    def _subject(self, key: Key) -> Key:
        """The key without its day."""
        return tuple(value for part, value in zip(self.listed.keys, key, strict=True) if part.path != DAY)


def is_unnamed(part: Part, given: frozenset[str]) -> bool:
    """True for a part of the key that is a plain cell, not a day, and has no column in the file."""
    return "." not in part.path and part.path != DAY and part.column.name not in given


def key_value(value: Any) -> Any:
    """As keys are compared: an entity by its identifier."""
    return getattr(value, "slug", value)


def folded_value(value: Any) -> Any:
    """A text of a key without its case; any other value as it is."""
    return folded(value) if isinstance(value, str) else value

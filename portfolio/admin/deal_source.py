"""The sources of an award: on record by their titles, or the new one that an award of the same form brings."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from record.models import Source

from .named import NamedField, SeveralField

BROUGHT = re.compile(r"new source of award (\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """The new source of the award at a place, from 1."""

    place: int


def brought_by(place: int) -> str:
    """How a field names the new source of an award."""
    return f"new source of award {place}"


class OneSourceField(NamedField):
    """A source on record, or the new one of an award: `Brought`."""

    next_step = "Choose from the list, or write a new source below."

    def absent(self, text: str) -> Any:
        """Raises ValidationError for what is neither."""
        if found := BROUGHT.fullmatch(text):
            return Brought(int(found[1]))
        return super().absent(text)


def sources_field(*, draws_list: bool, **kwargs: Any) -> SeveralField:
    """Several sources in one field."""
    one = OneSourceField(Source.objects.all(), by=("title",), noun="source", draws_list=draws_list)
    return SeveralField(one, **kwargs)


def slugs_of(found: list[Any], new: dict[int, Source]) -> tuple[str, ...]:
    """The identifiers of what was named. Raises ValidationError for the new source of an award that brings none."""
    for one in found:
        if isinstance(one, Brought) and one.place not in new:
            raise ValidationError(f"Award {one.place} brings no new source. Write one there, or leave it out here.")
    return tuple(new[one.place].slug if isinstance(one, Brought) else one.slug for one in found)

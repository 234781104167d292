"""Figures that are known stand in a table; those of which nothing is known are one line that opens them."""

from collections.abc import Iterable

from django import template

from record.admin.sections import Line
from record.services.row_formatting import UNKNOWN

register = template.Library()


def _says_nothing(line: Line) -> bool:
    """True where nothing is known before or after, and nothing is said of why."""
    return line.after == UNKNOWN and line.before in ("", UNKNOWN) and not line.note


@register.filter
def known(lines: Iterable[Line]) -> list[Line]:
    """The lines that say something."""
    return [line for line in lines or () if not _says_nothing(line)]


@register.filter
def unknown_labels(lines: Iterable[Line]) -> list[str]:
    """What is unknown, and was."""
    return [line.label for line in lines or () if _says_nothing(line)]

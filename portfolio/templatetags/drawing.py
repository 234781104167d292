"""Filters of the drawings that templates write: a length, a place, a number as SVG takes it."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def bar(part: float) -> str:
    """A length between 0 and 100 for a bar, never so short that a sum that is there can't be seen."""
    return f"{max(0.6, part * 100):.2f}" if part else "0"


@register.filter
def plain(number: float) -> str:
    """A number as a drawing takes it: no grouping, a point, no more than a tenth."""
    return f"{number:g}" if isinstance(number, int) else f"{number:.1f}"


@register.filter
def across(x: float, chart: Any) -> str:
    """A place in a drawing as a share of its width: what stands there moves with the page, and keeps its size."""
    return f"{100 * x / chart.width:.2f}%"


@register.filter
def one_over(length: float) -> str:
    """One part of a length: by it a drawing becomes one wide and one high."""
    return f"{1 / length:.8f}"


@register.filter
def plus(number: float, more: float) -> str:
    """A place in a drawing, moved."""
    return plain(number + more)

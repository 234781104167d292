"""The start page of the admin: in which groups, named in words, the lists of all apps stand."""

from collections import defaultdict
from typing import Any

_MODELS: dict[str, list[str]] = defaultdict(list)
_PLACES: dict[str, int] = {}

PAGES: list[tuple[str, Any, str]] = []
"""Pages of the admin that belong to no model: address, view, name."""


def add_group(title: str, models: str, *, place: int) -> None:
    """List models (names with spaces between) under a title; one that is there already gains them. Low places first."""
    _MODELS[title].extend(models.split())
    _PLACES.setdefault(title, place)


def groups() -> dict[str, list[str]]:
    """Title → names of the models listed under it, in the order of the page."""
    return {title: _MODELS[title] for title in sorted(_PLACES, key=lambda title: _PLACES[title])}


def add_page(address: str, view: Any, name: str) -> None:
    """Serve a page under the admin."""
    PAGES.append((address, view, name))

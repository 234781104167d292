"""What an entity's page shows below its name: tables of facts, each row with its source, and what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from record.models import Citation, Source

from .site import page_of

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; no address: words alone. `context` is read out, not shown."""

    text: str
    address: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its value before and after; `before` empty where nothing was there."""

    label: str
    before: str
    after: str
    note: str = ""


@dataclass(slots=True)
class Row:
    cells: list[Link]
    sources: list[Link] = field(default_factory=list)
    actions: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """One table. `note` says what a reader must know; `more` leads to the whole list when the table is cut."""

    title: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    buttons: list[Link] = field(default_factory=list)
    more: Link | None = None
    note: str = ""
    slug: str = ""

    @property
    def has_sources(self) -> bool:
        return any(row.sources for row in self.rows)

    @property
    def has_actions(self) -> bool:
        return any(row.actions for row in self.rows)


def source_links(citation: Citation | None) -> list[Link]:
    return [] if citation is None else links_to_sources(citation.sources.all())


def links_to_sources(sources: Iterable[Source]) -> list[Link]:
    """Each by its identifier, its title read out."""
    return [Link(source.slug, page_of(source), f"source: {source}") for source in sources]


def cell(value: Any, text: str = "") -> Link:
    """A cell: a link for an object that has a page, else the text."""
    if isinstance(value, models.Model):
        return Link(text or str(value), page_of(value))
    return Link(text or ("" if value is None else str(value)))

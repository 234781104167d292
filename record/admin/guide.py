"""The officers' guide as a page of the admin, and which of its sections is about which form."""

from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from record.calculations.plain_markdown import anchor_of, blocks_of

FILE = Path(settings.BASE_DIR) / "docs" / "officer.md"
SECTIONS: dict[str, str] = {}
"""The name of a page, or of the table that it is of → the title of its section."""


class GuideLink(NamedTuple):
    """A section of the guide, as a link names it."""

    text: str
    address: str


def add(sections: dict[str, str]) -> None:
    """Say which section is about which pages."""
    SECTIONS.update(sections)


def link_of(request: HttpRequest) -> GuideLink | None:
    """The link to the section about the page that is asked for; None where there is none."""
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    table = name.split("_")[1] if name.count("_") > 1 else ""
    title = SECTIONS.get(name) or SECTIONS.get(table)
    return GuideLink(f"Guide: {title}", f"{reverse('admin:guide')}#{anchor_of(title)}") if title else None


def guide(request: HttpRequest) -> HttpResponseBase:
    """The whole guide, its sections with anchors."""
    return TemplateResponse(request, "admin/guide.html", {**admin.site.each_context(request), **read(FILE)})


def read(file: Path) -> dict[str, Any]:
    """A guide for its page: its title, its blocks, and the headings of its sections."""
    first, *blocks = blocks_of(file.read_text(encoding="utf-8"))
    return {
        "title": "".join(text for _, text in first.pieces),
        "blocks": blocks,
        "headings": [block for block in blocks if block.kind == "h2"],
    }

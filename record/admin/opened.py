"""One proposal as a second officer reads it: what changes first, then what it rests on, and the rest folded."""

import re
from typing import Any

from django.apps import apps
from django.db import models

from record.admin.base import shown
from record.admin.sections import Line, Link, links_to_sources
from record.admin.site import page_of
from record.models import Proposal, Source
from record.services.approval_handlers import handler_of

WHOLE_DOLLARS = re.compile(r"(\$[\d,]+)\.00(?!\d)")


def opened(proposal: Proposal, seen: dict[str, Any]) -> dict[str, Any]:
    """The parts of its page, of what was shown of it or would be now."""
    (changed, kept), (moved, unmoved) = (parted(seen[part]) for part in ("fields", "totals"))
    return {
        "changed": changed,
        "moved": moved,
        "unchanged": [*kept, *unmoved],
        "rests_on": lines(seen.get("rests_on", [])),
        "steps": [(one["title"], parted(one["totals"])[0]) for one in seen.get("steps", [])],
        "stake": stake(proposal),
        "about": about(proposal),
        "has_rows": handler_of(proposal.kind).has_rows,
        "sources": titled_sources(proposal),
    }


def stake(proposal: Proposal) -> str:
    """The dollars and the shares of it, in words; of a file those of each kind of entry."""
    own = [text for name in ("amount", "shares") if (text := shown(name)(proposal))]
    return "; ".join(proposal.shown.get("stake", ())) or " and ".join(own)


def lines(shown_lines: list[list[str]]) -> list[Line]:
    """The lines as a person writes their figures: $600,000,000, cents only where there are any."""
    return [Line(label, *(WHOLE_DOLLARS.sub(r"\1", text) for text in values)) for label, *values in shown_lines]


def parted(shown_lines: list[list[str]]) -> tuple[list[Line], list[Line]]:
    """The lines that change, and those that stay as they are."""
    found = lines(shown_lines)
    return [one for one in found if one.before != one.after], [one for one in found if one.before == one.after]


def about(proposal: Proposal) -> Link:
    """What it is about: a link for what is on record already."""
    model: Any = next((one for one in apps.get_models() if one._meta.db_table == proposal.table), None)
    found: models.Model | None = model.objects.filter(pk=proposal.entity_id).first() if model else None
    return Link(proposal.subject, page_of(found) if found else "")


def titled_sources(proposal: Proposal) -> list[tuple[Link, str]]:
    """Each source by its identifier, and its title."""
    found = list(Source.objects.filter(slug__in=proposal.sources.split(";")))
    return list(zip(links_to_sources(found), [str(one) for one in found], strict=True))

"""One proposal as a second officer reads it: what changes first, then what it rests on, and the rest folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from record.admin.attached import files_of, open_link
from record.admin.base import shown
from record.admin.sections import Line, Link
from record.admin.site import page_of
from record.calculations.column_figures import as_written
from record.models import Attachment, Proposal, Source
from record.services.approval_handlers import handler_of


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
        "sources": cited_sources(proposal),
    }


def stake(proposal: Proposal) -> str:
    """The dollars and the shares of it, in words; of a file those of each kind of entry."""
    own = [text for name in ("amount", "shares") if (text := shown(name)(proposal))]
    return as_written("; ".join(proposal.shown.get("stake", ())) or " and ".join(own))


def lines(shown_lines: list[list[str]]) -> list[Line]:
    """The lines as a person writes their figures."""
    return [Line(label, *map(as_written, values)) for label, *values in shown_lines]


def parted(shown_lines: list[list[str]]) -> tuple[list[Line], list[Line]]:
    """The lines that change, and those that stay as they are."""
    found = lines(shown_lines)
    return [one for one in found if one.before != one.after], [one for one in found if one.before == one.after]


def about(proposal: Proposal) -> Link:
    """What it is about: a link for what is on record already."""
    model: Any = next((one for one in apps.get_models() if one._meta.db_table == proposal.table), None)
    found: models.Model | None = model.objects.filter(pk=proposal.entity_id).first() if model else None
    return Link(proposal.subject, page_of(found) if found else "")


@dataclass(frozen=True, slots=True)
class SourceBeside:
    """A source beside a proposal by its title: on record, or new with the proposal; and its files to be opened."""

    source: Source
    link: Link
    files: list[Link]


def cited_sources(proposal: Proposal) -> list[SourceBeside]:
    """The sources that it cites, and those that it brings: these are on record once it is approved."""
    new = handler_of(proposal.kind).new_sources(proposal.payload)
    named = {*proposal.sources.split(";"), *(one.slug for one in new)}
    found = {one.slug: one for one in Source.objects.filter(slug__in=named)}
    brought = [one for one in new if one.slug not in found]
    files = files_of([*found.values(), *([proposal] if brought else ())])
    table = Source._meta.db_table
    cited = [
        SourceBeside(
            one,
            Link(str(one), page_of(one)),
            _links(file for file in files if (file.table, file.row_id) == (table, one.pk)),
        )
        for one in found.values()
    ]
    return cited + [
        SourceBeside(one, Link(f"{one} (new)"), _links(file for file in files if is_file_of(file, one)))
        for one in brought
    ]


def is_file_of(file: Attachment, source: Source) -> bool:
    """True for the file that a proposal keeps of a source that it brings."""
    return file.table == Proposal._meta.db_table and file.sha256 == source.file_sha256


def _links(files: Iterable[Attachment]) -> list[Link]:
    return [open_link(one, one.name) for one in files]

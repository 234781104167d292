"""Files on the pages of what they belong to, each opened in one click."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timezone import localdate, now

from record.admin.sections import Link, Row, Section
from record.admin.site import page_of
from record.models import Attachment, Citation, Entity, Fact, Proposal, Recording, Source
from record.services import attachments


def files_section(request: HttpRequest, row: models.Model) -> Section | None:
    """The files of a row, on its page; None where it can have none."""
    if type(row) not in attachments.OWNERS:
        return None
    section = Section("Files", ["File", "Type", "Size", "What it shows", "Attached"], slug="files")
    may_attach = attachments.may_attach(row, request.user)
    for file in files_of([row]):
        retract = Link("Retract", reverse("admin:record_attachment_retract", args=[file.pk]), file.name)
        section.rows.append(
            Row(
                [
                    open_link(file, file.name),
                    Link(file.get_media_type_display()),
                    Link(filesizeformat(file.size)),
                    Link(file.note),
                    Link(f"by {file.recording.by_name}", page_of(file), f"open the record of {file.name}"),
                ],
                actions=[retract] if may_attach else [],
            )
        )
    if may_attach:
        section.buttons = [Link("Attach a file", add_address(row))]
    return section if section.rows or section.buttons else None


def files_of(rows: Iterable[models.Model]) -> list[Attachment]:
    """The files of these rows as known now."""
    return list(Attachment.objects.known(Recording.objects.as_of(localdate(), now())).of_any(rows))


def add_address(row: models.Model) -> str:
    """The form by which a file is attached to a row."""
    return f"{reverse('admin:record_attachment_add')}?table={row._meta.db_table}&row_id={row.pk}"


def open_link(file: Attachment, text: str = "Open the file") -> Link:
    return Link(text, reverse("file", args=[file.pk]), "" if text == file.name else file.name)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file beside a proposal, and whose it is."""

    link: Link
    of: str
    note: str


def evidence(proposal: Proposal, about: Iterable[models.Model]) -> list[Evidence]:
    """The files that a second officer opens before deciding: of the proposal, its sources, and what it is about."""
    citation = Citation.objects.filter(text=proposal.sources).first() if proposal.sources else None
    return files_beside([proposal, *(citation.sources.all() if citation else ()), *about])


def evidence_of(fact: Fact, about: Iterable[models.Model]) -> list[Evidence]:
    """The files that a second officer opens before verifying a fact: of its sources, and of what it is about."""
    return files_beside([*(fact.citation.sources.all() if fact.citation else ()), *about])


def files_beside(rows: Iterable[models.Model]) -> list[Evidence]:
    """The files of these rows, as far as they have any, each with whose it is."""
    named = {(row._meta.db_table, row.pk): row for row in rows if type(row) in attachments.OWNERS}
    files = files_of(named.values())
    return [Evidence(open_link(one, one.name), belongs_to(named[one.table, one.row_id]), one.note) for one in files]


def belongs_to(row: models.Model) -> str:
    """In words, what a file belongs to."""
    if isinstance(row, Proposal):
        return "this proposal"
    noun = row._meta.verbose_name
    return f"{noun}: {row}" if isinstance(row, Source | Entity) else str(row)

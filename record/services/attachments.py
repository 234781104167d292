"""Files: what may be attached, by whom and to what; where the bytes lie; who opens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models

from record.calculations.formatting import moment
from record.calculations.partial_dates import PartialDate
from record.models import Account, Attachment, Entity, FileType, Proposal, Recording, Retraction, Source, Withdrawal
from record.models.attachments import place_of
from record.roles import may_write

from . import facts
from .approvals import follows
from .file_types import clean_name, named_as, type_of


class FilesOf:
    """The rights by which files of one table are attached and opened: those of what they belong to."""

    def may_open(self, row: models.Model, user: Account) -> bool:
        """True where the user may see the row. Here it stands on pages that everybody reads who signed in."""
        return True

    def require(self, row: models.Model, recording: Recording) -> None:
        """Raises PermissionDenied, or ValidationError, where the writer may not write about the row."""


class FilesOfProposals(FilesOf):
    """Seen by who sees proposals; attached by who follows it while nobody has decided. A decision takes none away."""

    def may_open(self, row: models.Model, user: Account) -> bool:
        return user.has_perm("record.view_proposal")

    def require(self, row: models.Model, recording: Recording) -> None:
        assert isinstance(row, Proposal)
        if not row.is_open:
            raise ValidationError(
                f"{row} is decided: {row.decision.get_outcome_display()}. Its files stay as they are."
            )
        if not follows(recording.by, row):
            raise PermissionDenied(f"{row.recording.by_name} proposed this and alone attaches files to it.")


OWNERS: dict[type[models.Model], FilesOf] = {}
"""Table → the rights of its files. Only what stands here has files."""


def register(owner: FilesOf, *tables: type[models.Model]) -> None:
    """Let rows of these tables have files."""
    OWNERS.update(dict.fromkeys(tables, owner))


def owner_of(row: models.Model | None) -> FilesOf:
    """The rights of the files of a row. Raises ValidationError where it has none."""
    if row is None or type(row) not in OWNERS:
        nouns = ", ".join(sorted(str(one._meta.verbose_name_plural) for one in OWNERS))
        raise ValidationError(f"No file is attached to this. Files are attached to {nouns}.")
    return OWNERS[type(row)]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that may be kept, as it was read."""

    name: str
    media_type: FileType
    content: bytes
    sha256: str


def read(upload: Any) -> SentFile:
    """What was sent. Raises ValidationError for what is not kept: too large, empty, of another type than its name."""
    name, most = clean_name(upload.name or ""), settings.ATTACHMENTS_MOST_BYTES
    if upload.size > most:
        raise ValidationError(
            f"{name} has {upload.size:,} bytes, more than {most:,}. Send a smaller one, or parts of it."
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    kind = type_of(content, name or "The file")
    return SentFile(named_as(name, kind), kind, content, sha256(content).hexdigest())


def hold(upload: Any) -> str:
    """Keep the bytes while a form is under way; returns their SHA-256, empty for what is not kept."""
    try:
        sent = read(upload)
    except ValidationError:
        return ""
    _store(sent)
    return sent.sha256


def attach(row: models.Model, sent: SentFile, *, recording: Recording, today: date, note: str = "") -> Attachment:
    """Keep a file with what it belongs to.

    Raises PermissionDenied where the writer may not write about it, ValidationError where it has that file already.
    """
    owner_of(row).require(row, recording)
    twin = Attachment.objects.counting().of(row).filter(sha256=sent.sha256).first()
    if twin is not None:
        raise ValidationError(
            f"This very file is attached already: {twin.name}, by {twin.recording.by_name} at "
            f"{moment(twin.recording.moment)}. Nothing was written now."
        )
    attachment = Attachment(
        name=sent.name,
        media_type=sent.media_type,
        size=len(sent.content),
        sha256=sent.sha256,
        note=note,
        effective_on=PartialDate.of(today),
    )
    attachment.row = row
    if recording.dry_run is None:
        _store(sent)
    return facts.record(attachment, recording=recording)


def attach_held(source: Source, *, recording: Recording, today: date) -> None:
    """Attach the file that a form held for a new source, under the name of the source; nothing where none was held."""
    sent = held(source)
    if sent is not None:
        attach(source, sent, recording=recording, today=today)


def show_held(proposal: Proposal, new: Iterable[Source], *, recording: Recording, today: date) -> None:
    """Attach the files of sources that a proposal brings to the proposal, for who decides: they are on no record yet.

    One that it has already stays.
    """
    for source in new:
        sent = held(source)
        if sent is not None and not Attachment.objects.counting().of(proposal).filter(sha256=sent.sha256).exists():
            note = f"Of the new source {source.publisher}: {source.title}"
            attach(proposal, sent, recording=recording, today=today, note=note)


def held(source: Source) -> SentFile | None:
    """The file that a form held for a source that is not on record yet; None where none was held."""
    digest = source.file_sha256
    if not digest or not storage().exists(place_of(digest)):
        return None
    with storage().open(place_of(digest)) as stored:
        content = stored.read()
    kind = type_of(content, source.slug)
    return SentFile(named_as(source.slug, kind), kind, content, digest)


def storage() -> Storage:
    """Where the bytes lie: outside of what a server gives away by itself."""
    return storages["attachments"]


def _store(sent: SentFile) -> None:
    """Keep the bytes under their hash, once however many rows name them; what is broken there is put right."""
    kept, name = storage(), place_of(sent.sha256)
    if kept.exists(name):
        with kept.open(name) as stored:
            if sha256(stored.read()).hexdigest() == sent.sha256:
                return
        kept.delete(name)
    kept.save(name, ContentFile(sent.content))


def is_retracted(attachment: Attachment) -> bool:
    return Retraction.objects.filter(table=attachment._meta.db_table, fact_id=attachment.pk).exists()


def may_open(attachment: Attachment, user: Any) -> bool:
    """True where the user may open what the file belongs to.

    What was retracted, or belongs to what was withdrawn, is opened by who reads the record itself.
    """
    row = attachment.row
    if not user.is_active or type(row) not in OWNERS:
        return False
    is_withdrawn = isinstance(row, Entity) and Withdrawal.standing(type(row)).filter(entity_id=row.pk).exists()
    if (is_withdrawn or is_retracted(attachment)) and not user.has_perm("record.view_attachment"):
        return False
    return OWNERS[type(row)].may_open(row, user)


class FileLost(Exception):
    """The stored bytes are gone, or are not those that were recorded; says which."""


def opened(attachment: Attachment) -> "File[bytes]":
    """The file, from its beginning. Raises FileLost unless its bytes are those that were recorded."""
    if problem := fault(attachment):
        raise FileLost(problem)
    return attachment.stored()


def fault(attachment: Attachment) -> str:
    """What is wrong with the stored bytes, in a sentence; empty where they are those that were recorded."""
    try:
        with attachment.stored() as stored:
            found = sha256(stored.read()).hexdigest()
    except FileNotFoundError:
        return f"{attachment.name} is not in the storage. Restore it from a backup: {attachment.stored_as}."
    if found != attachment.sha256:
        return (
            f"{attachment.name} was changed in the storage: its SHA-256 is {found}, and {attachment.sha256} was "
            f"recorded. Restore it from a backup: {attachment.stored_as}."
        )
    return ""


def may_attach(row: models.Model, user: Any) -> bool:
    """True where a form is worth showing: an officer, and something that has files. The service asks the rest."""
    if not may_write(user) or type(row) not in OWNERS:
        return False
    return not isinstance(row, Proposal) or (row.is_open and follows(user, row))


def faults() -> Iterable[str]:
    """A sentence for each file on record whose stored bytes are not those that were recorded."""
    for attachment in Attachment.objects.order_by("pk").iterator():
        if problem := fault(attachment):
            yield f"Attachment {attachment.pk}: {problem}"

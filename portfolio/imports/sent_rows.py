"""Rows that a program sends: kept as a file, looked at, and written or proposed as a file of these rows would be."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portfolio.models import Import, ImportState
from portfolio.services import imports
from record.models import Account

from . import workflow
from .files import fingerprint
from .mapping import Mapping as Columns
from .preview import preview, read
from .row_outcomes import Plan

Row = Mapping[str, str]
HEADER = 1
"""Lines of the file above the first row."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends: rows of one kind, why, and the sources that rows cite which cite none."""

    kind: str
    rows: Sequence[Row]
    why: str
    sources: str
    by: Account

    @property
    def content(self) -> bytes:
        """The rows as a CSV: the columns in the order in which they are first named."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue().encode()

    def is_of(self, one: Import) -> bool:
        """True where the import is of this very sending."""
        same = (one.kind, one.sha256, one.why, one.sources)
        return same == (self.kind, fingerprint(self.content), self.why.strip(), self.sources)


class KeyUsedBefore(Exception):
    """The key was sent before with something else."""


def looked_at(sent: Sent, *, today: date) -> Plan:
    """What would become of each row; nothing is kept. Raises Refused and UnreadableFile as a preview does."""
    reading = read(sent.kind, sent.content, Columns(kind=sent.kind), sources=sent.sources)
    return preview(reading, why=sent.why, by=sent.by, today=today)


def sent_before(sent: Sent, key: str) -> Import | None:
    """The import of an earlier sending with this key. Raises KeyUsedBefore where that was something else."""
    one = Import.objects.filter(by=sent.by, sent_key=key).first()
    if one is not None and not sent.is_of(one):
        raise KeyUsedBefore
    return one


def send(sent: Sent, key: str, *, today: date, now: datetime) -> Import:
    """Keep the rows under their key and carry them out, once: who sends them again finds the same import.

    All rows are written or proposed, or none is. Raises KeyUsedBefore as `sent_before` does.
    """
    one = sent_before(sent, key) or _kept(sent, key, now=now)
    one = workflow.show(one, today=today)
    if one.state == ImportState.SHOWN and not one.counts.get("refused"):
        one = workflow.confirm(one, plan_hash=one.plan_hash)
    return workflow.carry_out(one, today=today)


def _kept(sent: Sent, key: str, *, now: datetime) -> Import:
    described: dict[str, Any] = {"kind": sent.kind, "why": sent.why, "by": sent.by, "sources": sent.sources}
    filename = f"{sent.kind}-by-api-{now:%Y-%m-%d-%H%M%S}.csv"
    try:
        with transaction.atomic():
            return imports.keep(filename=filename, content=sent.content, now=now, sent_key=key, **described)
    except (IntegrityError, ValidationError):  # a second sending was a moment earlier
        one = sent_before(sent, key)
        if one is None:
            raise
        return one

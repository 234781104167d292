"""What a kind of import writes under: the recording, today, whom it tells, and what is looked up by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from portfolio.models import Agency, Program
from portfolio.services import rights
from record.calculations.as_of import AsOf
from record.models import Citation, Entity, Recording
from record.models.redirects import merged, redirect
from record.reference.loading import sentence
from record.services import sources

from .row_outcomes import Becomes, RowOutcome
from .rows import Row, Say, silent

M = TypeVar("M", bound=models.Model)


class RowRefused(ValueError):
    """Why a row can't be taken: the column, its cell, and what to do."""

    def __init__(self, column: str, cell: object, what: str) -> None:
        super().__init__(what)
        self.place = (column, "" if cell is None else str(cell), what)
        self.places: tuple[tuple[str, str, str], ...] = (self.place,)
        """All that is refused of the row, where a service names several fields."""


@dataclass(slots=True)
class Writing:
    """One write of one file; every lookup is asked of the database once."""

    recording: Recording
    today: date
    sources: str = ""
    say: Say = silent
    remembered: dict[str, dict] = field(default_factory=dict)
    _named: dict[tuple, dict[str, Any]] = field(default_factory=dict)
    _citations: dict[str, Citation | None] = field(default_factory=dict)
    _may: dict[tuple[int, int | None], bool] = field(default_factory=dict)

    @property
    def at(self) -> AsOf:
        return AsOf(self.today, self.recording.moment, self.recording.reads)

    def named(self, model: type[M], by: str = "slug", related: tuple[str, ...] = ()) -> dict[str, M]:
        """Every row of a table by one of its columns, those of a dry run too; what was merged as what it is now.

        Of entities, those that are not withdrawn.
        """
        key = (model, by)
        if key not in self._named:
            found: Any = model._default_manager.select_related(*related)
            if issubclass(model, Entity):
                found = found.known(self.at)
            noted = self.recording.dry_run.of(model) if self.recording.dry_run else []
            rows = {row.pk: row for row in (*found, *noted)}
            redirect(rows.values(), self.at)
            into = merged(model, self.at)
            self._named[key] = {getattr(row, by): rows[into.get(pk, pk)] for pk, row in rows.items()}
        return self._named[key]

    def look_up(self, model: type[M], column: str, name: str, *, by: str = "slug") -> M:
        """The row that is called so. Raises RowRefused that names the nearest one."""
        known = self.named(model, by)
        if name not in known:
            near = get_close_matches(name, known, 1)
            what = f"Did you mean {near[0]}?" if near else "Put it on record first, or correct the name."
            raise RowRefused(column, name, f"No {model._meta.verbose_name} on record is called so. {what}")
        return known[name]

    def cite(self, column: str, slugs: str) -> Citation | None:
        """The citation of "mp1;mp16", or what the file as a whole cites where a row says nothing."""
        text = ";".join(part.strip() for part in (slugs or self.sources).split(";") if part.strip())
        if text not in self._citations:
            try:
                found = sources.cite(text.split(";"), dry_run=self.recording.dry_run) if text else None
            except ValidationError as error:
                raise RowRefused(column, slugs, sentence(error)) from error
            if found:
                models.prefetch_related_objects([found], "sources")
            self._citations[text] = found
        return self._citations[text]

    def require_right(self, column: str, cell: str, agency: Agency, program: Program | None) -> None:
        """Raises RowRefused when the writer may not write for this program."""
        key = (agency.pk, program.pk if program else None)
        if key not in self._may:
            try:
                rights.require(self.recording, agency, program)
                self._may[key] = True
            except PermissionDenied:
                self._may[key] = False
        if not self._may[key]:
            where = program.code if program else f"all of {agency.code}"
            who = self.recording.by_name
            raise RowRefused(
                column, cell, f"{who} is not assigned to {where}. Ask an administrator for the assignment."
            )


def refused(row: Row, subject: str, *places: tuple[str, str, str]) -> RowOutcome:
    return RowOutcome(row.number, Becomes.REFUSED, subject, list(places), "")


def read_row_outcome(row: Row, subject: str) -> RowOutcome | None:
    """The fate of a row whose cells can't be read, or that its mapping leaves out; None for any other."""
    if row.refused:
        return refused(row, subject, *row.refused)
    if row.left_out:
        return RowOutcome(row.number, Becomes.LEFT_OUT, subject, [], row.left_out)
    return None


@contextmanager
def naming(subject: str, columns: dict[str, str] | None = None, row: Row | None = None) -> Iterator[None]:
    """Raise what a service refuses as RowRefused, its fields by the names of our columns, each with the row's cell."""
    try:
        yield
    except ValidationError as error:
        names = columns or {}
        if hasattr(error, "error_dict"):
            found = [
                RowRefused(column, row.values[column] if row and column in row.values else subject, " ".join(texts))
                for name, texts in error.message_dict.items()
                for column in [names.get(name, "" if name == "__all__" else name)]
            ]
            found[0].places = tuple(one.place for one in found)
            raise found[0] from error
        raise RowRefused("", subject, sentence(error)) from error

"""What a kind of import writes under: the recording, today, whom it tells, and what is looked up by name."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from portfolio.calculations.filter_match import NoSuchValue, Option, matched, nearest
from portfolio.models import Agency, Program
from portfolio.services import rights
from projects.models import Company, Mineral
from projects.services import identity
from projects.services.plausibility import bare_word
from record.calculations.as_of import AsOf
from record.models import Citation, Entity, Recording
from record.models.redirects import merged, redirect
from record.reference.loading import sentence
from record.services import sources
from record.services.wording import NEEDED, none_of

from .row_outcomes import Becomes, RowOutcome
from .rows import Row, Say, silent

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


class RowRefused(ValueError):
    """Why a row can't be taken: the column, its cell, and what to do."""

    def __init__(self, column: str, cell: object, what: str) -> None:
        super().__init__(what)
        self.place = (column, "" if cell is None else str(cell), what)
        self.places: tuple[tuple[str, str, str], ...] = (self.place,)
        """All that is refused of the row, where a service names several fields."""

    @classmethod
    def of(cls, places: Iterable[tuple[str, str, str]]) -> "RowRefused":
        """All of these at once."""
        every = tuple(places)
        found = cls(*every[0])
        found.places = every
        return found

    @classmethod
    def raise_all(cls, places: Iterable[tuple[str, str, str]]) -> None:
        """Raises all of these at once, where there are any."""
        if every := list(places):
            raise cls.of(every)


class Named(dict[str, M]):
    """Rows by code; a code is found whatever its case."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        """Code of one that was merged → the name that it bore, by which it is found as what it is now."""

    def spelt(self, code: str) -> str:
        """The code as it is on record; as it was written where nothing is called so."""
        return code if super().__contains__(code) else self._codes.get(code.casefold(), code)

    def __setitem__(self, code: str, row: M) -> None:
        self._codes.setdefault(code.casefold(), code)
        super().__setitem__(code, row)

    def __contains__(self, code: object) -> bool:
        return super().__contains__(self.spelt(code)) if isinstance(code, str) else False

    def __missing__(self, code: str) -> M:
        spelt = self.spelt(code)
        if spelt == code:
            raise KeyError(code)
        return self[spelt]

    def also(self, name: str, code: str) -> M:
        """The row of a code, which is found by this name from now on."""
        self._codes[name.casefold()] = code
        return self[code]

    def add(self, rows: dict[str, M]) -> None:
        """Further rows by their codes."""
        for code, row in rows.items():
            self[code] = row


@dataclass(slots=True)
class Writing:
    """One write of one file; every lookup is asked of the database once."""

    recording: Recording
    today: date
    sources: str = ""
    say: Say = silent
    remembered: dict[str, dict] = field(default_factory=dict)
    _named: dict[tuple, "Named[Any]"] = field(default_factory=dict)
    _citations: dict[str, Citation | None] = field(default_factory=dict)
    _may: dict[tuple[int, int | None], bool] = field(default_factory=dict)

    @property
    def at(self) -> AsOf:
        return AsOf(self.today, self.recording.moment, self.recording.reads)

    def named(self, model: type[M], by: str = "slug", related: tuple[str, ...] = ()) -> "Named[M]":
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
            self._named[key] = Named()
            for pk, row in rows.items():
                self._named[key][getattr(row, by)] = rows[into.get(pk, pk)]
                if pk in into:
                    self._named[key].aliases[getattr(row, by)] = getattr(row, "name", "")
        return self._named[key]

    @property
    def companies(self) -> identity.Known[Company]:
        """The companies on record and of the rows above, by all that they are called."""
        kept = self.remembered.setdefault("companies", {})
        if "known" not in kept:
            kept["known"] = identity.Known.of(Company.objects.known(self.at), self.named(Company))
        return kept["known"]

    def look_up(self, model: type[M], column: str, name: str, *, by: str = "slug") -> M:
        """The row of that code or name, whatever its case; of a company also of its ticker or a former name.

        Raises RowRefused that names several, or the nearest ones.
        """
        if not name:
            raise RowRefused(column, name, NEEDED)
        called: list[Any] = self.companies.called(name) if model is Company else []
        if len(called) > 1:
            raise RowRefused(column, name, identity.several(name, called))
        if called:
            return called[0]
        known = self.named(model, by)
        if name in known:
            return known[name]
        options = [
            Option(code, known.aliases.get(code) or getattr(row, "name", "") or "") for code, row in known.items()
        ]
        options += [
            Option(other, means=code)
            for code, row in known.items()
            if isinstance(row, Mineral)
            for other in row.other_names
        ]
        try:
            return known.also(name, matched(name, options, refused=""))
        except NoSuchValue as error:
            if said := str(error).strip() if "name of several" in str(error) else "":
                raise RowRefused(column, name, said) from error
        near = nearest(name, options)
        others = f" Near it too: {'; '.join(near[1:])}." if near[1:] else ""
        what = f"Did you mean {near[0]}?{others}" if near else "Put it on record first, or correct the name."
        raise RowRefused(column, name, f"No {model._meta.verbose_name} on record is called so. {what}")

    def spelt(self, model: type[M], name: str, *, by: str = "slug") -> str:
        """The code of the row that is called so; as it was written where nothing is."""
        try:
            return str(getattr(self.look_up(model, "", name, by=by), by)) if name else ""
        except RowRefused:
            return name

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


class telling:  # noqa: N801 it reads as a word of its sentence, and a file enters it a million times
    """Keep a refusal with the row and go on, so that all that is wrong with the row is told at once.

    What follows from a cell that is told already is not told a second time.
    """

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        self.row = row

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, RowRefused):
            return False
        told = refused_columns(self.row)
        self.row.refused += [place for place in error.places if place[0] not in told]
        return True


def kept(row: Row, ask: Callable[[], T]) -> T | None:
    """The answer; None where it is refused, which is kept with the row."""
    with telling(row):
        return ask()
    return None


def refused_columns(row: Row) -> set[str]:
    return {column for column, *_ in row.refused}


def require_told(row: Row) -> None:
    """Raises RowRefused with all that was kept with the row, where there is any."""
    if row.refused:
        raise RowRefused.of(row.refused)


def left_out(row: Row, subject: str) -> RowOutcome:
    return RowOutcome(row.number, Becomes.LEFT_OUT, subject, [], row.left_out)


def choice(kind: Any, row: Row, column: str) -> Any:
    """The member that a cell names by its value or its label, whatever the case. Raises RowRefused for any other."""
    if not row[column]:
        raise RowRefused(column, "", NEEDED)
    options = [Option(str(one.value), str(getattr(one, "label", ""))) for one in kind]
    try:
        return kind(matched(row[column], options, refused=""))
    except NoSuchValue as error:
        said = none_of(row[column], ((one.value, one.value) for one in options))
        near = nearest(row[column], options)
        raise RowRefused(column, row[column], f"{said} Did you mean {near[0]}?" if near else said) from error


def as_choice(text: str, choices: Any) -> str:
    """The choice that a text names by its value or its label, whatever the case, blanks and dashes; else the text."""
    by_text = {bare_word(str(known)): value for value, label in choices for known in (label, value) if value}
    return by_text.get(bare_word(str(text)), text)


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

"""Facts as their report lists them: what says anew is added, what is on record stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.db import models

from portfolio.exports.text import text as formatted
from portfolio.imports.cells import number
from portfolio.imports.row_outcomes import NO_SOURCE, Becomes, RowOutcome
from portfolio.imports.rows import PROGRESS_EVERY, Row, Rows, Wanted
from portfolio.imports.write import (
    RowRefused,
    Writing,
    as_choice,
    left_out,
    naming,
    refused,
    refused_columns,
    require_told,
    telling,
)
from portfolio.reports.base import Column, Type
from portfolio.reports.listed import Listed, Part
from portfolio.reports.listed.base import value_of
from record.models import Fact
from record.models.fields import ExactField
from record.services import facts, same_day

from .on_record import DAY, OnRecord, key_value

REASON = Wanted(Column("reason", "Reason", "Why what is unusual is so; kept in the note.", is_optional=True))
BESIDE = {"sources", "note", "reason"}
"""Columns of which no rule asks."""
UNCOPIED = {"id", "recording", "counts_from"}
OF_ITSELF = {"note", "citation.text"}


@dataclass(frozen=True)
class ListedKind:
    """A table of facts that a file adds to. A fact of the same subject that says otherwise is a newer fact."""

    listed: Listed
    about: tuple[str, ...] = ()
    """Columns that describe the entity of which a fact speaks: read to find it, or to put a new one on record."""
    reads: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    may_be_wide: bool = True
    names_sources: bool = True
    """False where another column says whence a row is: the edition, the agency's own file."""

    @property
    def name(self) -> str:
        return self.listed.name

    @property
    def title(self) -> str:
        return self.listed.title

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        own = tuple(
            Wanted(
                part.column,
                is_required=part.is_required,
                shown_only=part.shown_only or (is_beyond(part) and part.column.name not in self.about),
                read=self.reads.get(part.column.name) or self.reader(part),
            )
            for part in self.listed.parts
        )
        return (*own, REASON)

    def reader(self, part: Part) -> Callable[[str], Any] | None:
        """How an exact number is read: with the places of its column, as its form reads it. None for any other."""
        column = None if "." in part.path else self.listed.model._meta.get_field(part.path)
        if not isinstance(column, ExactField):
            return None
        is_money, is_fraction = part.column.type in (Type.USD, Type.PRICE), part.column.type is Type.FRACTION
        return partial(number, places=column.places, is_money=is_money, is_fraction=is_fraction)

    @cached_property
    def own(self) -> tuple[Part, ...]:
        """The parts that a fact itself holds."""
        return tuple(part for part in self.listed.parts if not part.shown_only and not is_beyond(part))

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        model = self.listed.model
        known = self.listed.facts(model.objects.known(writing.at).order_by("recording_id", "pk"))
        on_record = OnRecord(self.listed, known, rows.given)
        given = [part for part in self.own if part.column.name in rows.given or part.is_key]
        seen: dict[tuple, tuple[int, Fact]] = {}
        row_outcomes = []
        for done, row in enumerate(rows.rows):
            if done % PROGRESS_EVERY == 0:
                writing.say(100 * done // len(rows.rows), f"comparing row {row.number:,} with the record")
            subject = self.subject(row)
            try:
                row_outcomes.append(self._row_outcome(row, subject, given, on_record, seen, writing))
            except RowRefused as error:
                row_outcomes.append(refused(row, subject, *error.places))
        return row_outcomes

    def subject(self, row: Row) -> str:
        """Of what the row speaks, in words."""
        cells = [formatted(part.column, row.values.get(part.column.name)) for part in self.listed.keys]
        return " ".join(cell for cell in cells if cell)

    def entity(self, part: Part, row: Row, writing: Writing) -> models.Model | None:
        """What the row names in a column of identifiers; None for an empty cell."""
        name = row[part.column.name]
        if not name:
            return None
        return writing.look_up(related(self.listed.model, part), part.column.name, name)

    def _row_outcome(
        self,
        row: Row,
        subject: str,
        given: list[Part],
        on_record: OnRecord,
        seen: dict[tuple, tuple[int, Fact]],
        writing: Writing,
    ) -> RowOutcome:
        """What becomes of a row. One that says something new is recorded by the service of its table.

        A row of which a cell is refused is asked all the same what its service asks, so that all is told at once.
        """
        if row.left_out:
            return left_out(row, subject)
        stated: dict[str, Any] = {}
        for part in given:
            with telling(row):
                stated[part.path] = self._value(part, row, writing)
        if row.refused:
            fact = self._fact(None, stated, is_carried=False)
            with telling(row):
                self._record(fact, row, subject, writing)
            require_told(row)
        if "note" in stated:
            stated["note"] = facts.explained(stated["note"], row["reason"])
        on_record.complete(stated)
        key = tuple(key_value(stated[part.path]) for part in self.listed.keys)
        found = on_record.by_key.get(key, [])
        if key in seen:
            before, earlier = seen[key]
            if says(earlier, stated):
                return RowOutcome(row.number, Becomes.LEFT_OUT, subject, [], f"It repeats row {before}.")
            if not found or not any(says(fact, stated) for fact in found):
                raise RowRefused("", subject, f"Row {before} says otherwise of the same. Keep one of them.")
        same = next((fact for fact in found if says(fact, stated)), None)
        if same is not None:
            seen.setdefault(key, (row.number, same))
            return RowOutcome(row.number, Becomes.SAME, subject)
        if len(found) > 1:
            raise RowRefused(
                "", subject, f"{len(found)} facts of it stand side by side. Retract all but one on its page first."
            )
        if found and (why := self.require_newer(row, found[0], stated, on_record.replaced.get(key, []))):
            return RowOutcome(row.number, Becomes.LEFT_OUT, subject, [], why)
        carried = None if found or self._says_all(given) else self._replaced(key, stated, on_record)
        fact = self._fact(found[0] if found else carried, stated, is_carried=carried is not None)
        if writing.sources and "citation.text" not in stated:
            fact.citation = writing.cite("sources", "")
        if "note" not in stated:
            fact.note = facts.explained(facts.unexplained(fact.note), row["reason"])
        setattr(fact, same_day.SHOWN, bool(found))
        with telling(row):
            self.require_stated(fact, stated)
            self._record(fact, row, subject, writing)
        require_told(row)
        seen[key] = (row.number, fact)
        before = found[0] if found else carried
        changes = [
            (part.column.name, shown(part, before) if before else "", shown(part, fact))
            for part in self.own
            if not before or shown(part, before) != shown(part, fact)
        ]
        changes = [change for change in changes if change[1] or change[2]]
        on_record.add(fact)
        becomes = Becomes.CHANGED if before else Becomes.NEW
        its_own = "A note is of one statement, so the one before keeps its own."
        said = [f"What the file has no column for stays as stated {_since(carried)}. {its_own}"] if carried else []
        if fact.citation is None and self.names_sources:
            said.append(NO_SOURCE)
        return self.recorded(row, RowOutcome(row.number, becomes, subject, changes, " ".join(said)), fact, writing)

    def _record(self, fact: Fact, row: Row, subject: str, writing: Writing) -> None:
        """Add the fact by the service of its table. Raises RowRefused that names the columns of the file.

        Where a cell is refused that rules may ask of, each other cell is asked by itself alone.
        """
        columns = {part.path.split(".")[0]: part.column.name for part in self.own}
        with naming(subject, columns | {"warning_reason": REASON.name}, row):
            if refused_columns(row) <= BESIDE:
                facts.record_by_service(fact, recording=writing.recording, today=writing.today)
            else:
                facts.check_stated(fact, writing.today)

    def require_stated(self, fact: Any, stated: dict[str, Any]) -> None:
        """Raises RowRefused where a file without a column would say something by that; here none does."""

    def recorded(self, row: Row, outcome: RowOutcome, fact: Any, writing: Writing) -> RowOutcome:
        """What became of a row that was recorded; here no more than its own columns say."""
        return outcome

    def require_newer(self, row: Row, stands: Fact, stated: dict[str, Any], replaced: list[Fact]) -> str:
        """Why a row is left out as older than what stands; empty where it is not.

        Raises RowRefused to ask, where the row says again what a later statement changed.
        """
        if not row["reason"] and any(says(fact, stated) for fact in replaced):
            raise RowRefused(
                REASON.name,
                "",
                f"This was on record until {stands.recording.by_name} changed it: {stands.recording.why} If the row is "
                "older, leave it out; if it is right after all, say why in the column reason.",
            )
        return ""

    def _says_all(self, given: list[Part]) -> bool:
        """True when the file has a column for everything that a fact says, its note and sources apart."""
        return {part.path for part in self.own} - {part.path for part in given} <= OF_ITSELF

    def _replaced(self, key: tuple, stated: dict[str, Any], on_record: OnRecord) -> Fact | None:
        return on_record.replaced_by(key, facts.counts_from(stated.get(DAY), stated.get("citation.text")))

    def _value(self, part: Part, row: Row, writing: Writing) -> Any:
        name = part.column.name
        if part.path == "citation.text":
            return writing.cite(name, row[name])
        if "." in part.path:
            return self.entity(part, row, writing)
        column: Any = self.listed.model._meta.get_field(part.path)
        value = row[name]
        if value is None and not column.null:
            return column.get_default()
        return as_choice(value, column.choices) if value and column.choices else value

    def _fact(self, before: Fact | None, stated: dict[str, Any], *, is_carried: bool) -> Fact:
        """What `before` says, changed by what the row states. One of another day has its own note and source."""
        model = self.listed.model
        values = {}
        if before is not None:
            left = UNCOPIED | ({"note", "citation"} if is_carried else set())
            values = {
                one.attname: getattr(before, one.attname) for one in model._meta.concrete_fields if one.name not in left
            }
        fact = model(**values)
        for path, value in stated.items():
            setattr(fact, path.split(".")[0], value)
        return fact


def _since(fact: Fact) -> str:
    return f"on {fact.effective_on}" if fact.effective_on else "without a day"


def is_beyond(part: Part) -> bool:
    """True for what a related entity says of itself: its name, its project."""
    head, _, rest = part.path.partition(".")
    return bool(rest) and rest not in ("slug", "text")


def related(model: type[Fact], part: Part) -> type[models.Model]:
    return model._meta.get_field(part.path.split(".")[0]).related_model


def shown(part: Part, fact: Fact) -> str:
    value = value_of(fact, part.path)
    return "" if value in (None, "") else formatted(part.column, value)


def says(fact: Fact, stated: dict[str, Any]) -> bool:
    """True for a fact that says all that a row states."""
    return all(_is(fact, path, value) for path, value in stated.items())


def _is(fact: Fact, path: str, value: Any) -> bool:
    """Whether a fact says this; an empty text and an unknown are alike."""
    stands = getattr(fact, path.split(".")[0])
    return stands == value or (stands in (None, "") and value in (None, ""))

"""What an agency's own file says of awards and obligations: a later statement replaces one, a deletion ends it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row, Rows, Wanted
from portfolio.imports.write import RowRefused, Writing, naming, refused
from portfolio.models import AgencyEntry
from portfolio.reports import columns as c
from portfolio.reports.listed.agency_awards import CORRECTED, ENTRY_NUMBER, OBLIGATED
from record.models import Fact, Retraction
from record.services import facts

from .awards import AWARD_NUMBER, numbers_of_key
from .entry_columns import CHANGE_CODE, CORRECTS, DELETES
from .entry_identity import NOTHING
from .listed import REASON, ListedKind, shown

DELETED = "Deleted at the source"
NO_AMOUNT = "The deletion states no amount."


class AgencyAwardKind(ListedKind):
    """An award as a file of a day says it; a file of an earlier day never undoes a later one."""

    def require_newer(self, row: Row, stands: Fact, stated: dict[str, Any], replaced: list[Fact]) -> str:
        day, newest = row["stated_on"], stands.effective_on
        if day and newest and day.end != newest.end:
            return _older(day, newest) if day.end < newest.end else ""
        return super().require_newer(row, stands, stated, replaced)


class AgencyEntryKind(ListedKind):
    """A row with the code D retracts what is on record of its entry; an older version never undoes a newer one."""

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        return (*super().wanted, CHANGE_CODE)

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        known = self.listed.facts(self.listed.model.objects.known(writing.at))
        standing: dict[tuple, list[Any]] = self.listed.standing(known)
        gone = self._deleted(writing)
        awards = {(origin, entry): award for origin, award, entry in (*gone, *standing)}
        found: dict[int, RowOutcome] = {}
        others: list[Row] = []
        for row in rows.rows:
            row.values[CORRECTED.name] = row["change_code"] == CORRECTS or bool(row[CORRECTED.name])
            if row["change_code"] == DELETES:
                self._complete(row, awards, writing)
            key = self._key(row)
            if row["change_code"] == DELETES:
                found |= {
                    one.number: RowOutcome(
                        one.number, Becomes.LEFT_OUT, self.subject(one), [], f"Row {row.number} takes it back."
                    )
                    for one in others
                    if self._key(one) == key
                }
                others = [one for one in others if one.number not in found]
                if key in standing or gone.get(key) or row.refused:
                    found[row.number] = self._taken_back(row, standing, gone[key], writing)
                else:
                    found[row.number] = self._remembered(row, rows.given, gone[key], writing)
                continue
            outcome = None if key in standing else self._of_deleted(row, gone.get(key, []))
            if outcome:
                found[row.number] = outcome
            else:
                others.append(row)
        given = rows.given | {CORRECTED.name} if CHANGE_CODE.name in rows.given else rows.given
        found |= {one.row: one for one in super().apply(replace(rows, rows=others, given=given), writing)}
        return [found[row.number] for row in rows.rows]

    def require_newer(self, row: Row, stands: Any, stated: dict[str, Any], replaced: list[Fact]) -> str:
        days = row["source_version_on"], stands.version_on
        if None not in days and days[0] != days[1]:
            return _older(*days) if days[0] < days[1] else ""
        differs = any(stated.get(name, stood) != stood for name, stood in _money(stands).items())
        if differs and stands.is_correction and not row[CORRECTED.name] and not row["reason"]:
            raise RowRefused(REASON.name, "", _asked("Its source corrected this entry, and the row says otherwise."))
        return super().require_newer(row, stands, stated, replaced)

    def _key(self, row: Row) -> tuple:
        return tuple(row[part.column.name] for part in self.listed.keys)

    def _complete(self, row: Row, awards: dict[tuple, str], writing: Writing) -> None:
        """A deletion needs no amount, and may name its award by the entry's key alone."""
        name, entry = AWARD_NUMBER.name, row[ENTRY_NUMBER.name]
        if not row[name]:
            row.values[name] = awards.get((row[c.ORIGIN.name], entry)) or next(iter(numbers_of_key(entry, writing)), "")
        missing = {column for column in (name, OBLIGATED.name) if column == OBLIGATED.name or row[name]}
        row.refused[:] = [one for one in row.refused if one[0] not in missing or one[1]]

    def _deleted(self, writing: Writing) -> dict[tuple, list[Any]]:
        """Key → what the source took back of it."""
        table = self.listed.model._meta.db_table
        taken = Retraction.objects.filter(table=table, reason=DELETED, recording_id__lte=writing.at.serial)
        found: dict[tuple, list[Any]] = defaultdict(list)
        for fact in AgencyEntry.objects.filter(pk__in=taken.values("fact_id")).order_by("pk"):
            found[tuple(getattr(fact, part.path) for part in self.listed.keys)].append(fact)
        return found

    def _of_deleted(self, row: Row, gone: list[Any]) -> RowOutcome | None:
        """The fate of a row that says again what its source took back; None for any other."""
        if row.refused or not gone or row["reason"]:
            return None
        day, newest = row["source_version_on"], max((one.version_on for one in gone if one.version_on), default=None)
        if None not in (day, newest) and day < newest:
            return RowOutcome(row.number, Becomes.LEFT_OUT, self.subject(row), [], _older(day, newest))
        return refused(row, self.subject(row), (REASON.name, "", _asked("Its source deleted this entry.")))

    def _remembered(self, row: Row, given: Collection[str], gone: list[Any], writing: Writing) -> RowOutcome:
        """A deletion that comes before its entry: kept as what was said and taken back, so that the entry is asked."""
        stated = {
            part.path: self._value(part, row, writing) for part in self.own if part.is_key or part.column.name in given
        }
        if stated.get("obligated") is None:
            stated |= {"obligated": Decimal(0), "note": stated.get("note") or NO_AMOUNT}
        fact = self._fact(None, stated, is_carried=False)
        if writing.sources and "citation.text" not in stated:
            fact.citation = writing.cite("sources", "")
        with naming(self.subject(row), {part.path: part.column.name for part in self.own}, row):
            facts.record_by_service(fact, recording=writing.recording, today=writing.today)
            facts.retract(fact, reason=DELETED, recording=writing.recording)
        gone.append(fact)
        changes = [(CHANGE_CODE.name, "", DELETES)]
        why = f"{DELETED} before its entry came. A row of it that comes later is asked about."
        return RowOutcome(row.number, Becomes.NEW, self.subject(row), changes, why)

    def _taken_back(
        self, row: Row, standing: dict[tuple, list[Any]], before: list[Any], writing: Writing
    ) -> RowOutcome:
        """The fate of a deletion; `before`: what the source took back of the same key until then."""
        key, day = self._key(row), row["source_version_on"]
        newest = max((one.version_on for one in standing.get(key, []) if one.version_on), default=None)
        if None not in (day, newest) and day < newest:
            return RowOutcome(row.number, Becomes.LEFT_OUT, self.subject(row), [], _older(day, newest))
        gone = standing.pop(key, [])
        for fact in gone:
            facts.retract(fact, reason=DELETED, recording=writing.recording)
        if not gone:
            why = "Its source took it back before." if before else NOTHING
            return RowOutcome(row.number, Becomes.LEFT_OUT, self.subject(row), [], why)
        before.extend(gone)
        changes = [(part.column.name, shown(part, gone[0]), "") for part in self.own if shown(part, gone[0])]
        return RowOutcome(row.number, Becomes.CHANGED, self.subject(row), changes, f"{DELETED}.")


def _money(fact: Any) -> dict[str, Any]:
    """What makes a statement another one: what was obligated, and when."""
    return {"obligated": fact.obligated, "effective_on": fact.effective_on}


def _older(day: object, newest: object) -> str:
    return f"The version of {day} is older than that of {newest}, which is on record."


def _asked(what: str) -> str:
    return f"{what} If the row is older, leave it out; if it is right after all, say why in the column reason."

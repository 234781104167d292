"""A file that is compared and checked before the write lock is taken; what it writes is then written as it stands."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from portfolio.models import EntryVersion, Transaction
from portfolio.services import ledger, rights, source_keys
from record.models import Citation, Recording
from record.services import sources

from .collector import collector_paused
from .row_outcomes import Plan

WRITTEN = {Transaction, EntryVersion, Citation}
"""What can be written as it was tried: entries, the keys of their source, and what they cite."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a file would do, and under which recording that was never saved it was asked."""

    plan: Plan
    recording: Recording

    @property
    def is_whole(self) -> bool:
        """True where all that it writes can be written as it was tried."""
        return not self.plan.refused and {model for model, rows in self._noted.items() if rows} <= WRITTEN

    def stands(self, recording: Recording) -> bool:
        """Under the write lock: that nothing was recorded since, and that its writer still may write this."""
        if not self.is_whole or recording.serial != self.recording.serial:
            return False
        awards = {(row.investment.agency_id, row.investment.program_id): row.investment for row in self._entries}
        try:
            for award in awards.values():
                rights.require(recording, award.agency, award.program)
        except PermissionDenied:
            return False
        return True

    def write(self, recording: Recording) -> Plan:
        """Write its rows under a recording under which they stand: what the file would write there, row by row."""
        real: dict[Any, Any] = {one.text: sources.cite(one.text.split(";")) for one in self._noted.get(Citation, ())}
        versions = self._noted.get(EntryVersion, [])
        for row in (*self._entries, *versions):
            row.recording = recording
            if row.citation is not None and row.citation.text in real:
                row.citation = real[row.citation.text]
        for version in versions:
            version.pk = None
        with collector_paused():
            ledger.append_tried(self._entries, tried=self.recording, recording=recording)
            source_keys.record(versions, recording=recording)
        return self.plan

    @property
    def _noted(self) -> dict[Any, list[Any]]:
        return self.recording.dry_run.rows if self.recording.dry_run else {}

    @property
    def _entries(self) -> list[Transaction]:
        return self._noted.get(Transaction, [])

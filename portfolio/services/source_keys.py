"""The keys by which a source names its entries: which entry of ours each stands for, and what was said of it last."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portfolio.models import EntryVersion, Transaction
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts
from record.services.recordings import save_all

# So many keys are asked of the database at once.
CHUNK = 500


@dataclass(slots=True)
class Series:
    """The versions of one key so far. `entry` is the newest one that stated it, whether it still counts or not."""

    entry: Transaction | None = None
    is_live: bool = False
    is_deleted: bool = False
    """The source itself took it back, so that a reversal is its own doing."""
    newest: date | None = None
    """The day of the newest version, where the source gives days."""
    is_correction: bool = False
    """The source marked the newest version as a correction or a deletion."""
    is_heard: bool = False
    was_deleted: bool = False
    said: list[Transaction] = field(default_factory=list)
    """Every entry that a version stated, the newest last."""

    def is_older(self, version: PartialDate | None) -> bool:
        """True for a version from before the newest one that is known."""
        return version is not None and self.newest is not None and version.end < self.newest

    def is_newer(self, version: PartialDate | None) -> bool:
        """True for a version from after every one that is known."""
        return version is not None and (self.newest is None or version.end > self.newest)

    def is_decided(self, version: PartialDate | None) -> bool:
        """True where the days of both versions say which is the newer."""
        return version is not None and self.newest is not None and version.end != self.newest

    def take(self, entry: Transaction | None, version: PartialDate | None, *, is_correction: bool = False) -> None:
        """Go on with a further version; no entry: deleted."""
        self.entry = entry or self.entry
        self.is_live, self.is_deleted = entry is not None, entry is None
        self.is_correction = is_correction or entry is None
        self.is_heard = True
        if entry is None:
            self.was_deleted = True
        else:
            self.said.append(entry)
        if version is not None:
            self.newest = max(version.end, self.newest or version.end)


def series_of(keys: Collection[str], at: AsOf) -> dict[str, Series]:
    """The series of each key that is known at `at`; a question for every five hundred keys."""
    found: dict[str, Series] = {}
    wanted = sorted(set(keys) - {""})
    for place in range(0, len(wanted), CHUNK):
        rows = EntryVersion.objects.filter(source_key__in=wanted[place : place + CHUNK]).known(at)
        related = rows.select_related(
            "entry__investment__agency", "entry__investment__program", "entry__citation", "entry__reversed_by"
        )
        for row in related.order_by("recording_id", "pk"):
            series = found.setdefault(row.source_key, Series())
            series.take(row.entry, _day(row), is_correction=row.is_correction)
            series.is_live = row.entry is not None and not hasattr(row.entry, "reversed_by")
    return found


def keyed_entries(investments: Collection[int], at: AsOf) -> set[int]:
    """The numbers of the entries of these investments that a source's key stands for."""
    rows = EntryVersion.objects.filter(entry__investment__in=investments).known(at)
    return set(rows.values_list("entry_id", flat=True))


def version(
    key: str, entry: Transaction | None, day: PartialDate | None, *, is_correction: bool, recording: Recording
) -> EntryVersion:
    """A further version of a key, prepared to be written once its entry is. Raises ValidationError."""
    values: dict[str, Any] = {
        "source_key": key, "entry": entry, "effective_on": day, "is_correction": is_correction,
    }  # fmt: skip
    row = EntryVersion(**values)
    return facts.prepare(row, recording=recording)


def _day(row: Any) -> PartialDate | None:
    return row.effective_on


def record(versions: Sequence[EntryVersion], *, recording: Recording) -> None:
    """Write prepared versions, in order."""
    save_all(versions, recording=recording)

"""The kept samples at an AsOf, entry by entry, each with its newest finding and what the officer answered."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.models import KeptRun, OfficerAnswer, SampleFinding
from record.calculations.as_of import AsOf

SAMPLE = "audit-sample"
"""The report whose kept answers are samples."""


@dataclass(frozen=True, slots=True)
class SampledEntry:
    """A line of a kept sample: its cells as they were kept, the newest finding, and the answers to its exception."""

    kept: KeptRun
    cells: dict[str, str]
    finding: SampleFinding | None
    answers: list[OfficerAnswer]

    @property
    def number(self) -> int:
        """The number of the entry."""
        return number_of(self.cells)

    @property
    def amount(self) -> Decimal | None:
        """Its dollars; None for an entry of shares alone."""
        return Decimal(self.cells["amount_usd"]) if self.cells["amount_usd"] else None

    @property
    def band(self) -> str:
        """The band of dollars of its stratum."""
        return self.cells["stratum"].partition(", ")[2]

    @property
    def answer(self) -> str:
        """What was answered to its exception, the oldest first; empty for nothing."""
        return " / ".join(one.text for one in self.answers)


def number_of(cells: Mapping[str, str]) -> int:
    """The number of the entry of a kept line: 42 of T000042."""
    return int(cells["transaction"].removeprefix("T"))


def samples_at(at: AsOf, of: Iterable[KeptRun] | None = None) -> list[SampledEntry]:
    """Every entry of the samples that were kept by then, or of those given; three questions to the database."""
    samples = list(KeptRun.objects.known(at).filter(report=SAMPLE).select_related("recording") if of is None else of)
    found = SampleFinding.objects.known(at).filter(kept__in=samples).select_related("recording")
    newest = {(one.kept_id, one.entry_id): one for one in found.order_by("pk")}
    answers: dict[int, list[OfficerAnswer]] = defaultdict(list)
    asked = [one.question_id for one in newest.values() if one.question_id]
    for answer in OfficerAnswer.objects.known(at).filter(question__in=asked).select_related("recording").order_by("pk"):
        answers[answer.question_id].append(answer)
    lines = []
    for kept in samples:
        for cells in csv.DictReader(io.StringIO(kept.csv.decode(), newline="")):
            finding = newest.get((kept.pk, number_of(cells)))
            lines.append(SampledEntry(kept, cells, finding, answers[finding.question_id or 0] if finding else []))
    return lines

"""Answers that are kept under a name: kept from a question, and asked again to see whether they come out the same."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from portfolio.exports import json
from portfolio.exports.csv import pieces
from portfolio.forms import ReportForm
from portfolio.formulas import changed
from portfolio.models import KeptRun
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Definition, Report
from portfolio.services import capacity
from portfolio.services.kept_runs import AnswerToKeep
from record.calculations.as_of import AsOf


class Found(StrEnum):
    """What asking again came to."""

    SAME = "Asked again, the answer is the same, byte for byte."
    OTHER = "Asked again, the answer is another one. The bytes that are kept stand."
    OLDER = "The bytes that are kept stand. The report is written otherwise now, so it was not asked again."
    RULES = "The bytes that are kept stand. Asked again, the answer is another one, since formulas were changed."
    UNASKED = "The bytes that are kept stand. The question can't be asked any more."
    DAMAGED = "The bytes that are kept are not those of the SHA-256."

    @property
    def is_sound(self) -> bool:
        """True where the answer comes out the same, or its bytes stand and it can't be asked again."""
        return self not in (Found.OTHER, Found.DAMAGED)


@dataclass(frozen=True, slots=True)
class Verdict:
    found: Found
    sha256: str
    """Of what was computed now, or of the bytes that are kept where nothing was computed."""
    formulas: tuple[str, ...] = ()
    """Which formulas are of another version than then."""


def verify(kept: KeptRun) -> Verdict:
    """Ask the question again and compare; a file is never compared with itself.

    Of an older schema, or of a report that is gone, the bytes that are kept are checked; and where another answer comes
    out and a formula that the report reaches has another version, which one is told.
    """
    own = sha256(kept.csv).hexdigest()
    if own != kept.sha256:
        return Verdict(Found.DAMAGED, own)
    definition = REPORTS.get(kept.report)
    if definition is None or kept.schema_version != definition.version:
        return Verdict(Found.OLDER, own)
    form = ReportForm(definition, {"as_of": str(kept.as_of), "serial": kept.read_serial, **kept.filters})
    if not form.is_valid():
        return Verdict(Found.UNASKED, own)
    again = sha256(b"".join(pieces(answer(definition, form.at(), form.filters())))).hexdigest()
    if again == kept.sha256:
        return Verdict(Found.SAME, again)
    others = changed(kept.formulas, definition.answer.__module__)
    return Verdict(Found.RULES if others else Found.OTHER, again, tuple(others))


def answer(definition: Definition, at: AsOf, filters: Filters) -> Report:
    """The answer of a report; the run that its figures come from stands."""
    if definition.is_projected:
        capacity.stand_at(at)
    return definition.report(at=at, filters=filters)


def to_keep(definition: Definition, form: ReportForm) -> AnswerToKeep:
    """What is kept of a valid form's question."""
    report = answer(definition, form.at(), form.filters())
    filters = {name: str(value) for name, value in report.filters.asked().items()}
    return AnswerToKeep(
        definition.name,
        definition.version,
        report.at,
        len(report.lines),
        b"".join(pieces(report)),
        json.totals(report),
        filters,
    )

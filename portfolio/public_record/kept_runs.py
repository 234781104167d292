"""With each edition some answers are kept under its name, so that any later day can be compared with it."""

from collections.abc import Sequence
from datetime import date

from portfolio.exports.csv import pieces
from portfolio.exports.json import totals
from portfolio.models import KeptRun
from portfolio.reports import REPORTS
from portfolio.services import capacity
from portfolio.services.kept_runs import AnswerToKeep, keep
from record.calculations.as_of import AsOf
from record.models import Channel, Recording
from record.services.recordings import open_recording

OF_AWARDS = ("exposure",)
"""What is kept under the recording of the edition itself."""
OF_PROJECTS = ("capacity",)
"""What is kept once the run of its day is drawn, which is a recording of its own."""


def name_of(day: date) -> str:
    """What the answers of an edition are kept as: "Edition of June 2026"."""
    return f"Edition of {day:%B %Y}"


def answered(report: str, at: AsOf) -> AnswerToKeep:
    definition = REPORTS[report]
    answer = definition.report(at=at)
    return AnswerToKeep(report, definition.version, at, len(answer.lines), b"".join(pieces(answer)), totals(answer))


def keep_awards(day: date, *, recording: Recording) -> None:
    """Keep what an edition says of awards, under its recording while that is open."""
    at = AsOf(day, recording.moment, recording.serial)
    for report in OF_AWARDS:
        keep(name_of(day), answered(report, at), recording=recording)


def keep_projections(editions: Sequence[Recording], *, by_name: str, approval: str) -> list[KeptRun]:
    """Draw and keep what each of these editions says of projects, as of its day and known by its recording."""
    kept = KeptRun.objects.filter(recording__in=editions).select_related("recording").order_by("pk")
    moments = {one.name: AsOf(one.as_of, one.recording.moment, one.read_serial) for one in kept}
    if not moments:
        return []
    for at in moments.values():
        capacity.run(at)
    why = f"answers kept: {', '.join(moments)}"
    with open_recording(by_name=by_name, why=why, channel=Channel.IMPORT, approval=approval) as recording:
        return [
            keep(name, answered(report, at), recording=recording)
            for name, at in moments.items()
            for report in OF_PROJECTS
        ]

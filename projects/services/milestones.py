"""What officers write about milestones: a promise, a forecast, that it happened, what precedes it, a verification."""

from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError

from projects.calculations.predecessors import circle
from projects.models import Milestone, MilestoneForecast, MilestoneVerification, Predecessor, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts, sources

from . import milestone_plausibility

BACKDATED = "Back-dated, because: "


def state(statement: MilestoneForecast, *, reason: str = "", recording: Recording, today: date) -> MilestoneForecast:
    """Record what was said of a milestone.

    The first promise is frozen: another one is taken only when it was made earlier, and then with a reason. That it
    happened has a day, or a note that says why its source gives none, and needs evidence: a source with an address or a
    file. Raises ValidationError with what is on record.
    """
    facts.check_stated(statement, today)
    at = AsOf(today, recording.moment, recording.reads)
    if reason.strip():
        statement.note = "\n".join(part for part in (statement.note, f"{BACKDATED}{reason.strip()}") if part)
    if statement.kind == StatementKind.BASELINE:
        _ask_baseline(statement, at, facts.unsaved(MilestoneForecast, recording))
    if statement.kind == StatementKind.ACTUAL:
        _ask_evidence(statement, today)
    facts.require_reason(statement, milestone_plausibility.unusual(statement, recording))
    done = facts.record(statement, recording=recording)
    milestone_plausibility.take(done, recording)
    return done


def _ask_baseline(new: MilestoneForecast, at: AsOf, tried: list[MilestoneForecast]) -> None:
    """The reason of a promise that is put before others stands in its note, as a form or a file gives it."""
    rows = [*MilestoneForecast.objects.filter(milestone=new.milestone).known(at), *tried]
    stated = sorted((one for one in rows if one.milestone_id == new.milestone_id), key=lambda one: one.counts_from)
    frozen = next((one for one in stated if one.kind == StatementKind.BASELINE), None)
    if frozen and not (new.effective_on and new.effective_on.end < frozen.counts_from):
        raise ValidationError(
            f"The first promise is frozen: {frozen.forecast_on or 'no date'}, said {frozen.effective_on or 'undated'}. "
            "Record a new date as a forecast; only a promise made before that day takes its place."
        )
    if stated and not any(mark in new.note for mark in (BACKDATED, facts.EXPLAINED)):
        earliest = frozen or stated[0]
        raise ValidationError(
            f"This promise is put before what is on record ({earliest.forecast_on or 'no date'}, said "
            f"{earliest.effective_on or 'undated'}) and changes every slip counted from it. Give the reason."
        )


def _ask_evidence(new: MilestoneForecast, today: date) -> None:
    if new.forecast_on is None and facts.EXPLAINED not in new.note:
        raise ValidationError(
            {"forecast_on": "That it happened has a day. Give it as precisely as the source does: 2026-02-14, 2026-02. "
             f'A source that gives none is told in the note: "{facts.EXPLAINED}..."'}
        )  # fmt: skip
    if new.forecast_on is not None and new.forecast_on.start > today:
        raise ValidationError({"forecast_on": f"{new.forecast_on} has not come yet. Move the forecast instead."})
    if new.forecast_on and new.effective_on and new.forecast_on.start > new.effective_on.end:
        raise ValidationError(
            {"forecast_on": f"On {new.effective_on}, when this was said, {new.forecast_on} had not come yet. "
             "Correct one of the two."}
        )  # fmt: skip
    if not sources.is_evidence(new.citation):
        raise ValidationError(
            "That it happened needs evidence: a source with an address or a file. None of those cited has either."
        )


def precede(link: Predecessor, *, recording: Recording) -> Predecessor:
    """Record what must come before a milestone. Raises ValidationError where that would close a circle."""
    at = AsOf(date.max, recording.moment, recording.reads)
    known = Predecessor.objects.known(at).values_list("milestone_id", "predecessor_id")
    links: dict[int, list[int]] = defaultdict(list)
    for milestone, before in known:
        links[milestone].append(before)
    if link.predecessor_id in links.get(link.milestone_id, ()):
        raise ValidationError({"predecessor": f"{link.predecessor} stands before {link.milestone} already."})
    way = circle(links, link.milestone_id, link.predecessor_id)
    if way:
        names = Milestone.objects.in_bulk(way)
        words = " waits for ".join(f'"{names[one].name}"' for one in [*way, link.predecessor_id])
        told = f"That would be a circle: {words}. Take one of these links back first."
        raise ValidationError({"predecessor": told})
    return facts.record(link, recording=recording)


def verify(statement: MilestoneForecast, *, note: str = "", recording: Recording, today: date) -> MilestoneVerification:
    """Say, as a second person, that the evidence shows it happened. Raises ValidationError for the first person."""
    if statement.kind != StatementKind.ACTUAL:
        raise ValidationError("Only what is said to have happened is verified.")
    if recording.by is None:
        raise ValidationError("A verification is made by a person.")
    writer = statement.recording.by
    if writer == recording.by:
        raise ValidationError(
            f"{recording.by_name} recorded the evidence in recording {statement.recording_id}. "
            "Ask another officer to look at it and verify."
        )
    at = AsOf(today, recording.moment, recording.reads)
    earlier = MilestoneVerification.objects.filter(statement=statement).known(at).first()
    if earlier:
        raise ValidationError(f"{earlier.verified_by} verified this on {earlier.effective_on}.")
    verification = MilestoneVerification(
        statement=statement,
        evidenced_by=writer,
        verified_by=recording.by,
        effective_on=PartialDate.of(today),
        note=note,
        citation=statement.citation,
    )
    return facts.record(verification, recording=recording)

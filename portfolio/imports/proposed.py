"""A file as one proposal: what a second officer is shown of it, and how it is written, or undone, once approved."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from portfolio.calculations.kinds import Kind
from portfolio.models import Import, ImportState, Transaction
from portfolio.services.handlers.base import PlacedHandler
from portfolio.services.handlers.entries import require_basis
from portfolio.services.imports import undo_under
from record.calculations.as_of import AsOf
from record.models import Account, Channel, Entity, Job, Proposal, Recording
from record.services.approval_handlers import Payload
from record.services.moved import Moved
from record.services.row_formatting import Line

from .effect import Effect, effect_of
from .kept import half, import_of, is_small, read_again, row_outcomes_of
from .kinds import KINDS
from .preview import Reading, Refused, apply_import, try_out
from .row_outcomes import Plan, first_unlike
from .rows import Say, silent
from .steps import ask_approval
from .tables import UnreadableFile
from .tried import Tried

WAITS = (ImportState.CONFIRMED, ImportState.PROPOSED)


def payload_of(one: Import) -> Payload:
    """What a proposal holds of a file: which one, and the hash of what was confirmed of it."""
    places = one.effect.get("places", [])
    return {"import": one.pk, "plan_hash": one.plan_hash, "places": places, "sources": one.sources}


class ImportHandler(PlacedHandler):
    """A whole file as one proposal.

    `reading` are its rows where they were read already, `plan` what would become of them where it was looked at, and
    `tried` what it would write.
    """

    kind, label, channel = "import", "import of a file", Channel.IMPORT
    has_rows = True

    def __init__(
        self,
        reading: Reading | None = None,
        *,
        plan: Plan | None = None,
        tried: Tried | None = None,
        say: Say = silent,
    ) -> None:
        self.reading, self.plan, self.tried_out, self.say = reading, plan, tried, say

    def prepared(self, payload: Payload, today: date) -> "ImportHandler":
        """With the rows read and compared, before anybody is kept waiting. `perform` tells what is wrong with them."""
        one, handler = import_of(payload), self
        with suppress(UnreadableFile, Refused):
            reading = read_again(one, say=half(self.say, 0))
            handler = ImportHandler(reading, say=half(self.say, 1))
            handler.tried_out = try_out(reading, why=one.why, by=one.by, today=today, say=handler.say)
        return handler

    def by_worker(self, proposal: Proposal, *, by: Account, shown_hash: str, now: datetime) -> Job | None:
        """The worker's job for a large file."""
        if is_small(import_of(proposal.payload)):
            return None
        return ask_approval(proposal, by=by, shown_hash=shown_hash, now=now)

    def entities(self, payload: Payload) -> list[Entity]:
        return []

    def about(self, payload: Payload) -> Import:
        return import_of(payload)

    def subject(self, payload: Payload) -> str:
        return import_of(payload).filename

    def sentence(self, payload: Payload, at: AsOf) -> str:
        one = import_of(payload)
        rows = sum(one.counts.values())
        return f"Write the file {one.filename}: {rows:,} row{'' if rows == 1 else 's'} of {KINDS[one.kind].title}"

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """The file and what became of its rows."""
        one = import_of(payload)
        outcomes = [[f"Rows {name}", "", f"{count:,}"] for name, count in one.counts.items() if count]
        return [
            ["File", "", one.filename],
            ["SHA-256 of the file", "", one.sha256],
            ["What it holds", "", KINDS[one.kind].title],
            *outcomes,
        ]

    def perform(self, payload: Payload, recording: Recording, today: date) -> Import:
        one = import_of(payload)
        if one.state not in WAITS:
            raise Moved(f"The file is {one.get_state_display()}.")
        try:
            rows = self.reading or read_again(one)
        except UnreadableFile as error:
            raise Moved(f"The file can't be read any more: {error}") from error
        if self.tried_out is not None and self.tried_out.stands(recording):
            plan = self.tried_out.write(recording)
        else:
            plan = apply_import(rows, recording=recording, today=today, say=self.say)
        if unlike := first_unlike(row_outcomes_of(one), plan.row_outcomes):
            raise Moved(f"{unlike} The record has moved since. Look at its rows again.")
        if plan.hash(rows.sha256) != payload["plan_hash"]:
            raise Moved("The record has moved since, so these rows would do something else. Look at its rows again.")
        self.require_basis(one, recording, today)
        one.state, one.recording = ImportState.WRITTEN, recording
        one.outcome = f"{plan.summary()}. Recorded as {recording.serial}."
        one.save(update_fields=["state", "recording", "outcome"])
        return one

    def require_basis(self, one: Import, recording: Recording, today: date) -> None:
        """Raises Moved where shares that it writes were split by what was recorded since it was proposed."""
        proposed = one.proposals.order_by("-pk").first()
        if proposed is None:
            return
        written = Transaction.objects.filter(recording=recording).exclude(kind=Kind.SPLIT).select_related("investment")
        at = AsOf(today, recording.moment, recording.serial - 1)
        require_basis(written, at, since=proposed.base_serial)

    def carry_out(self, payload: Payload, recording: Recording, today: date) -> tuple[Any, dict[str, Any]]:
        """Write, and say what the whole of it adds up to: it is known only once all rows are written."""
        done = self.perform(payload, recording, today)
        return done, self._shown(payload, effect_of(recording, today=today), recording, today)

    def tried(self, payload: Payload, recording: Recording, today: date) -> dict[str, Any]:
        """What was seen of it before the write lock was taken, where it was looked at."""
        if self.plan is None:
            return super().tried(payload, recording, today)
        return self._shown(payload, self.plan.effect, recording, today)

    def _shown(self, payload: Payload, effect: Effect, recording: Recording, today: date) -> dict[str, Any]:
        fields = [*self.fields(payload, AsOf(today, recording.moment, recording.serial)), *effect.written]
        return {"fields": fields, "totals": effect.totals, "stake": effect.stake}

    def decided(self, payload: Payload, outcome: str, reason: str) -> None:
        """Say with the file what became of its proposal; it can be looked at and proposed again."""
        Import.objects.filter(pk=payload["import"]).update(state=ImportState(outcome), outcome=reason)


class UndoHandler(ImportHandler):
    """The undoing of a file that was written."""

    kind, label, channel = "undo", "undo of an import", None

    def prepared(self, payload: Payload, today: date) -> "UndoHandler":
        return self

    def sentence(self, payload: Payload, at: AsOf) -> str:
        return f"Undo the file {import_of(payload).filename}"

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        one = import_of(payload)
        return [["File", one.filename, ""], ["Recording", str(one.recording_id), "taken back"]]

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        along = payload.get("along", False)
        return undo_under(recording, import_of(payload), reason=payload["reason"], today=today, along=along)

    def decided(self, payload: Payload, outcome: str, reason: str) -> None:
        """The file stays as it is: written."""

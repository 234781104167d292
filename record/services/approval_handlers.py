"""Handlers: how a kind of proposal is written, what it is about, what is shown of it, who may decide about it.

A higher app subclasses Handler and registers one instance a kind in `AppConfig.ready`.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from record.calculations.as_of import AsOf
from record.models import Account, Channel, Citation, Entity, Fact, Job, Proposal, Recording, Source
from record.models.proposals import KIND_LABELS

from .recordings import open_recording
from .row_formatting import Line, read
from .sources import cite

Payload = dict[str, Any]
"""What would be written, as JSON."""

Stake = tuple[Decimal | None, Decimal | None]
"""Dollars and shares that are at stake; None where there are none."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A proposal that is being approved: in whose name it is written, by whom it is approved, the channel, and both in
    words.
    """

    proposal: Proposal
    writer: Account
    by: Account
    channel: Channel
    stated: str

    def recording(self) -> AbstractContextManager[Recording]:
        """A recording in the name of who proposed it, or took it over."""
        why = self.proposal.recording.why
        return open_recording(by=self.writer, why=why, channel=self.channel, approval=self.stated)

    def verifying(self) -> AbstractContextManager[Recording]:
        """A recording in the name of who approves: what only a second person may write."""
        why = f"Verified: {self.proposal}"
        return open_recording(by=self.by, why=why, channel=self.channel, approval=self.stated)


class Handler(ABC):
    """One kind of proposal.

    `channel` is that of its recording where it is not the approver's. `has_rows`: what it is about has a page that
    lists every row of the write. `stands_beside`: what it writes takes no other's place, so that another value before
    shows it again; elsewhere that means that somebody changed the same field, and it lapses. `form`: the page of the
    admin on which it is written, where that is the form of no single row.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    channel: ClassVar[Channel | None] = None
    is_repeated: ClassVar[bool] = True
    """False for a change that happens once, which nobody duplicates as a new one."""
    has_rows: ClassVar[bool] = False
    stands_beside: ClassVar[bool] = False
    form: ClassVar[str] = ""
    restated: ClassVar[frozenset[str]] = frozenset()
    """Labels of what each version states anew: what stood there before is no part of what it changes."""

    @abstractmethod
    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        """Write what is proposed. Raises ValidationError or PermissionDenied as its rules refuse it."""

    @abstractmethod
    def sentence(self, payload: Payload, at: AsOf) -> str:
        """What it would do, as a sentence without its full stop: "Obligate $100M on the grant to Albemarle"."""

    @abstractmethod
    def entities(self, payload: Payload) -> Sequence[Entity]:
        """Those whose state is the base of the proposal, the subject first."""

    @abstractmethod
    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """What is written, field by field, before and after."""

    def rests_on(self, payload: Payload, at: AsOf) -> list[Line]:
        """What it rests on that others state, line by line: each condition, how it stands, its evidence."""
        return []

    def rows(self, payload: Payload) -> list[dict[str, Any]]:
        """The facts that it writes, each by its columns as JSON holds them."""
        return [payload["row"]] if "row" in payload else []

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        """What is asked about it before it is approved: whether it is on record already, what is odd."""
        return []

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """Totals that the write may move, by their label."""
        return {}

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        return None, None

    def about(self, payload: Payload) -> models.Model | None:
        """The row that it is about; None for what is new."""
        return next(iter(self.entities(payload)), None)

    def evidence(self, payload: Payload) -> Sequence[models.Model]:
        """What is on record already and has the files that an approver opens; here what it is about."""
        about = self.about(payload)
        return [] if about is None else [about]

    def new_sources(self, payload: Payload) -> list[Source]:
        """The sources that it brings along, as they would be recorded; here none."""
        return []

    def subject(self, payload: Payload) -> str:
        """What it is about, in words."""
        about = self.about(payload)
        return "" if about is None else str(about)

    def scope(self, payload: Payload) -> Payload:
        """What is kept in the payload besides, so that `decidable` asks the database nothing for each proposal."""
        return {}

    @classmethod
    def decidable(cls, user: Account, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Those of the proposals about which this officer may decide; here all of them."""
        return list(proposals)

    def decided(self, payload: Payload, outcome: str, reason: str) -> None:  # noqa: B027 most have nothing to do
        """Told what became of a proposal that is not written."""

    def prepared(self, payload: Payload, today: date) -> "Handler":
        """The handler with what it can read, compare and check before the write lock is taken."""
        return self

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """The payload on what is on record at `at`, where it was shown against the recording `since`.

        `changed`: the labels of the fields that it changes. Raises Moved where what was recorded since forbids it.
        """
        return payload

    def by_worker(self, proposal: Proposal, *, by: Account, shown_hash: str, now: datetime) -> Job | None:
        """The job of an approval that was handed to the worker, since the write is long; None when it was not."""
        return None

    def carry_out(self, payload: Payload, recording: Recording, today: date) -> tuple[Any, dict[str, Any]]:
        """Perform the write, and say what is shown of it: its fields, what it rests on, totals before and after."""
        at = AsOf(today, recording.moment, recording.serial)
        stated, before = self.stated(payload, at), self.totals(payload, at)
        done = self.perform(payload, recording, today)
        after = self.totals(payload, at)
        return done, {**stated, "totals": [[name, before.get(name, ""), after[name]] for name in after]}

    def stated(self, payload: Payload, at: AsOf) -> dict[str, list[Line]]:
        """What it states, and what that rests on: the part of what is shown to which an approval is bound."""
        return {"fields": self.fields(payload, at), "rests_on": self.rests_on(payload, at)}

    def write(self, payload: Payload, approval: Approval, today: date) -> tuple[Recording, dict[str, Any]]:
        """Write what is approved: here under one recording. Returns that recording, and what `carry_out` shows."""
        with approval.recording() as recording:
            _, shown = self.carry_out(payload, recording, today)
        return recording, shown

    def tried(self, payload: Payload, recording: Recording, today: date) -> dict[str, Any]:
        """What is shown of the write by a proposal: it is performed, and rolled back."""
        try:
            with transaction.atomic():
                raise _RolledBack(self.carry_out(payload, recording, today)[1])
        except _RolledBack as seen:
            return seen.shown


class _RolledBack(Exception):
    """Carries what was seen of a write out of the transaction that undoes it."""

    def __init__(self, shown: dict[str, Any]) -> None:
        super().__init__("tried")
        self.shown = shown


HANDLERS: dict[str, Handler] = {}


def register(handler: Handler) -> None:
    """Make a kind known. A kind that nobody registered is refused."""
    HANDLERS[handler.kind] = handler
    KIND_LABELS[handler.kind] = handler.label


class Unregistered(Handler):
    """Reads a proposal of a kind that no app here writes. Its page opens, and nobody decides about it."""

    label = "of a kind that is not known here"

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        raise ValidationError("No app here writes proposals of this kind. Start the version that does.")

    def sentence(self, payload: Payload, at: AsOf) -> str:
        return f"A proposal {self.label}"

    def entities(self, payload: Payload) -> Sequence[Entity]:
        return []

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return []

    @classmethod
    def decidable(cls, user: Account, proposals: Sequence[Proposal]) -> list[Proposal]:
        return []


def handler_of(kind: str) -> Handler:
    """The handler of a kind that is on record; an `Unregistered` one where no app here writes it."""
    return HANDLERS.get(kind) or Unregistered()


def writer_of(kind: str) -> Handler:
    """The handler that writes a kind. Raises LookupError, naming those there are, for one that nobody registered."""
    if kind not in HANDLERS:
        raise LookupError(f"No handler writes proposals of the kind {kind}. Kinds: {', '.join(sorted(HANDLERS))}.")
    return HANDLERS[kind]


def cited(payload: Payload) -> Citation | None:
    """The citation that a payload names by its sources."""
    return cite(payload["sources"].split(";")) if payload.get("sources") else None


def row_of(model: type[Fact], payload: Payload) -> Any:
    """The fact that would be written, unsaved, with its citation."""
    row = read(model, payload["row"])
    row.citation = cited(payload)
    return row

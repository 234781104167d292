"""Handlers: how a kind of proposal is written, what it is about, what is shown of it, who may decide about it.

A higher app subclasses Handler and registers one instance a kind in `AppConfig.ready`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction

from record.calculations.as_of import AsOf
from record.models import Account, Channel, Citation, Entity, Fact, Job, Proposal, Recording
from record.models.proposals import KIND_LABELS

from .row_formatting import Line, read
from .sources import cite

Payload = dict[str, Any]
"""What would be written, as JSON."""

Stake = tuple[Decimal | None, Decimal | None]
"""Dollars and shares that are at stake; None where there are none."""


class Handler(ABC):
    """One kind of proposal.

    `channel` is that of its recording where it is not the approver's. `has_rows`: what it is about has a page that
    lists every row of the write.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    channel: ClassVar[Channel | None] = None
    has_rows: ClassVar[bool] = False

    @abstractmethod
    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        """Write what is proposed. Raises ValidationError or PermissionDenied as its rules refuse it."""

    @abstractmethod
    def entities(self, payload: Payload) -> Sequence[Entity]:
        """Those whose state is the base of the proposal, the subject first."""

    @abstractmethod
    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """What is written, field by field, before and after."""

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """Totals that the write may move, by their label."""
        return {}

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        return None, None

    def about(self, payload: Payload) -> models.Model | None:
        """The row that it is about; None for what is new."""
        return next(iter(self.entities(payload)), None)

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

    def prepared(self, payload: Payload) -> "Handler":
        """The handler with what it can read before the write lock is taken."""
        return self

    def by_worker(self, proposal: Proposal, *, by: Account, shown_hash: str, now: datetime) -> Job | None:
        """The job of an approval that was handed to the worker, since the write is long; None when it was not."""
        return None

    def carry_out(self, payload: Payload, recording: Recording, today: date) -> tuple[Any, dict[str, Any]]:
        """Perform the write, and say what is shown of it: its fields, and totals before and after."""
        at = AsOf(today, recording.moment, recording.serial)
        fields, before = self.fields(payload, at), self.totals(payload, at)
        done = self.perform(payload, recording, today)
        after = self.totals(payload, at)
        return done, {"fields": fields, "totals": [[name, before.get(name, ""), after[name]] for name in after]}

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


def handler_of(kind: str) -> Handler:
    """The handler of a kind. Raises LookupError, naming those there are, for one that nobody registered."""
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

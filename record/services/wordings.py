"""How a proposal is worded: whether what it would write is still what was shown, and if not, how it is shown again."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Account, Channel, Entity, Proposal, ProposalVersion, Recording, Takeover
from record.models.proposals import hash_of

from . import facts
from .approval_handlers import Approval, Handler, Payload, Stake, handler_of
from .moved import Moved, base_hash, moved
from .recordings import open_recording
from .row_formatting import Line, dollars, grouped

LONGEST = Proposal._meta.get_field("sentence").max_length or 0

SHOWN_AGAIN = "a proposal shown again: nothing is written by it"


@dataclass(frozen=True, slots=True)
class Rebased:
    """What would be written now: the payload, what is at stake, whether it is for the same agencies and programs."""

    payload: Payload
    stake: Stake
    is_in_place: bool


class Differs(Exception):
    """The write would do something else than what was shown: what it would do, and what differs in words."""

    def __init__(self, words: str, now: Rebased) -> None:
        super().__init__(words)
        self.now = now


def touched(entities: Iterable[Entity]) -> list[list[Any]]:
    """The table and the id of each entity, as a proposal keeps them."""
    return [[one._meta.db_table, one.pk] for one in entities]


def worded(handler: Handler, payload: Payload, recording: Recording, today: date) -> dict[str, Any]:
    """The columns of a wording: what would be written, tried and rolled back, and what is shown of it.

    Raises ValidationError or PermissionDenied as the write itself would.
    """
    at = AsOf(today, recording.moment, recording.serial)
    scoped = {**payload, **handler.scope(payload)}
    shown = handler.tried(scoped, recording, today)  # first: what the rules refuse has no stake
    base = base_hash(handler.entities(payload), at=at)
    amount, shares = handler.stake(payload, at)
    columns: dict[str, Any] = {
        "subject": handler.subject(payload),
        "sentence": shorten(handler.sentence(scoped, at), LONGEST, placeholder=" ..."),
        "payload": scoped,
        "shown": shown,
        "amount": amount,
        "shares": shares,
        "sources": payload.get("sources", ""),
        "base_serial": Recording.objects.filter(serial__lt=recording.serial).last_serial(),
        "base_hash": base,
    }
    return {**columns, "shown_hash": hash_of(handler.kind, columns)}


def _now(today: date) -> AsOf:
    last = Recording.objects.latest("serial")
    return AsOf(today, last.moment, last.serial)


def rebased(handler: Handler, proposal: Proposal, *, today: date) -> Rebased:
    """The proposal on what is on record now. Raises Moved where somebody changed the same."""
    at = _now(today)
    payload = proposal.payload
    if base_hash(handler.entities(payload), at=at) != proposal.base_hash:
        changed = {label for label, *_ in own(handler, proposal.shown["fields"])}
        payload = handler.rebased(payload, changed, at, since=proposal.base_serial)
    scope = handler.scope(payload)
    is_in_place = all(proposal.payload.get(name) == value for name, value in scope.items())
    return Rebased({**payload, **scope}, handler.stake(payload, at), is_in_place)


def require_alike(handler: Handler, proposal: Proposal, now: Rebased, stated: dict[str, Any]) -> None:
    """Raises Moved where somebody changed a field that the proposal changes; Differs where it does anything else."""
    both = (proposal.shown, stated)
    then, found = (own(handler, one["fields"]) for one in both)
    if then != found and not handler.stands_beside and (words := _same_field(then, found)):
        raise Moved(f"Somebody changed the same since: {words}. Propose it anew.")
    words = _unlike(then, found) or _unlike(*(one.get("rests_on", []) for one in both))
    words = words or _unlike_stake(proposal, now.stake)
    if words or not now.is_in_place:
        raise Differs(words or "The agencies and programs that it is written for are others", now)


def write(
    handler: Handler, proposal: Proposal, *, by: Account, channel: Channel, today: date
) -> tuple[Recording, dict[str, Any]]:
    """Perform the write under recordings of its own, and say what is shown of it.

    Raises Moved or Differs, and then nothing of it stays.
    """
    now = rebased(handler, proposal, today=today)
    taken = Takeover.objects.filter(proposal=proposal).select_related("taken_by").order_by("pk").last()
    writer = taken.taken_by if taken else proposal.proposed_by
    whose = proposal.recording.by_name + (f", taken over by {writer}" if taken else "")
    words = f"proposed by {whose}, approved by {by.get_username()}: proposal {proposal.pk}"
    approval = Approval(proposal, writer, by, handler.channel or channel, words)
    with transaction.atomic():
        recording, shown = handler.write(now.payload, approval, today)
        require_alike(handler, proposal, now, shown)
    return recording, shown


def own(handler: Handler, fields: list[Line]) -> list[Line]:
    """What the write itself changes, field by field; the totals that it moves are not among it."""
    lines = [[label, "" if label in handler.restated else before, after] for label, before, after in fields]
    return [line for line in lines if line[1] != line[2]]


def _same_field(then: list[Line], now: list[Line]) -> str:
    """The first field of those that it changes which now stands otherwise before; empty where there is none."""
    before = {label: values for label, *values in now}
    for label, *values in then:
        if (found := before.get(label)) is None or found[0] != values[0]:
            return _in_words(label, values, found)
    return ""


def _unlike(then: list[Line], now: list[Line]) -> str:
    """The first line that is another, in words."""
    for line in [*then, *now]:
        if then.count(line) == now.count(line):
            continue
        label, *values = line
        other = next((found for name, *found in now if name == label and [name, *found] not in then), None)
        return _in_words(label, values if line in then else None, other)
    return ""


def _in_words(label: str, then: list[str] | None, now: list[str] | None) -> str:
    shown, found = (" to ".join(text or "empty" for text in both) if both else "unchanged" for both in (then, now))
    return f"{label} was shown as {shown} and is {found}"


def _unlike_stake(proposal: Proposal, stake: Stake) -> str:
    for noun, then, now, in_words in (
        ("Dollars", proposal.amount, stake[0], dollars),
        ("Shares", proposal.shares, stake[1], lambda number: grouped(number, 6)),
    ):
        if then != now:
            shown, found = ("none" if one is None else in_words(one) for one in (then, now))
            return f"{noun} at stake were shown as {shown} and are {found}"
    return ""


def show_again(proposal: Proposal, found: Differs, *, by: Account, channel: Channel, today: date) -> ProposalVersion:
    """Keep what would be written now as the newest wording, with what moved since the one before.

    What is shown is tried anew. Raises ValidationError where the rules refuse it now; then nothing is kept.
    """
    handler = handler_of(proposal.kind)
    entities = list(handler.entities(found.now.payload))
    news = moved(entities, since=proposal.base_serial)
    with open_recording(by=by, why=f"Shown again: {proposal}", channel=channel, approval=SHOWN_AGAIN) as recording:
        version = ProposalVersion(
            proposal=proposal,
            is_amended=False,
            proposed_by=proposal.proposed_by,
            effective_on=PartialDate.of(today),
            note=f"{found}; since then {news}" if news else str(found),
            **worded(handler, found.now.payload, recording, today),
        )
        return facts.record(version, recording=recording)


def look_again(decided: Proposal, *, by: Account, channel: Channel, today: date) -> list[tuple[Proposal, str]]:
    """Look at every other proposal that rests on what this one wrote; those that lapse, each with the reason.

    One whose own fields or stake are others now is shown again. What the rules refuse waits on, and they are asked when
    it is decided about.
    """
    touches, lapsed = {tuple(one) for one in decided.touches}, []
    for other in Proposal.objects.undecided().exclude(pk=decided.pk).select_related("recording", "proposed_by"):
        if touches.isdisjoint(tuple(one) for one in other.touches):
            continue
        handler = handler_of(other.kind)
        try:
            now = rebased(handler, other, today=today)
            require_alike(handler, other, now, handler.stated(now.payload, _now(today)))
        except Moved as found:
            lapsed.append((other, str(found)))
        except Differs as found:
            with suppress(ValidationError, PermissionDenied):
                show_again(other, found, by=by, channel=channel, today=today)
        except (ValidationError, PermissionDenied):
            continue
    return lapsed

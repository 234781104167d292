"""A deal, or all of one recording, that should not have been recorded, as a proposal to take it back."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from portfolio.models import Import, Investment
from portfolio.positions.proposal_owners import place_of
from portfolio.services import undoing
from record.calculations.as_of import AsOf
from record.models import Entity, LabelChange, Recording
from record.models.labels import apply_label
from record.services.approval_handlers import Payload, Stake
from record.services.row_formatting import Line, shown

from .base import AwardHandler, PlacedHandler, figures_in_words
from .sentences import award_named


class WithdrawalHandler(AwardHandler):
    """The recording that put an award on record is taken back; with `along`, what rests on it as well."""

    kind, label = "withdrawal", "withdrawal of a deal"
    stands_beside, is_repeated = True, False

    def investment(self, payload: Payload) -> Investment:
        return Investment.objects.select_related("agency", "program").get(pk=payload["pk"])

    def sentence(self, payload: Payload, at: AsOf) -> str:
        return f"Withdraw {award_named(self.investment(payload))}, recorded by mistake"

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """Each thing that is withdrawn, retracted or reversed."""
        return lines_of(undoing.undone_by(recording_of(self.investment(payload)), along=payload["along"]))

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        terms = self.investment(payload).terms.at(at).last()
        return (terms.announced_amount, terms.shares) if terms else (None, None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> None:
        undoing.take_back(
            recording_of(self.investment(payload)),
            reason=payload["reason"],
            recording=recording,
            today=today,
            along=payload["along"],
        )


class TakingBackHandler(PlacedHandler):
    """All that one recording wrote is taken back; what rests on it refuses that."""

    kind, label = "takeback", "taking back of a recording"
    stands_beside, is_repeated, form = True, False, "take_back"

    def written(self, payload: Payload) -> Recording:
        return Recording.objects.get(serial=payload["serial"])

    def about(self, payload: Payload) -> Recording:
        return self.written(payload)

    def sentence(self, payload: Payload, at: AsOf) -> str:
        written = self.written(payload)
        return f"Take back recording {written.serial}: {written.why}"

    def entities(self, payload: Payload) -> Sequence[Entity]:
        """What its rows are about, and what it put on record."""
        found: dict[tuple[type, int], Entity] = {
            (type(one), one.pk): one for one, _ in undoing.relabelled_by(self.written(payload))
        }
        for row in undoing.written_by(self.written(payload)).values():
            named = [getattr(row, one.name) for one in row._meta.concrete_fields if one.is_relation]
            found |= {(type(one), one.pk): one for one in (row, *named) if isinstance(one, Entity)}
        return list(found.values())

    def scope(self, payload: Payload) -> Payload:
        places = {(one.agency_id, one.program_id) for one in self.entities(payload) if isinstance(one, Investment)}
        rows = undoing.written_by(self.written(payload)).values()
        places |= {
            (place[0], place[1]) for row in rows if (place := place_of(row)) is not None and place[0] is not None
        }
        return {"places": [list(place) for place in sorted(places, key=lambda one: (one[0], one[1] or 0))]}

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """Each thing that is withdrawn, retracted or reversed, and each label that is put back."""
        labels = [label_line(*one) for one in undoing.relabelled_by(self.written(payload))]
        return [*lines_of(undoing.undone_by(self.written(payload), along=False)), *labels]

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        awards = [one for one in self.entities(payload) if isinstance(one, Investment)]
        return {
            f"{award}: {label}": figure for award in awards for label, figure in figures_in_words(award, at).items()
        }

    def perform(self, payload: Payload, recording: Recording, today: date) -> None:
        undoing.take_back(self.written(payload), reason=payload["reason"], recording=recording, today=today)


def label_line(entity: Entity, change: LabelChange) -> Line:
    """A label that is put back, both texts as a person reads them."""
    before, column = copy(entity), cast("models.Field[Any, Any]", entity._meta.get_field(change.field))
    apply_label(before, change.field, change.before)
    return [f"{entity}: {column.verbose_name}", shown(column, entity), shown(column, before)]


def lines_of(undone: undoing.Rows) -> list[Line]:
    """Each row that no longer counts."""
    return sorted([capfirst(str(row._meta.verbose_name)), str(row), "taken back"] for row in undone.values())


def recording_of(award: Investment) -> Recording:
    """The recording that put an award on record. Raises ValidationError where a file wrote it with others."""
    sent = Import.objects.filter(recording=award.created_in).first()
    if sent is not None:
        raise ValidationError(f"{award} came with the file {sent.filename}. Undo the file on its page.")
    if award.created_in.by is None:
        raise ValidationError(f"{award} was loaded by {award.created_in.by_name}, with much else. Correct it instead.")
    return award.created_in

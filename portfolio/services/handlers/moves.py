"""The move of an award to another agency, program, recipient, issuer or award number, as a proposal."""

from datetime import date
from typing import Any

from portfolio.models import Investment, Program
from portfolio.positions.figures import program_committed, terms_of
from portfolio.services import investments
from record.calculations.as_of import AsOf
from record.calculations.formatting import lowered
from record.calculations.partial_dates import PartialDate
from record.models import LabelChange, Recording
from record.services.approval_handlers import Payload, Stake, cited
from record.services.row_formatting import Line, dollars, formatted, shown

from .base import AwardHandler
from .sentences import award_named, joined

KIND = "move"


def payload_of(
    award: Investment, values: dict[str, Any], *, effective_on: PartialDate | None = None, sources: str = ""
) -> Payload:
    """The new labels of an award as JSON, relations by their ids."""
    fields: list[Any] = [Investment._meta.get_field(name) for name in values]
    labels = {
        field.attname: value.pk if field.is_relation and value is not None else formatted(field, value)
        for field, value in zip(fields, values.values(), strict=True)
    }
    programs = {award.program_id, labels.get("program_id", award.program_id)} - {None}
    return {
        "award": award.pk,
        "labels": labels,
        "programs": sorted(programs),
        "effective_on": effective_on.text if effective_on else "",
        "sources": sources,
    }


class MoveHandler(AwardHandler):
    """Labels of an award by which its money and stakes are counted."""

    kind, label = KIND, "move of an award"
    is_repeated = False

    def investment(self, payload: Payload) -> Investment:
        return Investment.objects.select_related("agency", "program").get(pk=payload["award"])

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def sentence(self, payload: Payload, at: AsOf) -> str:
        changes = [f"{lowered(label)} {after or 'none'}" for label, _, after in self.fields(payload, at)]
        return f"Move {award_named(self.investment(payload))} to {joined(changes)}"

    def scope(self, payload: Payload) -> Payload:
        """Whoever decides is assigned to where it comes from and to where it goes."""
        before, after = self.investment(payload), self._moved(payload)
        places = {(one.agency_id, one.program_id) for one in (before, after)}
        return {"places": [list(place) for place in sorted(places, key=lambda one: (one[0], one[1] or 0))]}

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        before, after = self.investment(payload), self._moved(payload)
        lines = []
        for field in Investment._meta.concrete_fields:
            if field.attname in payload["labels"]:
                label = str(field.verbose_name)
                lines.append([label[:1].upper() + label[1:], shown(field, before), shown(field, after)])
        return lines

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """The award's own figures, and what is committed under both programs."""
        programs = Program.objects.filter(pk__in=payload["programs"]).order_by("code")
        committed = {f"Committed under {one.code}": dollars(program_committed(one, at=at)) for one in programs}
        return super().totals(payload, at) | committed

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        terms = terms_of(self.investment(payload), at=at)
        return (terms.announced_amount, terms.shares) if terms else (None, None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> list[LabelChange]:
        text = payload["effective_on"]
        return investments.relabel(
            self.investment(payload),
            dict(payload["labels"]),
            recording=recording,
            effective_on=PartialDate.parse(text) if text else None,
            citation=cited(payload),
        )

    def _moved(self, payload: Payload) -> Investment:
        """The award as it would be labelled, in memory."""
        award = self.investment(payload)
        for name, value in payload["labels"].items():
            setattr(award, name, value)
        return award

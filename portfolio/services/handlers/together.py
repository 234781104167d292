"""A label or a status of several awards, as one proposal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portfolio.calculations.kinds import Status
from portfolio.models import Investment, InvestmentStatus, Program
from portfolio.positions.figures import program_committed, terms_of
from portfolio.services import endings, investments
from portfolio.services.endings import takes_rest
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import facts
from record.services.approval_handlers import Payload, Stake, cited
from record.services.row_formatting import Line, dollars, label_of, shown
from record.services.together import TogetherHandler, day_of, value_of

from .base import PlacedHandler
from .endings import rest_lines

STATUS = "status"
"""The field that is no label of an award: its status is a fact of its own."""


class AwardsHandler(PlacedHandler, TogetherHandler):
    """Who decides is assigned to where every award is, and to where it goes."""

    kind, label = "awards", "change of several awards"

    def is_status(self, payload: Payload) -> bool:
        return payload["field"] == STATUS

    def field(self, payload: Payload) -> Any:
        return (InvestmentStatus if self.is_status(payload) else Investment)._meta.get_field(payload["field"])

    def noun(self, payload: Payload, count: int) -> str:
        return "award" if count == 1 else "awards"

    def said(self, payload: Payload) -> str:
        return Status(payload["value"]).label if self.is_status(payload) else super().said(payload)

    def entities(self, payload: Payload) -> Sequence[Investment]:
        found = Investment.objects.filter(pk__in=payload["rows"]).order_by("slug")
        return list(found.select_related("agency", "program"))

    def scope(self, payload: Payload) -> Payload:
        places = set()
        for award in self.entities(payload):
            after = award if self.is_status(payload) else self.relabelled(award, payload)
            places |= {(one.agency_id, one.program_id) for one in (award, after)}
        return {
            "places": [list(place) for place in sorted(places, key=lambda one: (one[0], one[1] or 0))],
            "programs": sorted({program for _, program in places} - {None}),
        }

    def before(self, award: Investment, at: AsOf) -> InvestmentStatus | None:
        return InvestmentStatus.objects.filter(investment=award).at(at).last()

    def status_of(self, award: Investment, payload: Payload) -> InvestmentStatus:
        status = InvestmentStatus(
            investment=award, status=payload["value"], effective_on=day_of(payload), citation=cited(payload)
        )
        status.note = facts.explained("", payload.get("warning_reason"))
        endings.say_why_rest_stays(status, payload.get("leaves_rest"))
        return status

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        if not self.is_status(payload):
            return super().fields(payload, at)
        field, lines = self.field(payload), []
        for award in self.entities(payload):
            before, after = self.before(award, at), self.status_of(award, payload)
            lines.append([f"{award}: {label_of(field)}", shown(field, before) if before else "", shown(field, after)])
            if takes_rest(after) and (before is None or before.status != after.status):
                lines += [[f"{award}: {label}", *rest] for label, *rest in rest_lines(after, at)]
            lines += [[f"{award}: Note", "", after.note]] if after.note else []
        return lines

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """What is committed under each program that they are of, or come to be of."""
        programs = Program.objects.filter(pk__in=payload["programs"]).order_by("code")
        return {f"Committed under {one.code}": dollars(program_committed(one, at=at)) for one in programs}

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The announced amounts of all of them, as far as stated."""
        terms = [terms_of(award, at=at) for award in self.entities(payload)]
        amounts = [one.announced_amount for one in terms if one is not None and one.announced_amount is not None]
        return (sum(amounts) if amounts else None), None

    def write_one(self, row: Any, payload: Payload, recording: Recording, today: date) -> Sequence[Any]:
        """The new status where it is another, or the new label."""
        if not self.is_status(payload):
            field = self.field(payload)
            values = {field.attname: value_of(payload, field)}
            return investments.relabel(
                row, values, recording=recording, effective_on=day_of(payload), citation=cited(payload)
            )
        before = self.before(row, AsOf(today, recording.moment, recording.serial))
        if before is not None and before.status == payload["value"]:
            return []
        return [endings.state(self.status_of(row, payload), recording=recording, today=today)]

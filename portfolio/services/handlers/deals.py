"""A new deal as a proposal: everything that the officer had on the desk, as one write."""

from datetime import date
from typing import Any

from portfolio.calculations.kinds import Status
from portfolio.models import Deal, Investment, Terms
from portfolio.positions.figures import program_committed
from portfolio.services import deals
from projects.models import Company, Project
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Recording
from record.services.approval_handlers import Payload, Stake, cited
from record.services.row_formatting import Line, compared, format_value, grouped, read

from .base import AwardHandler, figures_in_words


def payload_of(new: deals.NewDeal) -> Payload:
    """The new deal as JSON; what is on record by its id, what is new with its labels."""
    return {
        "deal": _format(new.deal),
        "recipient": _format(new.recipient),
        "projects": [_format(project) for project in new.projects],
        "investment": format_value(new.investment),
        "terms": format_value(new.terms),
        "status": str(new.status.value),
        "status_on": _text(new.status_on),
        "commitment_on": _text(new.commitment_on),
        "basis": new.basis,
        "sources": new.citation.text if new.citation else "",
    }


def new_deal(payload: Payload) -> deals.NewDeal:
    """What `payload_of` spelt, to be written."""
    return deals.NewDeal(
        deal=_read(Deal, payload["deal"]),
        recipient=_read(Company, payload["recipient"]),
        investment=read(Investment, payload["investment"]),
        terms=read(Terms, payload["terms"]),
        status=Status(payload["status"]),
        status_on=_day(payload["status_on"]),
        commitment_on=_day(payload["commitment_on"]),
        projects=[_read(Project, one) for one in payload["projects"]],
        basis=payload["basis"],
        citation=cited(payload),
    )


def _format(entity: Entity) -> dict[str, Any]:
    return {"pk": entity.pk, "name": str(entity)} if entity.pk else {"new": format_value(entity)}


def _read(model: type[Entity], values: dict[str, Any]) -> Any:
    return model.objects.get(pk=values["pk"]) if "pk" in values else read(model, values["new"])


def _text(day: PartialDate | None) -> str:
    return day.text if day else ""


def _day(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _named(entity: Entity) -> str:
    return f"{entity} [{entity.slug}]{'' if entity.pk else ' (new)'}"


class DealHandler(AwardHandler):
    """A new deal with its award, terms, status, projects and commitment."""

    kind, label = "deal", "new deal"

    def investment(self, payload: Payload) -> Investment:
        return read(Investment, payload["investment"])

    def entities(self, payload: Payload) -> list[Entity]:
        return []

    def subject(self, payload: Payload) -> str:
        return payload["investment"]["slug"]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        new = new_deal(payload)
        lines = [["Deal", "", _named(new.deal)], ["Recipient", "", _named(new.recipient)]]
        lines += [["Project", "", _named(project)] for project in new.projects]
        lines += compared(None, new.investment, ("deal", "recipient", "issuer", "counterparty"))
        lines += [["Status", "", f"{new.status.label}, since {new.status_on or 'no date'}"]]
        return [*lines, *compared(None, new.terms, ("investment", "effective_on"))]

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """What is committed under the program; and the award's own figures once it is on record."""
        program = self.investment(payload).program
        committed = program_committed(program, at=at)
        lines = {f"Committed under {program.code}": grouped(committed, 2)} if program else {}
        award = Investment.objects.filter(slug=payload["investment"]["slug"]).first()
        return lines | (figures_in_words(award, at) if award else {})

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        terms = read(Terms, payload["terms"])
        return terms.announced_amount, terms.shares

    def perform(self, payload: Payload, recording: Recording, today: date) -> Investment:
        return deals.record(new_deal(payload), recording=recording, today=today)

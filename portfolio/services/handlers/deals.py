"""A new deal as a proposal: everything that the officer had on the desk, as one write."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import Deal, Investment, Terms, Transaction
from portfolio.models.ledger import KINDS
from portfolio.positions.figures import program_committed
from portfolio.services import deals, ledger
from projects.models import Company, Project
from record.calculations.as_of import AsOf
from record.calculations.column_figures import formatted_number
from record.calculations.formatting import compact, lowered
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Recording, Source
from record.services.approval_handlers import Payload, Stake
from record.services.row_formatting import Line, compared, dollars, format_value, grouped, read

from .base import PlacedHandler, figures_in_words
from .sentences import award_named, figures

MOST_NAMED = 500
"""Letters that a proposal keeps of the names of its sources."""


def payload_of(new: deals.NewDeal, unusual: Sequence[str] = (), typed: dict[str, str] | None = None) -> Payload:
    """The new deal as JSON; what is on record by its id, what is new with its labels; what was asked about it.

    `typed`: the fields of the form as they were typed, to begin again from where it comes back.
    """
    return {
        "unusual": list(unusual),
        "deal": _format(new.deal),
        "new_sources": {str(place): format_value(one) for place, one in new.sources.items()},
        "awards": [award_payload(award) for award in new.awards],
        "sources": named_sources(
            (slug for award in new.awards for slug in _cited(award)), {source.slug for source in new.sources.values()}
        ),
        "typed": typed or {},
    }


def new_deal(payload: Payload) -> deals.NewDeal:
    """What `payload_of` spelt, to be written; a new company or project that several awards name is one."""
    known: dict[tuple[type, Any], Any] = {}
    deal = _read(Deal, payload["deal"], known)
    return deals.NewDeal(
        awards=[read_award(one, deal, known) for one in payload["awards"]],
        sources=brought(payload),
    )


def award_payload(new: deals.NewAward) -> Payload:
    return {
        "recipient": _format(new.recipient),
        "projects": [_format(project) for project in new.projects],
        "investment": format_value(new.investment),
        "terms": format_value(new.terms),
        "status": str(new.status.value),
        "status_on": _text(new.status_on),
        "commitment_on": _text(new.commitment_on),
        "basis": new.basis,
        "cited": list(_cited(new)),
        "entries": [format_value(row_of(one)) for one in new.entries],
        "rivals": [
            {"figure": one.figure, "value": one.value, "unit": one.unit, "cited": list(one.cited)} for one in new.rivals
        ],
    }


def read_award(one: Payload, deal: Deal, known: dict[tuple[type, Any], Any]) -> deals.NewAward:
    investment = read(Investment, one["investment"])
    recipient = _read(Company, one["recipient"], known)
    investment.deal, investment.recipient = deal, recipient
    return deals.NewAward(
        deal=deal,
        recipient=recipient,
        investment=investment,
        terms=read(Terms, one["terms"]),
        status=Status(one["status"]),
        status_on=_day(one["status_on"]),
        commitment_on=_day(one["commitment_on"]),
        projects=[_read(Project, project, known) for project in one["projects"]],
        basis=one["basis"],
        cited=tuple(one["cited"]),
        entries=[draft_of(read(Transaction, entry), investment) for entry in one["entries"]],
        rivals=[deals.Rival(**{**rival, "cited": tuple(rival["cited"])}) for rival in one["rivals"]],
    )


def row_of(draft: ledger.Draft) -> Transaction:
    figures = {name: getattr(draft, name) for name in ("kind", "effective_on", "amount", "shares", "note")}
    return Transaction(**figures)


def draft_of(row: Transaction, investment: Investment) -> ledger.Draft:
    return ledger.Draft(
        investment=investment,
        kind=KINDS[row.kind],
        effective_on=row.effective_on,
        amount=row.amount,
        shares=row.shares,
        note=row.note,
    )


def _cited(new: deals.NewAward) -> tuple[str, ...]:
    return new.cited or (tuple(new.citation.text.split(";")) if new.citation else ())


def brought(payload: Payload) -> dict[int, Source]:
    """The new sources of a payload, unsaved, by the place of the award that brings each."""
    return {int(place): read(Source, one) for place, one in payload["new_sources"].items()}


def named_sources(cited: Iterable[str], brought: set[str]) -> str:
    """Those of the sources that are on record, as many as a proposal can name."""
    text = ""
    for slug in dict.fromkeys(cited):
        longer = f"{text};{slug}" if text else slug
        if slug not in brought and len(longer) <= MOST_NAMED:
            text = longer
    return text


def _format(entity: Entity) -> dict[str, Any]:
    return {"pk": entity.pk, "name": str(entity)} if entity.pk else {"new": format_value(entity)}


def _read(model: type[Entity], values: dict[str, Any], known: dict[tuple[type, Any], Any]) -> Any:
    """What is on record by its id; what is new once for all awards that name it."""
    key = (model, values["pk"] if "pk" in values else values["new"]["slug"])
    if key not in known:
        known[key] = model.objects.get(pk=values["pk"]) if "pk" in values else read(model, values["new"])
    return known[key]


def _text(day: PartialDate | None) -> str:
    return day.text if day else ""


def _day(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _named(entity: Entity) -> str:
    return f"{entity} [{entity.slug}]{'' if entity.pk else ' (new)'}"


class DealHandler(PlacedHandler):
    """A new deal with its awards, and of each its terms, status, projects and entries; new sources along with it."""

    kind, label = "deal", "new deal"
    form = "record_a_deal"

    def entities(self, payload: Payload) -> list[Entity]:
        return []

    def sentence(self, payload: Payload, at: AsOf) -> str:
        """Of one award what it is and how much; of several the deal and how many."""
        new, (dollars, shares) = new_deal(payload), self.stake(payload, at)
        if len(new.awards) > 1:
            sums = f", {compact(dollars)} as stated" if dollars is not None else ""
            return f"Record the deal {new.deal}: {len(new.awards)} awards{sums}"
        award = new.awards[0].investment
        of = f" of {figures((dollars, shares), award)}" if dollars is not None or shares is not None else ""
        return f"Record {award_named(award)}{of}, {new.awards[0].status.label.lower()}"

    def subject(self, payload: Payload) -> str:
        """The award by its identifier; of several the deal, and of how many awards."""
        slugs = [one["investment"]["slug"] for one in payload["awards"]]
        deal = payload["deal"].get("name") or payload["deal"]["new"]["name"]
        return slugs[0] if len(slugs) == 1 else f"{deal}: {len(slugs)} awards"

    def rows(self, payload: Payload) -> list[dict[str, Any]]:
        """The terms of each award."""
        return [one["terms"] for one in payload["awards"]]

    def scope(self, payload: Payload) -> Payload:
        awards = [one["investment"] for one in payload["awards"]]
        places = dict.fromkeys((one["agency_id"], one["program_id"]) for one in awards)
        return {"places": [list(place) for place in places]}

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        new = new_deal(payload)
        lines = [["Deal", "", _named(new.deal)]]
        lines += compared(None, new.deal, ("slug", "name")) if new.deal.pk is None else []
        lines += [["New source", "", source_words(one)] for one in new.sources.values()]
        lines += [["Asked", "", question] for question in payload.get("unusual", ())]
        for place, award in enumerate(new.awards, 1):
            before = f"Award {place}: " if len(new.awards) > 1 else ""
            lines += [[f"{before}{label}", was, becomes] for label, was, becomes in award_lines(award)]
        return lines

    def new_sources(self, payload: Payload) -> list[Source]:
        return list(brought(payload).values())

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """What is committed under each program; and the awards' own figures once they are on record."""
        awards = [read(Investment, one["investment"]) for one in payload["awards"]]
        lines = {
            f"Committed under {program.code}": dollars(program_committed(program, at=at))
            for program in dict.fromkeys(award.program for award in awards if award.program)
        }
        recorded = Investment.objects.in_bulk([award.slug for award in awards], field_name="slug")
        for award in awards:
            if found := recorded.get(award.slug):
                before = f"{award.slug}: " if len(awards) > 1 else ""
                lines |= {before + label: text for label, text in figures_in_words(found, at).items()}
        return lines

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        """What was asked as it was entered."""
        return list(payload.get("unusual", ()))

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The dollars of all awards; the shares where one award alone has any: unlike securities have no sum."""
        terms = [read(Terms, one["terms"]) for one in payload["awards"]]
        amounts = [one.announced_amount for one in terms if one.announced_amount is not None]
        shares = [one.shares for one in terms if one.shares is not None]
        return (sum(amounts, Decimal(0)) if amounts else None), (shares[0] if len(shares) == 1 else None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> list[Investment]:
        return deals.record_all(new_deal(payload), recording=recording, today=today)


def award_lines(award: deals.NewAward) -> Iterable[Line]:
    """One award, field by field."""
    yield ["Instrument", "", Instrument(award.investment.instrument).label]
    yield ["Recipient", "", _named(award.recipient)]
    if award.recipient.pk is None:
        yield from labels_of_new("recipient", award.recipient)
    for project in award.projects:
        yield ["Project", "", _named(project)]
        if project.pk is None:
            yield from labels_of_new("project", project)
    yield from compared(None, award.investment, ("deal", "recipient", "issuer", "counterparty", "instrument"))
    yield ["Status", "", f"{award.status.label}, since {award.status_on or 'no date'}"]
    yield from compared(None, award.terms, ("investment", "effective_on"))
    yield from entry_lines(award.entries)
    for rival in award.rivals:
        yield ["Another source says otherwise", "", f"{rival.figure}: {rival.value} {rival.unit} ({rival.cited[0]})"]
    yield ["Sources", "", "; ".join(_cited(award))]


def labels_of_new(what: str, entity: Entity) -> Iterable[Line]:
    """What is typed of a new company or project, each named with what it is of: both have a country."""
    for label, was, becomes in compared(None, entity, ("slug", "name", "operator")):
        yield [f"New {what}: {lowered(label)}", was, becomes]


def entry_lines(entries: Iterable[ledger.Draft]) -> Iterable[Line]:
    """Each entry in a line."""
    for entry in entries:
        figures = [formatted_number("amount", entry.amount) if entry.amount is not None else "",
                   f"{grouped(entry.shares, 6)} shares" if entry.shares is not None else ""]  # fmt: skip
        yield ["Ledger", "", f"{entry.kind.label}, {entry.effective_on}: {' and '.join(filter(None, figures))}"]


def source_words(source: Source) -> str:
    parts = (f"{source.publisher}: {source.title}", str(source.published_on or ""), source.address)
    return ", ".join(part for part in parts if part)

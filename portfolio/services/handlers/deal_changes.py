"""A change of a deal as a proposal: terms and statuses of several awards, entries, and new awards, as one write."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.models import Deal, Investment, InvestmentStatus, Terms, Transaction
from portfolio.positions.figures import program_committed
from portfolio.services import deal_changes
from portfolio.services.endings import takes_rest
from record.calculations.as_of import AsOf
from record.models import Entity, Recording, Source
from record.services.approval_handlers import Payload, Stake
from record.services.row_formatting import Line, compared, dollars, format_value, read

from .base import PlacedHandler, difference, figures_in_words
from .deals import (
    award_lines,
    award_payload,
    brought,
    draft_of,
    entry_lines,
    named_sources,
    read_award,
    row_of,
    source_words,
)
from .entries import EntryHandler
from .facts import TermsHandler
from .sentences import MOST_NAMED, award_named, joined


def payload_of(
    change: deal_changes.DealChange, unusual: Iterable[str] = (), typed: dict[str, str] | None = None
) -> Payload:
    """The change as JSON; `typed` as of a new deal."""
    cited = [slug for one in change.changes for slug in one.cited]
    cited += [slug for award in change.new.values() for slug in award.cited]
    return {
        "unusual": list(unusual),
        "deal": change.deal.pk,
        "new_sources": {str(place): format_value(one) for place, one in change.sources.items()},
        "changes": [_change(one) for one in change.changes],
        "new": {str(place): award_payload(one) for place, one in change.new.items()},
        "sources": named_sources(cited, {source.slug for source in change.sources.values()}),
        "typed": typed or {},
    }


def _change(one: deal_changes.AwardChange) -> Payload:
    return {
        "place": one.place,
        "investment": one.investment.pk,
        "slug": one.investment.slug,
        "terms": format_value(one.terms) if one.terms else None,
        "status": format_value(one.status) if one.status else None,
        "entries": [format_value(row_of(entry)) for entry in one.entries],
        "cited": list(one.cited),
    }


def change_of(payload: Payload) -> deal_changes.DealChange:
    """What `payload_of` spelt, to be written."""
    deal = Deal.objects.get(pk=payload["deal"])
    known = Investment.objects.select_related("agency", "program").in_bulk(
        [one["investment"] for one in payload["changes"]]
    )
    found: dict[tuple[type, Any], Any] = {}
    return deal_changes.DealChange(
        deal=deal,
        changes=[_read(one, known[one["investment"]]) for one in payload["changes"]],
        new={int(place): read_award(one, deal, found) for place, one in payload["new"].items()},
        sources=brought(payload),
    )


def _read(one: Payload, investment: Investment) -> deal_changes.AwardChange:
    return deal_changes.AwardChange(
        place=one["place"],
        investment=investment,
        terms=read(Terms, one["terms"]) if one["terms"] else None,
        status=read(InvestmentStatus, one["status"]) if one["status"] else None,
        entries=[draft_of(read(Transaction, entry), investment) for entry in one["entries"]],
        cited=tuple(one["cited"]),
    )


class DealChangeHandler(PlacedHandler):
    """Terms, statuses and entries of several awards of a deal, and new awards of it."""

    kind, label = "deal_change", "change of a deal"
    form = "change_a_deal"

    def sentence(self, payload: Payload, at: AsOf) -> str:
        """Which awards change, and how many are new."""
        change = change_of(payload)
        named = [award_named(one.investment) for one in change.changes]
        done = [joined(named) if len(named) <= MOST_NAMED else f"{len(named)} awards"] if named else []
        new = len(change.new)
        done += [f"{new} new award{'s' if new > 1 else ''}"] if new else []
        return f"Change the deal {change.deal}: {' with '.join(done)}"

    def entities(self, payload: Payload) -> list[Entity]:
        """The awards whose state it was shown against."""
        return list(Investment.objects.filter(pk__in=[one["investment"] for one in payload["changes"]]).order_by("pk"))

    def about(self, payload: Payload) -> Deal:
        return Deal.objects.get(pk=payload["deal"])

    def scope(self, payload: Payload) -> Payload:
        changed = Investment.objects.filter(pk__in=[one["investment"] for one in payload["changes"]])
        new = [one["investment"] for one in payload["new"].values()]
        places = [
            *changed.values_list("agency_id", "program_id"),
            *((one["agency_id"], one["program_id"]) for one in new),
        ]
        return {"places": [list(place) for place in dict.fromkeys(places)]}

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        change = change_of(payload)
        lines = [["New source", "", source_words(one)] for one in change.sources.values()]
        lines += [["Asked", "", question] for question in payload.get("unusual", ())]
        for one in change.changes:
            lines += [[f"{one.investment.slug}: {label}", *rest] for label, *rest in _lines(one, at)]
        for number, award in enumerate(change.new.values(), 1):
            which = f"New award {number}" if len(change.new) > 1 else "New award"
            lines += [[f"{which}: {label}", *rest] for label, *rest in award_lines(award)]
        return lines

    def new_sources(self, payload: Payload) -> list[Source]:
        return list(brought(payload).values())

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """What is committed under each program, and the figures of each award."""
        change = change_of(payload)
        new = [award.investment for award in change.new.values()]
        recorded = Investment.objects.filter(slug__in=[one.slug for one in new])
        awards = [*(one.investment for one in change.changes), *recorded]
        programs = dict.fromkeys(one.program for one in (*awards, *new) if one.program)
        lines = {f"Committed under {program.code}": dollars(program_committed(program, at=at)) for program in programs}
        for award in awards:
            lines |= {f"{award.slug}: {label}": text for label, text in figures_in_words(award, at).items()}
        return lines

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """Of each award the largest sum that moves, by its terms or by an entry; those of all awards together."""
        change = change_of(payload)
        sums = [_largest(one, at) for one in change.changes]
        sums += [award.terms.announced_amount for award in change.new.values()]
        known = [one for one in sums if one is not None]
        return (sum(known, Decimal(0)) if known else None), None

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """Each award's terms with what counts now of what it does not change. Raises Moved as terms and entries do."""
        changes = []
        for one in payload["changes"]:
            terms = one["terms"]
            if terms:
                own = {
                    label.removeprefix(f"{one['slug']}: ") for label in changed if label.startswith(f"{one['slug']}: ")
                }
                terms = TermsHandler().rebased({"row": terms}, own, at, since=since)["row"]
            for entry in one["entries"]:
                EntryHandler().rebased({"row": {**entry, "investment_id": one["investment"]}}, (), at, since=since)
            changes.append({**one, "terms": terms})
        return {**payload, "changes": changes}

    def perform(self, payload: Payload, recording: Recording, today: date) -> Deal:
        return deal_changes.record(change_of(payload), recording=recording, today=today)


def _terms_before(one: deal_changes.AwardChange, at: AsOf) -> Terms | None:
    return Terms.objects.filter(investment=one.investment).at(at).last()


def _lines(one: deal_changes.AwardChange, at: AsOf) -> Iterable[Line]:
    """One award: its terms before and after, its status, its entries, its sources."""
    if one.terms is not None:
        yield ["Terms from", "", str(one.terms.effective_on or "undated")]
        yield from compared(_terms_before(one, at), one.terms, ("investment", "effective_on", "note"))
        yield from ([["Note", "", one.terms.note]] if one.terms.note else [])
    if one.status is not None:
        before = InvestmentStatus.objects.filter(investment=one.investment).at(at).last()
        yield from compared(before, one.status, ("investment", "effective_on", "note"))
        yield ["Status since", "", str(one.status.effective_on or "no date")]
        if takes_rest(one.status):
            yield ["What is left", "", "goes back"]
        yield from ([["Note on the status", "", one.status.note]] if one.status.note else [])
    yield from entry_lines(one.entries)
    yield ["Sources", "", "; ".join(one.cited)]


def _largest(one: deal_changes.AwardChange, at: AsOf) -> Decimal | None:
    before = _terms_before(one, at)
    moved = difference(before.announced_amount if before else None, one.terms.announced_amount) if one.terms else None
    sums = [figure for figure in (moved, *(entry.amount for entry in one.entries)) if figure]
    return max(sums, default=None)

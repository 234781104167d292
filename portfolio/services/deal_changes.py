"""A deal changes as one write: new terms and statuses of its awards, entries, and awards that join them."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.models import Deal, Investment, InvestmentStatus, Terms
from record.models import Recording, Source
from record.services import sources

from . import deals, endings, investments, ledger
from .deals import NewAward, prefixed, renamed


@dataclass(slots=True, kw_only=True)
class AwardChange:
    """What becomes of one award: its terms and its status where they change, and what happened, in order."""

    place: int
    investment: Investment
    terms: Terms | None = None
    status: InvestmentStatus | None = None
    entries: list[ledger.Draft] = field(default_factory=list)
    cited: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class DealChange:
    """Changes of several awards. `new`: place on the form → an award that joins it; `sources` as of a new deal."""

    deal: Deal
    changes: list[AwardChange]
    new: dict[int, NewAward] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)


def record(change: DealChange, *, recording: Recording, today: date) -> Deal:
    """Write all of it or nothing (the caller's transaction), and return the deal.

    Raises PermissionDenied outside the writer's programs; ValidationError where nothing changes, and by the field of an
    award with its place before it: `a2-shares`.
    """
    if not change.changes and not change.new:
        raise ValidationError("Nothing is changed. Change a term, a status, add an entry or an award.")
    deals.bring(change.sources, recording=recording, today=today)
    for one in change.changes:
        with prefixed(f"a{one.place}-", but=()):
            _record(one, recording, today)
    for place, award in change.new.items():
        with prefixed(f"a{place}-", but=()):
            deals.record(award, recording=recording, today=today)
    return change.deal


def _record(one: AwardChange, recording: Recording, today: date) -> None:
    citation = sources.cite(one.cited)

    def besides() -> None:
        if one.terms is not None:
            one.terms.citation = citation
            with renamed(effective_on="terms_on"):
                investments.record(one.terms, recording=recording, today=today)
        deals.enter(one.entries, citation, recording=recording, today=today)

    if one.status is None:
        besides()
        return
    one.status.citation = citation
    with renamed(effective_on="status_on"):  # before the terms: a closing is asked about by how far the award is by now
        endings.state(one.status, recording=recording, today=today, besides=besides)

"""An award ends: its status, and with it what is left goes back, its open tranches lapse."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.calculations.endings import ENDINGS, LAPSING, Rest, rest_of
from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Investment, InvestmentStatus, Tranche
from portfolio.positions.figures import figures_of, terms_of
from portfolio.positions.tranche_state import tranche_statuses
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording

from . import investments, ledger, tranches

NOTE = "Left when the award ended."
REST_STAYS = "What is left stays, because: "
"""How the note of an ending begins that takes nothing back."""


def say_why_rest_stays(status: InvestmentStatus, reason: str | None) -> None:
    """Keep in its note why what is left stays, where that is said. Raises ValidationError of what is no ending."""
    if not reason or not reason.strip() or REST_STAYS in status.note:
        return
    if status.status not in ENDINGS:
        raise ValidationError({"leaves_rest": f"{Status(status.status).label} is no ending. Leave this empty."})
    status.note = "\n".join(part for part in (status.note, f"{REST_STAYS}{reason.strip()}") if part)


def takes_rest(status: InvestmentStatus) -> bool:
    """True for an ending that takes back what is left: its note does not say why that stays."""
    return status.status in ENDINGS and REST_STAYS not in status.note


def rest_at(award: Investment, *, at: AsOf) -> Rest:
    """What is left of an award at `at`."""
    found, balance = figures_of(award, at=at)
    terms = terms_of(award, at=at)
    covered = terms.covered_share if terms else None
    return rest_of(found, balance, instrument=Instrument(award.instrument), covered_share=covered)


def open_tranches(award: Investment, *, at: AsOf) -> list[Tranche]:
    """The tranches that wait, and lapse with the award."""
    return [one.tranche for one in tranche_statuses(at, [award]) if one.state.is_open]


def drafts(status: InvestmentStatus, rest: Rest, *, today: date) -> list[ledger.Draft]:
    """The entries that take back what is left, in the order in which the rules accept them; rights lapse."""
    day = status.effective_on or PartialDate.of(today)
    about: dict[str, Any] = {
        "investment": status.investment, "effective_on": day, "note": NOTE, "citation": status.citation,
    }  # fmt: skip
    amounts = {Kind.DEOBLIGATION: rest.deobligation, Kind.DECOMMITMENT: rest.decommitment}
    found = [ledger.Draft(kind=kind, amount=amount, **about) for kind, amount in amounts.items() if amount > 0]
    if rest.rights > 0 and status.status in LAPSING:
        found.append(ledger.Draft(kind=Kind.LAPSE, shares=rest.rights, **about))
    return found


def nothing_besides() -> None:
    """Of an ending by itself."""


def state(
    status: InvestmentStatus, *, recording: Recording, today: date, besides: Callable[[], None] = nothing_besides
) -> InvestmentStatus:
    """Record a status, then what is written `besides` it in the same change, and of an ending what is left after that:
    all of it, or nothing. Raises as the services of each do.
    """
    award = status.investment
    waiting = open_tranches(award, at=AsOf(today, recording.moment, recording.reads)) if takes_rest(status) else []
    stated = investments.record(status, recording=recording, today=today, is_settled_later=True)
    besides()
    investments.require_settled(stated, recording=recording, today=today)
    if not takes_rest(status):
        return stated
    left = drafts(status, rest_at(award, at=AsOf(today, recording.moment, recording.reads)), today=today)
    for tranche in waiting:
        reason = f"{award} ended: {status.get_status_display()}."
        tranches.lapse(tranche, reason=reason, on=status.effective_on, recording=recording, today=today)
    if left:
        ledger.record_all(left, recording=recording, today=today)
    return stated

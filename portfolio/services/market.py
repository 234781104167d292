"""Share counts, closing prices, prices of commodities and exchange rates are recorded here."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from portfolio.models import Capitalization, CommodityPrice, CountKind, ExchangeRate, SecurityPrice, TreasuryYield
from projects.calculations.priors import plain
from record.models import Recording
from record.services import facts

from . import market_plausibility

M = TypeVar("M", Capitalization, SecurityPrice, CommodityPrice, ExchangeRate, TreasuryYield)

COUNTED = (CountKind.COVER, CountKind.VENDOR, CountKind.DERIVED)
# What each is of: of one day, or of any period.
OF_A_DAY = {Capitalization: "A share count", SecurityPrice: "A closing price", TreasuryYield: "A Treasury yield"}


def record(fact: M, *, recording: Recording, today: date) -> M:
    """Add a count or a price. Raises ValidationError by field where it can be none."""
    facts.check_stated(fact, today, what="Record it when it is known.")
    if isinstance(fact, Capitalization):
        require_count(fact)
    elif not fact.effective_on:
        raise ValidationError({"effective_on": "A price or a rate is of a day or a period. Write which."})
    if type(fact) in OF_A_DAY and fact.effective_on and not fact.effective_on.is_day:
        raise ValidationError(
            {"effective_on": f"{OF_A_DAY[type(fact)]} is of one day, not of {fact.effective_on}. Write 2026-02-14."}
        )
    currency = getattr(fact, "currency", "").upper()
    if currency:
        vars(fact)["currency"] = currency
    of_itself: list[str] = in_fractions(fact) if isinstance(fact, Capitalization) else []
    facts.require_reason(fact, [*of_itself, *market_plausibility.unusual(fact, recording)])
    done = facts.record(fact, recording=recording)
    market_plausibility.take(done, recording)
    return done


def require_count(fact: Capitalization) -> None:
    """Raises ValidationError where the kind and the figures of a share count contradict each other."""
    is_count = fact.kind in COUNTED
    if is_count and fact.basic_shares is None:
        raise ValidationError({"basic_shares": "A count gives the shares outstanding. Write their number."})
    if is_count and not fact.effective_on:
        raise ValidationError({"effective_on": "A share count is of one day. Write it."})
    if fact.kind in CountKind.values and not is_count:
        step = "No number is given. Write how many shares are new or may come."
        facts.require_said(fact, "diluted_or_other", "basic_shares", step=step)
    if fact.kind in CountKind.values and not is_count and fact.basic_shares is not None:
        sentence = "New or contingent shares are no count. Write them as diluted or other, and empty this."
        raise ValidationError({"basic_shares": sentence})


def in_fractions(fact: Capitalization) -> list[str]:
    """That a count has a fraction of a share: mostly it is a count in millions, or a damaged cell."""
    figures: dict[str, Any] = {
        "shares outstanding": fact.basic_shares,
        "diluted or other shares": fact.diluted_or_other,
    }
    return [
        f"{plain(count)} {name} has a fraction of a share. Is it a count in thousands or millions?"
        for name, count in figures.items()
        if count is not None and count != count.to_integral_value()
    ]

"""To check: awards whose sources nobody looked at for a while, each with the sources to look at."""

from datetime import timedelta

from django.urls import reverse

from portfolio.positions.assigned import Mine
from portfolio.positions.investments import InvestmentAt, investments_at
from record.calculations.as_of import AsOf

from .desk_lines import Section, line, section


def unchecked(at: AsOf, after: timedelta) -> list[InvestmentAt]:
    """Awards that have not ended and were last checked longer ago than `after`, or on no known day; these first."""
    limit = at.as_of - after
    found = [
        one for one in investments_at(at) if not one.has_ended and (one.checked.on is None or one.checked.on < limit)
    ]
    return sorted(found, key=lambda one: (one.checked.on is not None, one.checked.on or limit, one.slug))


def to_check(at: AsOf, mine: Mine, after: timedelta) -> Section:
    lines = [
        line(
            f"{one.deal.name}: {one.investment.get_instrument_display()}",
            reverse("portfolio:investment", args=[one.slug]),
            key=one.slug,
            sources=one.sources,
            checked_on=one.checked.on or "no known day",
            newest_source=one.checked.newest_source or "undated",
        )
        for one in unchecked(at, after)
        if mine(one.agency, one.program)
    ]
    return section("to-check", "To check", lines)

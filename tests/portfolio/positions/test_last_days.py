"""Everything agrees about the last day of a right: on the day before and on the day it stands, on the next it is over.

Palisade's warrant of 1,500,000 at 30 has its last day on Friday 2026-06-05: as stated, as the end of a month that is
stated, or as the end of its term. The close is 42, so that it is worth 18,000,000.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Capitalization, CountKind, SecurityPrice, Terms
from portfolio.positions.calendar import calendar_at
from portfolio.positions.decisions_due import decisions_due_at
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import holdings_at
from portfolio.positions.last_days import last_day_of, over_from
from portfolio.positions.stakes import stakes_at
from portfolio.positions.values import values_at
from portfolio.positions.warrants import warrants_at
from portfolio.services import investments, lapses
from record.calculations.unknown import NotKnown
from record.services import facts
from tests.cast import Cast, day, entry, now, record_entries, writing
from tests.desk import approve_what_waits
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long

SLUG = "palisade-warrant"
# 182 days, which are half a year of 365, after 2025-12-05
WAYS = {
    "stated": ({"expires_on": day("2026-06-05")}, date(2026, 6, 5), False),
    "a month": ({"expires_on": day("2026-05")}, date(2026, 5, 31), False),
    "a term": ({"closed_on": day("2025-12-05"), "tenor_years": Decimal("0.5")}, date(2026, 6, 5), True),
    "a term after the signing": (
        {"signed_on": day("2025-12-05"), "tenor_years": Decimal("0.5")}, date(2026, 6, 5), True,
    ),
    "both, the stated one counts": (
        {"expires_on": day("2026-06-05"), "closed_on": day("2020-01-01"), "tenor_years": Decimal(1)},
        date(2026, 6, 5),
        False,
    ),
}  # fmt: skip


def terms_of(cast: Cast, **more) -> None:
    firm, warrant = cast.companies["palisade"], cast.investments[SLUG]
    with writing() as recording:
        facts.record(SecurityPrice(company=firm, close=Decimal(42), currency="USD", effective_on=day("2026-05-29")),
                     recording=recording)  # fmt: skip
        facts.record(
            Capitalization(company=firm, kind=CountKind.COVER, basic_shares=Decimal(25_000_000),
                           effective_on=day("2026-01-31"), citation=cast.citation),
            recording=recording,
        )  # fmt: skip
        terms = Terms(investment=warrant, shares=Decimal(1_500_000), strike_price=Decimal(30),
                      exercisable_share=Decimal(1), effective_on=day("2026-01-05"), **more)  # fmt: skip
        investments.record(terms, recording=recording)


def told(on: date) -> dict[str, object]:
    """What each place says of the warrant on a day."""
    at = now(on)
    (part,) = [one for one in holdings_at(at) if one.line.slug == SLUG]
    (desk,) = [one for one in warrants_at(at) if one.line.slug == SLUG]
    (stake,) = [row for row in rows_of(ask("stakes", at)) if row["investment"] == SLUG]
    (value,) = [one for one in values_at(at) if one.line.slug == SLUG]
    (row,) = [one for one in rows_of(ask("warrants", at)) if one["investment"] == SLUG]
    (dated,) = calendar_at(at, Filters(kind="right_expiry"))
    return {
        "shares": part.as_converted_and_exercised,
        "exercisable": part.exercisable,
        "stakes": (stake["has_expired"], stake["expires_on"], stake["expiry_is_worked_out"]),
        "value": value.value,
        "desk": (row["moneyness"], row["trigger_state"], desk.exercise.rights, desk.days_to_expiry),
        "calendar": (str(dated.day), dated.standing),
        "due": [one.subject for one in decisions_due_at(at)],
        "lapses": [one.line.slug for one in lapses.expired(on, now=timezone.now())],
    }


@pytest.mark.parametrize("way", WAYS)
def test_all_agree_on_the_day_before_on_the_day_and_on_the_day_after(cast, way):
    more, last, worked_out = WAYS[way]
    terms_of(cast, **more)
    written = str(more.get("expires_on", last))
    for on, days in ((last - timedelta(days=1), 1), (last, 0)):
        assert told(on) == {
            "shares": 1_500_000,
            "exercisable": 1_500_000,
            "stakes": ("false", written, str(worked_out).lower()),
            "value": 18_000_000,
            "desk": ("in the money", "met", 1_500_000, days),
            "calendar": (written, "ahead"),
            "due": [SLUG],
            "lapses": [],
        }, on
    assert told(last + timedelta(days=1)) == {
        "shares": 0,
        "exercisable": 0,
        "stakes": ("true", written, str(worked_out).lower()),
        "value": 0,
        "desk": ("", "expired", 0, -1),
        "calendar": (written, "passed"),
        "due": [],
        "lapses": [SLUG],
    }


def test_a_right_without_a_last_day_and_without_a_term_never_expires(cast):
    terms_of(cast)
    on = date(2999, 1, 1)
    (part,) = [one for one in holdings_at(now(on)) if one.line.slug == SLUG]
    assert (part.last_day, part.is_expiry_worked_out, part.is_expired) == (None, None, False)
    assert lapses.expired(on, now=timezone.now()) == []


@pytest.mark.parametrize(
    ("closed", "years", "last"),
    [
        ("2024-02-29", "1", "2025-02-28"),
        ("2024-02-29", "4", "2028-02-29"),
        ("2025-08", "1", "2026-08-31"),
        ("2025", "0.2", "2026-03-14"),  # 73 days after 2025-12-31
        ("2025-08-01", "0", "2025-08-01"),
    ],
)
def test_a_term_is_counted_from_the_end_of_the_closing(closed, years, last):
    found = last_day_of(Terms(closed_on=day(closed), tenor_years=Decimal(years)))
    assert (str(found.day), found.is_worked_out) == (last, True)


@pytest.mark.parametrize("years", ["7975", "7974.9", "99999", "1e40"])
def test_a_term_that_ends_beyond_the_calendar_is_not_known_and_takes_nothing_down(years):
    terms = Terms(closed_on=day("2025-12-31"), tenor_years=Decimal(years))
    with pytest.raises(NotKnown, match="its term ends beyond the calendar"):
        last_day_of(terms)
    assert over_from(terms) is None


def test_a_last_day_at_the_end_of_the_calendar_is_over_from_no_day():
    assert over_from(Terms(expires_on=day("9999-12-31"))) is None


def test_a_stake_that_was_stated_with_rights_is_history_once_they_expired(cast):
    """15% stated with the warrant, 14% computed; 2,000,000 ÷ 25,000,000 are left without it, before its lapse."""
    terms_of(cast, expires_on=day("2026-06-05"), stated_stake_share=Decimal("0.15"))
    for on, stands, reached in ((date(2026, 6, 5), True, "5%;10%"), (date(2026, 6, 6), False, "5%")):
        (stake,) = stakes_at(now(on), Filters(company="palisade"))
        assert (stake.stated_stands, stake.alerts) == (stands, reached)
    assert stake.watched_share == Decimal("0.08")


def test_what_was_received_for_a_part_of_the_rights_stays_when_the_rest_expires(cast):
    """100,000 of 1,500,000 were used for 3,000,000: 100,000 shares at 42 stay, the rest is worth 0 and lapses."""
    terms_of(cast, closed_on=day("2025-12-05"), tenor_years=Decimal("0.5"))
    warrant = cast.investments[SLUG]
    money = [entry(warrant, kind, "2026-06-05", "3000000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    used = entry(warrant, Kind.EXERCISE, "2026-06-05", "3000000", shares="100000", shares_received="100000")
    record_entries([*money, used])
    on = date(2026, 6, 6)
    (part,) = [one for one in holdings_at(now(on)) if one.line.slug == SLUG]
    (value,) = [one for one in values_at(now(on)) if one.line.slug == SLUG]
    assert (part.shares, part.as_converted_and_exercised, part.exercisable) == (1_400_000, 100_000, 0)
    assert value.value == 4_200_000
    assert lapses.propose_lapses(on, now=timezone.now(), by=cast.people["officer"]) == "1 lapse proposed."
    approve_what_waits(cast.people["officer2"])
    (part,) = [one for one in holdings_at(now(on)) if one.line.slug == SLUG]
    assert (part.shares, part.as_converted_and_exercised) == (0, 100_000)
    (value,) = [one for one in values_at(now(on)) if one.line.slug == SLUG]
    assert value.value == 4_200_000
    assert SLUG not in {one.line.slug for one in warrants_at(now(on))}
    assert calendar_at(now(on), Filters(kind="right_expiry")) == []


@pytest.mark.parametrize("on", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_are_answered(cast, on):
    terms_of(cast, expires_on=day("2199-12-31"))
    assert isinstance(decisions_due_at(now(on)), list)
    assert isinstance(calendar_at(now(on)), list)
    assert isinstance(warrants_at(now(on)), list)

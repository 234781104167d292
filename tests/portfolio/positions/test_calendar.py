"""What falls due, by hand, on the cast: ahead, behind, and what did not come."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import (
    AuthorityKind,
    DueDate,
    DueKind,
    Investment,
    InvestmentStatus,
    ProgramAuthority,
    Terms,
)
from portfolio.positions.calendar import calendar_at
from portfolio.positions.dated import DatedKind
from portfolio.positions.filters import Filters
from portfolio.services import investments, ledger
from projects.models import Milestone, MilestoneForecast
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing

FRIDAY, MONDAY = date(2026, 6, 26), date(2026, 6, 29)


def set_day(
    cast: Cast, kind: DueKind, due: str, amount: str | None = None, award: str = "saltwash-doe-loan"
) -> DueDate:
    with writing() as recording:
        return investments.record(
            DueDate(
                investment=cast.investments[award],
                kind=kind,
                due_on=day(due),
                amount=amount and Decimal(amount),
                effective_on=day("2025-08-01"),
                citation=cast.citation,
            ),
            recording=recording,
            today=TODAY,
        )


def states(as_of: date = TODAY, **asked) -> list[tuple]:
    return [(str(one.day), one.kind.value, one.standing) for one in calendar_at(now(as_of), Filters(**asked))]


def payments(as_of: date) -> list[tuple]:
    return [(one.standing, one.is_red) for one in calendar_at(now(as_of), Filters(kind=DatedKind.PAYMENT))]


def test_a_payment_turns_red_on_the_next_business_day(cast):
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    for as_of in (FRIDAY, date(2026, 6, 27), date(2026, 6, 28)):
        assert payments(as_of) == [("ahead", False)], as_of
    assert payments(MONDAY) == [("did not come", True)]


def test_the_friday_before_independence_day_is_no_business_day(cast):
    set_day(cast, DueKind.INTEREST, "2026-07-02", "400000")
    assert payments(date(2026, 7, 3)) == [("ahead", False)]
    assert payments(date(2026, 7, 6)) == [("did not come", True)]


def test_a_payment_that_came_by_the_next_business_day_is_not_red(cast):
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.INTEREST, str(MONDAY), "400000")])
    assert payments(TODAY) == [("came", False)]
    assert payments(FRIDAY) == [("ahead", False)]


def test_one_that_came_later_came_late_and_is_red_until_then(cast):
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.INTEREST, str(TODAY), "400000")])
    assert (payments(MONDAY), payments(TODAY)) == ([("did not come", True)], [("came late", False)])


def test_a_part_of_it_leaves_it_red_and_says_how_much_came(cast):
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.INTEREST, str(FRIDAY), "150000")])
    (line,) = calendar_at(now(), Filters(kind="payment"))
    assert line.is_red
    assert line.what == "Interest of the direct loan to Saltwash Lithium; $150,000.00 of $400,000.00 came"


def test_an_entry_of_another_kind_is_no_answer_and_one_that_was_reversed_is_none(cast):
    loan = cast.investments["saltwash-doe-loan"]
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    _, paid = record_entries(
        [entry(loan, Kind.REPAYMENT, str(FRIDAY), "400000"), entry(loan, Kind.INTEREST, str(FRIDAY), "400000")]
    )
    assert payments(TODAY) == [("came", False)]
    with writing() as recording:
        ledger.reverse(paid, reason="another loan's", recording=recording, today=TODAY)
    assert payments(TODAY) == [("did not come", True)]


def test_debt_service_is_answered_by_principal_and_interest_together(cast):
    loan = cast.investments["saltwash-doe-loan"]
    set_day(cast, DueKind.DEBT_SERVICE, str(FRIDAY), "500000")
    record_entries(
        [entry(loan, Kind.REPAYMENT, str(FRIDAY), "400000"), entry(loan, Kind.INTEREST, str(FRIDAY), "100000")]
    )
    assert payments(TODAY) == [("came", False)]


def test_a_newer_row_of_the_same_day_stands_in_place_of_the_older_and_a_retracted_one_is_gone(cast):
    set_day(cast, DueKind.INTEREST, str(FRIDAY), "400000")
    newer = set_day(cast, DueKind.INTEREST, str(FRIDAY), "300000")
    (line,) = calendar_at(now(), Filters(kind="payment"))
    assert line.amount == 300_000
    before = now()
    with writing() as recording:
        facts.retract(newer, reason="it moved", recording=recording)
    (line,) = calendar_at(now(), Filters(kind="payment"))
    assert line.amount == 400_000
    (line,) = calendar_at(before, Filters(kind="payment"))
    assert line.amount == 300_000


def test_a_month_counts_by_its_last_day_and_until_narrows_by_it(cast):
    set_day(cast, DueKind.DRAW_DEADLINE, "2026-09")
    (line,) = calendar_at(now(), Filters(kind="draw_deadline"))
    assert (line.days, line.is_near) == (92, False)
    assert calendar_at(now(date(2026, 7, 2)), Filters(kind="draw_deadline"))[0].is_near
    assert states(kind="draw_deadline", until=date(2026, 9, 29)) == []
    assert states(kind="draw_deadline", until=date(2026, 9, 30)) == [("2026-09", "draw_deadline", "ahead")]


def test_a_right_expires_on_its_day_else_by_its_term_after_the_closing(cast):
    (line,) = calendar_at(now(), Filters(kind="right_expiry"))
    assert (str(line.day), line.shares) == ("2035-08-01", 1_500_000)
    with writing() as recording:
        investments.record(
            Terms(investment=cast.investments["palisade-warrant"], shares=Decimal(1_500_000), tenor_years=Decimal(10),
                  strike_price=Decimal(30), closed_on=day("2025-08-01"), effective_on=day("2026-01-01")),
            recording=recording,
        )  # fmt: skip
    (line,) = calendar_at(now(), Filters(kind="right_expiry"))
    assert (str(line.day), line.what) == (
        "2035-08-01", "The warrant of Palisade Magnetics expires, by its tenor after the closing",
    )  # fmt: skip


def test_a_right_of_which_nothing_is_left_has_no_line(cast):
    record_entries([entry(cast.investments["palisade-warrant"], Kind.LAPSE, "2026-06-01", shares="1500000")])
    assert states(kind="right_expiry") == []


def test_a_price_floor_has_its_quarters_within_a_year_and_its_end(cast):
    with writing() as recording:
        award = investments.create(
            Investment(slug="floor", deal=cast.deals["palisade-equity"], agency=cast.agencies["DOW"],
                       instrument=Instrument.PRICE_FLOOR, recipient=cast.companies["palisade"]),
            recording=recording,
        )  # fmt: skip
        investments.record(
            InvestmentStatus(investment=award, status=Status.CLOSED, effective_on=day("2025-10-01")),
            recording=recording,
        )
        investments.record(
            Terms(investment=award, floor_price=Decimal(110), floor_starts_on=day("2026-05-01"),
                  floor_ends_on=day("2026-12-31"), effective_on=day("2025-10-01")),
            recording=recording,
        )  # fmt: skip
    assert states(company="palisade", kind="floor_quarter") == [
        ("2026-Q2", "floor_quarter", "ahead"), ("2026-Q3", "floor_quarter", "ahead"),
        ("2026-Q4", "floor_quarter", "ahead"),
    ]  # fmt: skip
    assert states(kind="floor_end") == [("2026-12-31", "floor_end", "ahead")]


@pytest.fixture
def plant(cast) -> Milestone:
    with writing() as recording:
        made = Milestone(slug="plant", project=cast.projects["saltwash-clay"], name="The plant runs", kind="other")
        return entities.create(made, recording=recording)


def test_a_milestone_has_its_day_and_the_day_on_which_its_forecast_grows_stale(cast, plant):
    with writing() as recording:
        said = MilestoneForecast(
            milestone=plant, kind="forecast", forecast_on=day("2027"), effective_on=day("2026-06-01")
        )
        facts.record(said, recording=recording)
    # 1 June and 181 days are 29 November
    assert states(project="saltwash-clay") == [
        ("2026-11-29", "stale_forecast", "ahead"), ("2027", "milestone", "ahead"),
    ]  # fmt: skip


def test_a_milestone_that_happened_has_no_day_ahead(cast, plant):
    with writing() as recording:
        for kind, on in (("forecast", "2026-07"), ("actual", "2026-06-10")):
            facts.record(
                MilestoneForecast(milestone=plant, kind=kind, forecast_on=day(on), effective_on=day("2026-06-10")),
                recording=recording,
            )
    assert states(project="saltwash-clay") == []


def test_an_authority_ends_and_a_bill_does_not(cast):
    program = cast.programs["DOE-ATVM"]
    with writing() as recording:
        for kind in (AuthorityKind.LENDING_CEILING, AuthorityKind.BILL):
            facts.record(
                ProgramAuthority(agency=program.agency, program=program, kind=kind, amount=Decimal(5), statute="P.L. 1",
                                 effective_on=day("2025-01-01"), expires_on=day("2026-09-30")),
                recording=recording,
            )  # fmt: skip
    assert states(program="DOE-ATVM") == [("2026-09-30", "authority_end", "ahead")]


def test_a_stated_closing_stands_until_the_award_closes_and_the_newest_stated_one_counts(cast):
    with writing() as recording:
        award = investments.create(
            Investment(slug="letter", deal=cast.deals["saltwash-loan"], agency=cast.agencies["DOE"],
                       instrument=Instrument.DIRECT_LOAN, recipient=cast.companies["saltwash"]),
            recording=recording,
        )  # fmt: skip
        investments.record(
            InvestmentStatus(investment=award, status=Status.CONDITIONAL, effective_on=day("2026-01-10")),
            recording=recording,
        )
    cast.investments["letter"] = award
    set_day(cast, DueKind.CLOSING, "2026-03-31", award="letter")
    set_day(cast, DueKind.CLOSING, "2026-05-31", award="letter")
    assert states(kind="closing") == [("2026-05-31", "closing", "passed")]
    with writing() as recording:
        closed = InvestmentStatus(investment=award, status=Status.CLOSED, effective_on=day("2026-06-20"))
        investments.record(closed, recording=recording)
    assert states(kind="closing") == []

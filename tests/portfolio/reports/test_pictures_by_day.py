"""The pictures of what falls due by month, and of what companies did to their shares, with figures added by hand."""

from datetime import date
from decimal import Decimal

from portfolio.charts.action_days import action_days
from portfolio.charts.due_by_month import due_by_month
from portfolio.charts.of_reports import picture_of
from portfolio.models import CorporateAction, DueDate, DueKind
from portfolio.positions.dated import Dated, DatedKind
from portfolio.services import investments
from projects.models import Company
from record.calculations.partial_dates import PartialDate
from record.services import facts
from tests.cast import TODAY, Cast, day, now, writing
from tests.desk import sign_in
from tests.portfolio.reports.answers import ask

ON = date(2026, 10, 8)


def due(kind: DatedKind, on: str, amount: int | None = None, key: str = "one") -> Dated:
    dollars = None if amount is None else Decimal(amount)
    return Dated(kind=kind, key=key, day=PartialDate.parse(on), on=ON, what="it", amount=dollars)


def shown(*lines: Dated) -> dict[str, tuple[float | None, str]]:
    return {bar.name: (bar.second, bar.text) for bar in due_by_month(lines).bars}


def test_a_month_has_its_dollars_as_a_bar_and_its_dates_in_words():
    lines = (
        due(DatedKind.PAYMENT, "2026-11-01", 3_000_000),
        due(DatedKind.MATURITY, "2026-11-30", 1_000_000),
        due(DatedKind.REPORT, "2026-11"),
        due(DatedKind.PAYMENT, "2027-Q1", 2_000_000),
        due(DatedKind.RIGHT_EXPIRY, "2027-04-01"),
    )
    assert shown(*lines) == {
        "2026-11": (100, "$4M at stake, 3 dates"),
        "2027-03": (50, "$2M at stake, 1 date"),
        "2027-04": (None, "no dollars stated, 1 date"),
    }
    chart = due_by_month(lines)
    assert chart.title == "2026-11 has the most at stake, where it is stated: $4M"
    assert chart.summary.startswith("5 dates within 12 months, with $6M at stake where it is stated; 0 dates later.")
    assert {bar.first for bar in chart.bars} == {None}


def test_what_has_passed_is_not_drawn_and_what_is_a_year_ahead_is_counted():
    lines = (
        due(DatedKind.PAYMENT, "2026-10-07", 9),
        due(DatedKind.REPORT, "2026-10-08"),
        due(DatedKind.REPORT, "2027-09-30"),
        due(DatedKind.MATURITY, "2027-10-01", 500),
    )
    assert list(shown(*lines)) == ["2026-10", "2027-09"]
    chart = due_by_month(lines)
    assert chart.title == "2026-10 has the most that falls due: 1 date"
    assert "; 1 date later." in chart.summary
    assert due_by_month(lines[:1]) is due_by_month([]) is due_by_month(lines[3:]) is None


def test_a_tranche_counts_once_a_month_and_an_authority_has_no_dollars_that_fall_due():
    """One of 30 waits for two milestones, one of 5 for the first: 35 together, said by two milestones as 35 and 30."""
    milestones = (
        due(DatedKind.MILESTONE, "2027-03-01", 35_000_000, "runs"),
        due(DatedKind.MILESTONE, "2027-03-02", 30_000_000, "sells"),
    )
    tranches = (
        due(DatedKind.CONDITION, "2027-03-01", 30_000_000, "second/runs"),
        due(DatedKind.CONDITION, "2027-03-01", 5_000_000, "third/runs"),
        due(DatedKind.CONDITION, "2027-03-02", 30_000_000, "second/sells"),
    )
    authority = due(DatedKind.AUTHORITY_END, "2027-03-31", 25_000_000_000)
    assert shown(*milestones, *tranches, authority) == {"2027-03": (100, "$35M at stake, 6 dates")}
    assert shown(milestones[0]) == {"2027-03": (100, "$35M at stake, 1 date")}
    assert shown(authority) == {"2027-03": (None, "no dollars stated, 1 date")}


def test_each_action_stands_on_its_day_in_the_row_of_its_company():
    first, other = Company(name="Alpha"), Company(name="Beta")

    def action(company: Company, kind: str, on: str, **said) -> CorporateAction:
        return CorporateAction(company=company, kind=kind, effective_on=PartialDate.parse(on), **said)

    ratio = {"new_shares": Decimal("1.000000"), "old_shares": Decimal("10.000000")}
    chart = action_days(
        [
            action(other, "reverse_split", "2026-01-01", **ratio),
            action(other, "ticker_change", "2026-01-11", ticker="BTX"),
            action(first, "spin_off", "2026-01-06", other=other, **ratio),
        ]
    )
    assert [(row.name, row.marks, row.text) for row in chart.rows] == [
        ("Alpha", [50], "2026-01-06 spin-off, 1 for 10 in shares of Beta"),
        ("Beta", [2, 98], "2026-01-01 reverse split, 1 for 10; 2026-01-11 change of ticker to BTX"),
    ]
    assert chart.title == "The newest of 3 actions: Beta, change of ticker to BTX, on 2026-01-11"
    assert chart.summary.startswith("3 actions of 2 companies, from 2026-01-01 to 2026-01-11.")
    assert action_days([]) is None
    alone = action_days([action(first, "delisting", "2026-01-06")])
    assert (alone.title, alone.rows[0].marks) == ("The only action: Alpha, delisting, on 2026-01-06", [50])


def test_the_reports_show_them_above_their_rows_and_nothing_where_nothing_is_on_record(cast: Cast):
    reader = sign_in(cast.people["auditor"])
    assert picture_of(ask("corporate-actions", now())) is None
    with writing() as recording:
        split = CorporateAction(
            company=cast.companies["palisade"], kind="split", effective_on=day("2026-03-02"), citation=cast.citation,
            new_shares=Decimal(3), old_shares=Decimal(1),
        )  # fmt: skip
        facts.record_by_service(split, recording=recording, today=TODAY)
        payment = DueDate(
            investment=cast.investments["saltwash-doe-loan"], kind=DueKind.INTEREST, due_on=day("2026-09-30"),
            amount=Decimal(400_000), effective_on=day("2025-08-01"), citation=cast.citation,
        )  # fmt: skip
        investments.record(payment, recording=recording, today=TODAY)
    asked = {"as_of": str(TODAY)}
    page = " ".join(reader.get("/reports/corporate-actions/", asked).content.decode().split())
    assert "<li>Palisade Magnetics: 2026-03-02 split, 3 for 1 <svg" in page
    page = " ".join(reader.get("/reports/calendar/", asked).content.decode().split())
    assert "<li>2026-09: $400,000 at stake, 1 date <svg" in page
    assert "dollars at stake, where they are stated</li>" in page

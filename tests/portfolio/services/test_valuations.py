"""The nightly valuation is stored once a day, and again only where what is known has changed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portfolio.models import SecurityPrice, Valuation
from portfolio.services import market, valuations
from record.models import Job, Recording
from record.services import entities, jobs
from tests.cast import TODAY, Cast, day, writing
from tests.cast import now as at
from tests.due import run_due
from tests.portfolio.reports.answers import ask, rows_of

NOW = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def quoted(cast: Cast) -> Cast:
    close(cast, "2026-06-26", "42")
    return cast


def close(cast: Cast, on: str, price: str) -> None:
    with writing() as recording:
        price_ = SecurityPrice(
            company=cast.companies["palisade"], close=Decimal(price), currency="USD", effective_on=day(on)
        )
        market.record(price_, recording=recording, today=TODAY)


def stored() -> dict[str, tuple[str, Decimal | None]]:
    return {one.investment.slug: (one.method, one.value) for one in Valuation.objects.order_by("pk")}


def test_each_holding_is_stored_with_its_method_and_value(quoted: Cast):
    valuations.value_day(TODAY, now=NOW)
    # 60,000 × 1,000 / 30 = 2,000,000 shares at 42; 1,500,000 rights at 42 less 30; a loan of 90 drawn to 35.
    assert stored() == {
        "palisade-preferred": ("as_converted", 84_000_000),
        "palisade-warrant": ("intrinsic", 18_000_000),
        "saltwash-doe-loan": ("outstanding", 35_000_000),
    }
    row = Valuation.objects.get(investment__slug="palisade-warrant")
    assert (row.units, row.cost, row.close, row.close_on, row.close_age) == (
        1_500_000, 0, 42, date(2026, 6, 26), 2,
    )  # fmt: skip


def test_the_same_day_asked_twice_is_stored_once(quoted: Cast):
    assert len(valuations.value_day(TODAY, now=NOW)) == 3
    serial = Recording.objects.last_serial()
    assert valuations.value_day(TODAY, now=NOW) == []
    assert Recording.objects.last_serial() == serial


def test_a_price_that_came_later_values_the_day_anew_and_keeps_what_was_known(quoted: Cast):
    valuations.value_day(TODAY, now=NOW)
    then = Recording.objects.last_serial()
    close(quoted, "2026-06-29", "40")
    assert len(valuations.value_day(TODAY, now=NOW)) == 2
    (package,) = [row for row in rows_of(ask("valuations", at())) if row["package_line"] == "package"]
    assert package["value_usd"] == "95000000.00"
    by_award = {row["investment"]: row["stored_value_usd"] for row in rows_of(ask("valuations", at(serial=then)))}
    assert by_award["palisade-preferred"] == "84000000.00"
    now_ = {row["investment"]: row["stored_value_usd"] for row in rows_of(ask("valuations", at()))}
    assert now_["palisade-preferred"] == "80000000.00"


def test_the_job_values_the_day_that_is_over(quoted: Cast):
    night = datetime(2026, 7, 1, 9, 45, tzinfo=UTC)
    for _ in range(2):
        jobs.enqueue("valuation", now=night)
        run_due(clock=lambda: night)
    job = Job.objects.get(kind="valuation")
    assert (job.key, job.attempts) == ("2026-06-30", 1)


def test_a_figure_that_the_table_cannot_hold_leaves_its_own_cell_empty():
    assert valuations.fits("value", Decimal("92233720368547758.07"))
    assert not valuations.fits("value", Decimal("92233720368547758.08"))


def test_a_second_night_without_a_close_writes_nothing(cast: Cast):
    """The reason why there is no value is the same, whatever the company is called by then."""
    written = {one.investment.slug: one.note for one in valuations.value_day(TODAY, now=NOW)}
    assert written["palisade-warrant"] == "no close of its issuer by then is on record"
    with writing() as recording:
        entities.relabel(cast.companies["palisade"], {"name": "Palisade Permanent Magnets"}, recording=recording)
    serial = Recording.objects.last_serial()
    assert valuations.value_day(TODAY, now=NOW) == []
    assert Recording.objects.last_serial() == serial


def test_a_night_after_a_night_has_rows_of_its_own_day_alone(quoted: Cast):
    first = {one.pk for one in valuations.value_day(TODAY, now=NOW)}
    second = valuations.value_day(TODAY + timedelta(days=1), now=NOW)
    assert {one.counts_from for one in second} == {TODAY + timedelta(days=1)}
    assert first == set(Valuation.objects.filter(counts_from=TODAY).values_list("pk", flat=True))
    assert valuations.value_day(TODAY, now=NOW) == valuations.value_day(TODAY + timedelta(days=1), now=NOW) == []

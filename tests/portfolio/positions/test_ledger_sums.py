"""The ledger added up in advance gives the figures of its entries, at every moment, whatever was added up."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.calculations.kinds import Kind
from portfolio.models import LedgerBlock, LedgerSum, Transaction
from portfolio.positions.investments import on_record_at
from portfolio.positions.ledger_sums import sums_at
from portfolio.services import ledger, ledger_blocks
from record.models import Job, Recording
from record.services import jobs
from tests.cast import TODAY, Cast, entry, now, record_entries, writing

MOMENT = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAYS = [date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 14), date(2026, 6, 30), TODAY]
ON = st.sampled_from(["2024-12-31", "2025-11-15", "2025-12-31", "2026-01-01", "2026-02-14", "2026-02", "2026-06-30"])


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of two recordings or three entries, two of which make one of the next level."""
    monkeypatch.setattr(ledger_blocks, "RECORDINGS", 2)
    monkeypatch.setattr(ledger_blocks, "ENTRIES", 3)
    monkeypatch.setattr(ledger_blocks, "BRANCHES", 2)


def of_entries(at) -> dict:
    sums = Transaction.objects.at(at).sums_by_kind()
    return {key: {kind: found for kind, found in kinds.items() if any(found)} for key, kinds in sums.items()}


def of_blocks(at) -> dict:
    return {key: {kind: found for kind, found in kinds.items() if any(found)} for key, kinds in sums_at(at).items()}


def health() -> dict:
    return Client().get("/health/").json()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sums_of_blocks_are_those_of_entries_at_every_day_and_recording(cast: Cast, data):
    grant, loan = (cast.investments[one] for one in ("palisade-doe-grant", "saltwash-doe-loan"))
    with transaction.atomic():
        for on, of, cents, undoes, adds_up in data.draw(
            st.lists(
                st.tuples(ON, st.sampled_from([grant, loan]), st.integers(1, 99), st.booleans(), st.booleans()),
                max_size=6,
            )
        ):
            (row,) = record_entries([entry(of, Kind.FEE, on, str(Decimal(cents) / 100))])
            if undoes:
                with writing() as recording:
                    ledger.reverse(row, reason="entered wrongly", recording=recording, today=TODAY)
            if adds_up:
                ledger_blocks.add_up()
        ledger_blocks.add_up()
        assert LedgerBlock.objects.filter(level=0).exists()
        assert ledger_blocks.wrong() == []
        newest = Recording.objects.order_by("-serial").first().serial
        for serial in range(max(1, newest - 12), newest + 1):
            for day in DAYS:
                at = now(day, serial=serial)
                assert of_blocks(at) == of_entries(at), (serial, day)
        transaction.set_rollback(True)


def test_a_figure_larger_than_a_column_adds_up_to_the_cent(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, Kind.FEE, "2026-01-01", "92233720368547758.07") for _ in range(3)])
    ledger_blocks.add_up()
    assert sums_at(now())[grant.pk][Kind.FEE][:2] == [3, 27670116110564327421]


def test_figures_of_awards_are_the_same_with_blocks_as_without(cast: Cast):
    before = {line.slug: line.figures for line in on_record_at(now())}
    ledger_blocks.add_up()
    assert LedgerBlock.objects.exists()
    assert {line.slug: line.figures for line in on_record_at(now())} == before


def test_a_recording_is_never_split_and_a_block_closes_by_recordings_or_entries(cast: Cast):
    ledger_blocks.add_up()
    lowest = list(LedgerBlock.objects.filter(level=0))
    for block in lowest:
        serials = set(
            Transaction.objects.filter(number__range=(block.first_number, block.last_number)).values_list(
                "recording_id", flat=True
            )
        )
        assert not Transaction.objects.filter(recording__in=serials, number__gt=block.last_number).exists()
        assert len(serials) >= 2 or block.last_number - block.first_number + 1 >= 3
    assert [one.first_number for one in lowest[1:]] == [one.last_number + 1 for one in lowest[:-1]]


def test_a_block_whose_last_entry_is_not_on_the_ledger_is_not_used(cast: Cast):
    right = of_entries(now())
    ledger_blocks.add_up()
    LedgerSum.objects.update(amount_low=F("amount_low") + 1)
    assert of_blocks(now()) != right
    assert health()["sums"] is True
    LedgerBlock.objects.update(last_hash="0" * 64)
    assert of_blocks(now()) == right
    assert (health()["sums"], health()["ok"]) == (False, False)


@pytest.mark.parametrize("column", ["amount_low", "amount_high", "entries"])
def test_sums_that_were_changed_are_found_made_anew_and_told(cast: Cast, column):
    right = of_entries(now())
    ledger_blocks.add_up()
    one = LedgerSum.objects.filter(kind=Kind.DISBURSEMENT, grain="all").first()
    LedgerSum.objects.filter(pk=one.pk).update(**{column: F(column) + 1})
    job = jobs.enqueue(ledger_blocks.KIND.name, now=MOMENT)
    jobs.run_one(job.pk, clock=lambda: MOMENT)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "were made anew, and figures are right" in job.outcome
    assert of_blocks(now()) == right
    assert ledger_blocks.wrong() == []


@pytest.mark.parametrize("changed", [{"last_serial": 1}, {"last_day": date(2020, 1, 1)}, {"last_number": 2}])
def test_a_block_that_says_another_end_is_found(cast: Cast, changed):
    ledger_blocks.add_up()
    LedgerBlock.objects.filter(first_number=1, level=0).update(**changed)
    assert ledger_blocks.wrong()[0].first_number == 1


def test_a_sum_that_was_deleted_or_doubled_is_found(cast: Cast):
    ledger_blocks.add_up()
    one = LedgerSum.objects.filter(grain="all").first()
    one.delete()
    assert ledger_blocks.wrong()[0].pk == one.block_id
    ledger_blocks.drop_from(1)
    ledger_blocks.add_up()
    twice = LedgerSum.objects.filter(grain="month").first()
    twice.pk = None
    twice.save()
    assert twice.block_id in {block.pk for block in ledger_blocks.wrong()}


def test_the_job_is_asked_for_once_a_block_can_be_closed(cast: Cast):
    ledger_blocks.ask_when_due(MOMENT)
    job = Job.objects.get(kind=ledger_blocks.KIND.name)
    jobs.run_one(job.pk, clock=lambda: MOMENT)
    stand = LedgerBlock.objects.count()
    assert stand >= 1
    ledger_blocks.ask_when_due(MOMENT)
    assert Job.objects.filter(kind=ledger_blocks.KIND.name).count() == 1


def test_the_command_adds_up_and_makes_anew(cast: Cast, capsys):
    call_command("add_up_ledger")
    said = capsys.readouterr().out
    stand = LedgerBlock.objects.count()
    assert f"{stand} blocks made; {stand} stand." in said
    call_command("add_up_ledger")
    assert f"0 blocks made; {stand} stand." in capsys.readouterr().out
    call_command("add_up_ledger", "--anew")
    assert f"{stand} blocks made; {stand} stand." in capsys.readouterr().out


def test_what_is_added_up_is_asked_and_not_the_entries(cast: Cast, django_assert_max_num_queries):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-05", "1") for _ in range(3)])
    ledger_blocks.add_up()
    at = now()
    with django_assert_max_num_queries(4) as asked:
        sums_at(at)
    plain = [one["sql"] for one in asked.captured_queries if "COUNT" in one["sql"]]
    assert plain
    assert all('"number" BETWEEN' in sql for sql in plain)

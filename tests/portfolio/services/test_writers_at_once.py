"""Twenty writers on twenty investments at once: threads on PostgreSQL, processes on SQLite."""

import time
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from portfolio.calculations.entry_chain import first_break
from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Transaction
from portfolio.services import investments, ledger_check
from record.calculations.hash_chain import GENESIS
from record.models import Recording
from tests import writers
from tests.cast import TODAY, Cast, entry, now, record_entries, writing

WRITERS = 20


def chain_rows() -> list[dict[str, str]]:
    rows = Transaction.objects.order_by("number").select_related("recording", "investment", "citation")
    return [row.content | {"previous_hash": row.previous_hash, "hash": row.hash} for row in rows]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_they_leave_one_chain_and_a_report_that_stays(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        awards = [
            investments.create(
                Investment(
                    slug=f"award-{number}",
                    deal=grant.deal,
                    agency=grant.agency,
                    program=grant.program,
                    instrument=grant.instrument,
                    recipient=grant.recipient,
                ),
                recording=recording,
            )
            for number in range(WRITERS)
        ]
    record_entries(
        entry(award, kind, "2026-01-01", "1") for award in awards for kind in (Kind.COMMITMENT, Kind.OBLIGATION)
    )
    start = Recording.objects.last_serial()
    keys = [award.pk for award in awards]
    if connection.vendor == "postgresql":
        at_work = writers.start_threads(keys)
    else:
        at_work = writers.start_processes(connection.settings_dict["NAME"], keys)

    middle = wait_for(start + WRITERS * writers.TIMES // 4)
    at = now(date(2026, 6, 30), serial=middle)
    read_in_the_middle = Transaction.objects.at(at).balances_by_investment()
    for writer in at_work:
        writer.join(timeout=30)
        assert not writer.is_alive()
        assert getattr(writer, "exitcode", 0) == 0

    serials = list(Recording.objects.order_by("serial").values_list("serial", flat=True))
    moments = list(Recording.objects.order_by("serial").values_list("moment", flat=True))
    assert serials == list(range(1, start + WRITERS * writers.TIMES + 1))
    assert moments == sorted(moments)
    assert first_break(chain_rows()) is None
    assert chain_rows()[0]["previous_hash"] == GENESIS
    assert list(ledger_check.LedgerCheck(today=TODAY).problems()) == []
    assert Transaction.objects.at(at).balances_by_investment() == read_in_the_middle
    paid = Transaction.objects.at(now()).balances_by_investment()
    assert {paid[key].disbursed for key in keys} == {Decimal("0.05")}


def wait_for(serial: int) -> int:
    """The newest serial as soon as it has reached `serial`, while the others go on writing."""
    for _ in range(3000):
        last = Recording.objects.last_serial()
        if last >= serial:
            return last
        time.sleep(0.005)
    raise AssertionError(f"The writers came no further than recording {last}.")

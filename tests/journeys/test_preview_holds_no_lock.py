"""While a large file is looked at, everybody else writes; what has moved since stops the file, its row named."""

import multiprocessing
import time

import pytest
from django.db import connection, connections

from portfolio.imports import workflow
from portfolio.imports.kept import row_outcomes_of
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.models import Import, ImportState, Investment, Transaction
from portfolio.services import imports
from record.models import Citation, Recording
from tests.cast import TODAY, entry, make_cast, now
from tests.portfolio.imports.conftest import put, show

ROWS = 10_000
TEXT = "investment,kind,amount_usd,effective_on,note\n" + "".join(
    f"palisade-doe-grant,fee,{number}.00,2026-01-05,Invoice {number}\n" for number in range(1, ROWS + 1)
)


def record_one(go, told):
    """In another process: wait for the word, record one entry, tell how many seconds it took."""
    from tests.cast import record_entries

    award = Investment.objects.get(slug="palisade-doe-grant")
    go.wait(60)
    begun = time.perf_counter()
    record_entries([entry(award, "fee", "2026-01-06", "77")])
    told.put(time.perf_counter() - begun)


def test_an_entry_is_recorded_within_a_second_while_ten_thousand_rows_are_looked_at(transactional_db):
    make_cast()
    context = multiprocessing.get_context("fork")
    go, told = context.Event(), context.Queue()
    connections.close_all()
    writer = context.Process(target=record_one, args=(go, told))
    writer.start()
    seconds = []

    def say(percent, saying):
        if saying.startswith("asking the rules") and not seconds:
            go.set()
            seconds.append(told.get(timeout=60))

    before, known = Transaction.objects.count(), Recording.objects.last_serial()
    plan = preview(read("transactions", TEXT.encode(), Mapping()), by_name="loader", why="a test", today=TODAY, say=say)
    writer.join(10)
    assert not connection.in_atomic_block
    assert seconds[0] < 1
    assert plan.counts["new"] == ROWS
    assert Transaction.objects.count() == before + 1
    assert Recording.objects.last_serial() == known + 1


def test_a_preview_reads_at_the_serial_at_which_it_began(cast):
    """The very entry of the file is recorded meanwhile: only the next preview sees it."""
    text = "investment,kind,amount_usd,effective_on\npalisade-doe-grant,disbursement,1000000,2026-01-15\n"
    award = cast.investments["palisade-doe-grant"]
    later = []

    def say(percent, saying):
        if saying.startswith("comparing") and not later:
            from tests.cast import record_entries

            later.append(record_entries([entry(award, "disbursement", "2026-01-15", "1000000")]))

    reading = read("transactions", text.encode(), Mapping())
    assert preview(reading, by_name="loader", why="a test", today=TODAY, say=say).counts["new"] == 1
    assert preview(reading, by_name="loader", why="a test", today=TODAY).counts["same"] == 1


def test_a_row_whose_fate_has_moved_stops_the_whole_file_and_is_named(cast, officer):
    from tests.cast import record_entries

    text = (
        "investment,kind,amount_usd,effective_on\n"
        "palisade-doe-grant,fee,5,2026-01-15\n"
        "palisade-doe-grant,disbursement,1000000,2026-01-15\n"
    )
    one = imports.keep(
        kind="transactions", filename="a.csv", content=text.encode(), why="A", by=officer, now=now().known_at
    )
    one = workflow.show(one, today=TODAY)
    assert [outcome.becomes for outcome in row_outcomes_of(one)] == ["new", "new"]
    one = workflow.confirm(one, plan_hash=one.plan_hash)
    record_entries([entry(cast.investments["palisade-doe-grant"], "disbursement", "2026-01-15", "1000000")])
    before = Transaction.objects.count()
    one = workflow.carry_out(one, today=TODAY)
    assert one.state == ImportState.REFUSED
    assert one.outcome.startswith("Row 3 was shown as new and is same now (It is T000011).")
    assert Transaction.objects.count() == before
    assert Import.objects.get().recording is None


NEW_AWARDS = (
    "investment,agency,instrument,status,company_name,company,announced_usd,closed_on,sources\n"
    "case-a,DOE,grant,closed,New Ore Inc.,new-ore,1000000,2026-01-05,cast1\n"
    "case-b,DOE,grant,closed,,new-ore,2000000,2026-01-06,cast1\n"
)
HISTORY = (
    "agency,program,company_name,instrument,kind,amount_usd,effective_on\n"
    "DOE,,Ore One,grant,disbursement,500,2025-01-05\n"
    "DOE,,Ore One,grant,disbursement,700,2025-02-05\n"
    "DOE,,Ore Two,grant,disbursement,900,2025-03-05\n"
)
PHASES = (
    "phase,project,product,phase_stage,nameplate_added,unit,capacity_kind,stated_on\n"
    "new-phase,palisade-magnets,Lithium carbonate,construction,1000,t/yr,increment,2026-01-05\n"
    "new-phase,palisade-magnets,Lithium carbonate,construction,1200,t/yr,increment,2026-02-05\n"
)


@pytest.mark.parametrize(
    ("kind", "text"), [("investments", NEW_AWARDS), ("history", HISTORY), ("capacity-estimates", PHASES)]
)
def test_what_is_shown_is_what_is_written_where_rows_rest_on_rows_above_them(cast, kind, text):
    """New companies, awards and phases that later rows name: shown without a write, then written just so."""
    before = Recording.objects.last_serial(), Citation.objects.count()
    shown = show(kind, text)
    assert not shown.refused, shown.refused
    assert (Recording.objects.last_serial(), Citation.objects.count()) == before
    written, recording = put(kind, text)
    assert [one.content() for one in written.row_outcomes] == [one.content() for one in shown.row_outcomes]
    from portfolio.imports.effect import effect_of

    assert effect_of(recording, today=TODAY).content() == shown.effect.content()
